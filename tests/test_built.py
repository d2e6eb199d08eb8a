"""Plain data becomes the dataclasses that it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from shopmetrics.cause import Cause
from shopmetrics.field import Limit
from shopmetrics.plain import built, plain


@dataclass(frozen=True)
class Inner:
    share: Annotated[float, Limit(ge=0)]
    language: Literal["en", "zh"] = "en"


@dataclass(frozen=True)
class Outer:
    inner: Inner
    several: tuple[Inner, ...] = ()
    by_cause: Mapping[Cause, tuple[str, ...]] = field(default_factory=dict)
    money: Decimal = Decimal(0)
    sure: bool = False
    place: Path | None = None
    bound: Annotated[int, Limit(ge=1)] | None = None


WHOLE = Outer(
    Inner(0.5),
    (Inner(1.0, "zh"),),
    {Cause.size: ("too small",)},
    Decimal("1.50"),
    sure=True,
    place=Path("a"),
    bound=3,
)


def test_what_is_built_of_plain_data_is_what_it_was() -> None:
    data = plain(WHOLE)
    assert data["by_cause"] == {"size": ["too small"]}
    assert (data["money"], data["place"]) == ("1.50", "a")
    assert built(Outer, data) == WHOLE


def test_what_is_left_out_has_its_default() -> None:
    assert built(Outer, {"inner": {"share": 1}}) == Outer(Inner(1.0))
    assert built(Outer, {"inner": {"share": 1}, "bound": None}) == Outer(Inner(1.0))


def test_days_are_written_as_days() -> None:
    assert plain((date(2026, 3, 1), None)) == ["2026-03-01", None]
