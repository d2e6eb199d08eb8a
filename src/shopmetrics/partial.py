"""What a page says of some platforms only: the others' files do not tell it.

Where no platform tells it, the page itself says so and shows nothing. Where some do, its numbers
stand for those, and how much of the period is in none of them is said here.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts.tells import silent, without_after_sales
from shopmetrics.page import Entity, Tally
from shopmetrics.settings import Settings
from shopmetrics.shop import Untold
from shopmetrics.value import value

# The column that tells a thing, of orders and of refunds.
_OF_ORDERS = {Untold.customers: "customer", Untold.hours: "hour"}
_OF_REFUNDS = {Untold.reasons: "reason", Untold.request_times: "requested_at"}
# What a page cannot do without. A list of refunds may be of any platform: it is then asked of all.
_NEEDS: Mapping[str, tuple[Untold, ...]] = {
    "repurchase": (Untold.customers,),
    "hotspots": (Untold.hours, Untold.request_times),
    "reasons": (Untold.reasons,),
    "quality_return_rate": (Untold.reasons,),
}

_JUDGED = "refund_rate"


@value
class Partial:
    """One thing that one platform does not tell: `n` of its orders or refunds are left out."""

    what: Untold
    platform: str
    n: int


def tallies() -> Mapping[str, Tally]:
    """Count, by platform, the period's orders and refunds, and those that tell each thing."""
    now, refund = pl.col("now"), pl.col("refund")
    orders = {str(what): pl.col(name).is_not_null().sum() for what, name in _OF_ORDERS.items()}
    refunds = {
        str(what): refund.filter(pl.col(name).is_not_null()).n_unique()
        for what, name in _OF_REFUNDS.items()
    }
    by = ("platform",)
    return {
        "orders": Tally(Entity.order, by, {"n": pl.len(), **orders}, now),
        "refunds": Tally(Entity.refund, by, {"n": refund.n_unique(), **refunds}, now),
    }


def partial(
    page: str, tallies: Mapping[str, pl.DataFrame], settings: Settings
) -> tuple[Partial, ...]:
    """Return what a page leaves out of which platforms; nothing where no platform tells it."""
    found = []
    if page == _JUDGED:
        untold = {
            Untold.after_sales: without_after_sales(settings),
            Untold.refunds: silent(settings),
        }
        for what, platforms in untold.items():
            theirs = tallies["orders"].filter(pl.col("platform").is_in(platforms))
            named = theirs.select("platform", "n")
            found += [Partial(what, platform, n) for platform, n in named.rows()]
    for what in _NEEDS.get(page, ()):
        table = next(rows for rows in tallies.values() if what in rows.columns)
        mute = table.filter(pl.col(what) == 0)
        if mute.height < table.height:
            named = mute.drop_nulls("platform").select("platform", "n")
            found += [Partial(what, platform, n) for platform, n in named.rows()]
    return tuple(found)
