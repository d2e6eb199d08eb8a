"""What can be set: the model of shop.yaml; configfile reads it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from shopmetrics.cause import Cause
from shopmetrics.field import Checked, FieldError, Limit, Strict, Written
from shopmetrics.value import value

MORE_IS_BETTER = frozenset({"period_rate"})


class Basis(StrEnum):
    """Whether a period means the orders placed in it or the refunds settled in it."""

    order_time = "order_time"
    refund_time = "refund_time"


def _share(value: object) -> object:
    """Read 5% as 0.05; a bare number above 1 is more likely a forgotten sign than a share."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(Decimal(value.strip().removesuffix("%").strip()) / 100)
        except ArithmeticError:
            return value
    if isinstance(value, int | float) and value > 1:
        raise FieldError(f"{value} is more than the whole; write {value}% or a number from 0 to 1")
    return value


def _zone(name: str) -> None:
    if name not in available_timezones():
        near, *_ = (*get_close_matches(name, available_timezones(), 1), "Asia/Shanghai")
        raise FieldError(f"no such time zone; names look like {near}")


_WAYS = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*%\s*$"},
    ]
}
Share = Annotated[float, Limit(ge=0, le=1), Written(_share, _WAYS)]


@value(kw_only=True)
class Band(Strict):
    """Two shares: up to good all is well, beyond alarm something is wrong."""

    good: Share
    alarm: Share


@value(kw_only=True)
class BandByCategory(Band):
    """A band, and others for some categories of goods: clothes come back more often than cups."""

    categories: Mapping[str, Band] = field(default_factory=dict)


def _less_is_better(band: BandByCategory) -> None:
    for one in (band, *band.categories.values()):
        if one.good > one.alarm:
            raise FieldError(
                f"good ({_percent(one.good)}) must not be above alarm ({_percent(one.alarm)}):"
                " less is better here"
            )


def _more_is_better(band: Band) -> None:
    if band.good < band.alarm:
        raise FieldError(
            f"good ({_percent(band.good)}) must not be below alarm ({_percent(band.alarm)}):"
            " more is better here"
        )


def _percent(share: float) -> str:
    return f"{share * 100:g}%"


LessBand = Annotated[BandByCategory, Checked(_less_is_better)]
MoreBand = Annotated[Band, Checked(_more_is_better)]


@value(kw_only=True)
class Bands(Strict):
    """The bands in force, by what they judge; none: not judged."""

    refund_rate: LessBand | None = None
    quality_return_rate: LessBand | None = None
    period_rate: MoreBand | None = None


@value(kw_only=True)
class Hotspots(Strict):
    """When a group is called hot."""

    q: Share
    lift: Annotated[float, Limit(ge=1)]
    min_orders: Annotated[int, Limit(ge=1)]
    peak_share: Share
    peak_requests: Annotated[int, Limit(ge=1)]
    cost_per_return: Annotated[Decimal, Limit(ge=0, max_digits=12, decimal_places=4)]


class Exchanges(StrEnum):
    """What becomes of an exchange by re-order: shown beside the rates, or left out of them."""

    beside = "beside"
    exclude = "exclude"


@value(kw_only=True)
class Exchange(Strict):
    """What counts as an exchange by re-order, and whether it stays in the rates."""

    days: Annotated[int, Limit(ge=0, le=365)]
    count: Exchanges


@value(kw_only=True)
class Abuse(Strict):
    """When a customer stands on the list of those who return far more than the rest."""

    min_orders: Annotated[int, Limit(ge=1)]
    q: Share
    lift: Annotated[float, Limit(ge=1)]


@value(kw_only=True)
class Repurchase(Strict):
    """Days within which a customer may come back."""

    windows: Annotated[tuple[Annotated[int, Limit(ge=1, le=3650)], ...], Limit(min_length=1)]


@value(kw_only=True)
class Maturity(Strict):
    """How long refunds are waited for, and from how many of them their delay is learned."""

    horizon: Annotated[int, Limit(ge=1, le=365)]
    min_refunds: Annotated[int, Limit(ge=1)]
    follow_up: Annotated[int, Limit(ge=1, le=365)]


Address = Annotated[str, Limit(max_length=320)]


@value(kw_only=True)
class Mail(Strict):
    """The mail server, and from whom and to whom; the password is never in this file."""

    host: Annotated[str, Limit(min_length=1, max_length=253)]
    port: Annotated[int, Limit(ge=1, le=65535)] | None = None
    security: Literal["starttls", "tls"] = "starttls"
    user: str | None = None
    password_file: Path | None = None  # as loaded: from where the config file lies
    ca_file: Path | None = None  # likewise
    sender: Address
    to: Annotated[
        tuple[Annotated[str, Limit(max_length=320)], ...], Limit(min_length=1, max_length=50)
    ]


@value(kw_only=True)
class Notify(Strict):
    """Chats that get the summary; their addresses hold secrets and are never in this file."""

    urls_file: Path | None = None  # as loaded: from where the config file lies


@value(kw_only=True)
class Event(Strict):
    """Something that happened to the shop, to be seen in its trends."""

    date: dt.date
    label: Annotated[str, Limit(min_length=1, max_length=100)]


Pattern = Annotated[str, Limit(min_length=1, max_length=200)]
ShopName = Annotated[str, Limit(min_length=1, max_length=200)]


@value(kw_only=True)
class Config(Strict):
    """Everything that can be set (configs/shop.yaml says what each means)."""

    shop: Annotated[str, Limit(max_length=200)] | None = None
    timezone: Annotated[str, Checked(_zone)] | None = None
    currency: Annotated[str, Limit(pattern="^[A-Z]{3}$")] | None = None
    language: Literal["en", "zh"] | None = None
    # The first pattern that fits a path counts.
    shops: Mapping[Pattern, ShopName] = field(default_factory=dict)
    profiles: Path | None = None  # as loaded: from where the config file lies
    playbook: Path | None = None  # likewise
    rules: Path | None = None  # likewise
    rule: Annotated[str, Limit(max_length=60)] = "default"
    basis: Basis = Basis.order_time
    top: Annotated[int, Limit(ge=1, le=1000)]
    min_orders: Annotated[int, Limit(ge=1)]
    max_rejects: Share
    bands: Bands
    quality_causes: Annotated[tuple[Cause, ...], Limit(min_length=1)]
    hotspots: Hotspots
    repurchase: Repurchase
    maturity: Maturity
    events: tuple[Event, ...] = ()
    mail: Mail | None = None
    notify: Notify | None = None
    exchanges: Exchange
    abuse: Abuse
    causes: Mapping[Cause, tuple[str, ...]] = field(default_factory=dict)
