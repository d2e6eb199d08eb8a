"""How ripe orders are: what share of their refunds is seen by now, and how many to expect.

Read off one small table, orders by day and by days to their first refund, over all that was loaded.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.page import Entity, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.stats.intervals import wilson
from shopmetrics.stats.landing import Landing, landing, project
from shopmetrics.stats.survival import kaplan_meier

MATURITY_UNITS: Mapping[str, Unit] = dict.fromkeys(
    ("projected", "projected_low", "projected_high", "completeness"), Unit.share
)
DAYS = Tally(Entity.order, ("day", "delay"), {"n": pl.len(), "k": pl.col("refunded").sum()})
_UNTIMED = 0.05  # a larger share of refunds without a time says too little of the delay


def delays(days: pl.DataFrame, settings: Settings) -> Landing | str:
    """Learn from all loaded orders (DAYS) how late refunds come; else the id of why that fails."""
    limits, aged = settings.config.maturity, _aged(days, settings)
    timed = pl.col("delay").is_not_null()
    refunded, untimed = aged.select(pl.col("k").sum(), u=pl.col("k").filter(~timed).sum()).row(0)
    if untimed > _UNTIMED * refunded:
        return "no_refund_times"
    # An order that came back at a time nobody wrote down says nothing of the delay.
    lives = aged.select("age", event="delay", n=pl.when(timed).then("n").otherwise("quiet"))
    curve = kaplan_meier(lives, horizon=limits.horizon, last_day=settings.last_day)
    if sum(curve.events) < limits.min_refunds:
        return "too_few_refunds"
    if curve.at_risk[-1] < settings.config.min_orders:
        return "short_history"
    return landing(curve, settings.last_day)


def matured(days: pl.DataFrame, by: str, curve: Landing | str, settings: Settings) -> pl.DataFrame:
    """Project each group of days to its end: one row a group, with `effective` and MATURITY_UNITS.

    `effective` is the number of orders, followed to the end, that would know as much. All are null
    where the curve is not known, and the projection where hardly anything is seen.
    """
    ages = _aged(days, settings).group_by(by, "age").agg(pl.col("n", "quiet").sum())
    groups = ages.sort(by, "age").group_by(by, maintain_order=True).agg("age", "n", "quiet")
    if isinstance(curve, str):
        return groups.select(by, **dict.fromkeys(_FOUND, pl.lit(None, pl.Float64)))
    found = [_projected(curve, *ages) for ages in groups.select("age", "n", "quiet").rows()]
    rows = pl.DataFrame(found, schema=dict.fromkeys(_PROJECTED, pl.Float64), orient="row")
    low, high = wilson(pl.col("projected") * pl.col("effective"), pl.col("effective"))
    named = pl.concat([groups.select(by), rows], how="horizontal")
    ends = named.with_columns(projected_low=low, projected_high=high).select(by, *_FOUND)
    told = pl.col("completeness") >= _HARDLY
    return ends.with_columns(pl.when(told).then(pl.col(*_COMING)))


_HARDLY = 0.05  # of the refunds seen: from less nothing is projected
_COMING = ("projected", "projected_low", "projected_high")
_PROJECTED = ("projected", "effective", "completeness")
_FOUND = ("effective", *MATURITY_UNITS)


def _aged(days: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Add `age`, whole days, at most one more than the horizon, and `quiet`: not refunded."""
    as_of = pl.lit(settings.as_of, pl.Date)
    age = (as_of - pl.col("day")).dt.total_days().clip(0, settings.config.maturity.horizon + 1)
    return days.with_columns(age=age, quiet=pl.col("n") - pl.col("k"))


def _projected(
    curve: Landing, ages: list[int], lives: list[int], quiet: list[int]
) -> tuple[float, float, float]:
    counts = (dict(zip(ages, one, strict=True)) for one in (lives, quiet))
    found = project(curve, *counts)
    return found.share, found.effective, found.completeness
