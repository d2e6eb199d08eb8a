"""How a platform counts quality returns: which orders are bad, over what, and in which days.

What is not public is null and named under `not_public`; nothing is made up in its place.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from shopmetrics.cause import Cause
from shopmetrics.config import Config, LessBand
from shopmetrics.field import Limit, Strict
from shopmetrics.shop import Stage
from shopmetrics.value import value


class Count(StrEnum):
    """What makes an order bad; other: something that no order or after-sales export tells."""

    requested = "requested"
    succeeded = "succeeded"
    other = "other"


class Denominator(StrEnum):
    """Which orders a rate is taken of."""

    paid = "paid"
    shipped = "shipped"
    received = "received"


class Clock(StrEnum):
    """By which day an order lies in the window; settled: refunds by theirs, orders by their own."""

    ordered = "ordered"
    paid = "paid"
    shipped = "shipped"
    received = "received"
    settled = "settled"


class Exclude(StrEnum):
    """Orders that a rule leaves out altogether."""

    free = "free"  # nothing was paid: gifts, samples
    refunded_before_shipment = "refunded_before_shipment"


class Known(StrEnum):
    """How much of a rule its platform has published."""

    public = "public"
    partly = "partly"
    not_public = "not_public"


@value(kw_only=True)
class Numerator(Strict):
    """What makes an order bad; causes null: the quality causes of the config."""

    count: Count
    causes: tuple[Cause, ...] | Literal["all"] | None = None
    stages: tuple[Stage, ...] | None = None
    also_bad_reviews: bool = False

    def causes_of(self, config: Config) -> tuple[Cause, ...] | None:
        """Return the causes that count; None: every one."""
        if self.causes == "all":
            return None
        return tuple(config.quality_causes) if self.causes is None else self.causes


Days = Annotated[int, Limit(ge=0, le=3650)]
Name = Annotated[str, Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


@value(kw_only=True)
class Rule(Strict):
    """One version of one platform's rule; `name` is the file's name without its ending."""

    name: Name
    platform: Annotated[str, Limit(max_length=60)]
    title: Annotated[str, Limit(max_length=200)]
    numerator: Numerator | None = None
    denominator: Denominator | None = None
    clock: Clock | None = None
    window_days: Annotated[int, Limit(ge=1, le=3650)] | None = None
    lag_days: Days | None = None
    follow_up_days: Days | None = None
    min_orders: Annotated[int, Limit(ge=1)] | None = None
    exclude: tuple[Exclude, ...] = ()
    band: LessBand | None = None
    valid_from: date | None = None
    replaces: Name | None = None  # the version that was in force before
    known: Known
    not_public: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    note: Mapping[Literal["en", "zh"], str] = field(default_factory=dict)

    @property
    def computable(self) -> bool:
        """Say whether the exports hold what the rule counts."""
        return self.numerator is not None and self.numerator.count is not Count.other

    @property
    def tellable(self) -> bool:
        """Say whether a number under the rule means what the platform means."""
        return self.computable and self.known is not Known.not_public


ANY = "any"  # the platform of a rule that is no platform's own

DEFAULT = Rule(
    name="default",
    platform=ANY,
    title="Orders asked back for quality, of all paid orders",
    numerator=Numerator(count=Count.requested),
    denominator=Denominator.paid,
    clock=Clock.ordered,
    known=Known.public,
)


def in_force(config: Config, rule: Rule) -> Config:
    """Let a rule's public line take the place of the config's band for quality returns."""
    if rule.band is None:
        return config
    bands = replace(config.bands, quality_return_rate=rule.band)
    return replace(config, bands=bands)
