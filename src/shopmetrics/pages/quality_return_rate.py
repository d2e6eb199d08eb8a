"""The share of orders with a request whose first reason is a quality cause (品退率).

rate = orders of the window that turned bad / orders of the window, under the rule in force.

The default rule: paid orders of the period with at least one after-sales request whose first
reason is a quality cause, over all paid orders of the period. A request counts at application,
whatever became of it: rejected, withdrawn and exchanged ones too. That the reason was changed
later makes no difference. Which causes are quality causes is set in the config (quality_causes).
Platforms count by rules of their own: --rule NAME computes under one, shopmetrics rules lists them
with their sources, and shopmetrics rules compare bridges two numbers. A rule's window ends so many
days before the data ends (or before --until); --since asks for days of one's own.
Where a rule counts by the day of shipment or receipt, orders without that day are in no window.
A platform's rule is taken over the orders of that platform; where none of them is loaded, over all.
headroom: bad_orders_left = how many orders of the window may still turn bad before the rate is
beyond the limit of the band; clean_orders_needed = how many clean ones would bring it back.
rollout: the rate of the orders already loaded as the oldest day leaves the window each day; no new
orders are assumed, so that a fall means only that bad old days are leaving.
"""

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

import polars as pl

from shopmetrics.config import Band
from shopmetrics.examples.quality_return_rate import EXAMPLES
from shopmetrics.facts import mark
from shopmetrics.facts.tells import ORDERS, REFUNDS
from shopmetrics.page import (
    RATE_UNITS,
    Answer,
    Entity,
    Judged,
    Page,
    Table,
    Tally,
    Unit,
)
from shopmetrics.rule import ANY, Known, Rule
from shopmetrics.settings import Period, Settings
from shopmetrics.stats.headroom import bad_left, clean_needed
from shopmetrics.stats.rate import rated, share

_OVERALL = {
    "rule": Unit.label,
    "platform": Unit.platform,
    "since": Unit.when,
    "until": Unit.when,
    "min_orders": Unit.count,
    **RATE_UNITS,
}
_HEADROOM = {
    "band": Unit.label,
    "limit": Unit.share,
    "bad_orders_left": Unit.count,
    "clean_orders_needed": Unit.count,
}
_ROLLOUT = {"date": Unit.when, "n": Unit.count, "k": Unit.count, "projected": Unit.share}


def tallies(settings: Settings) -> Mapping[str, Tally]:
    """Count orders by the day of the rule's clock, and bad ones by the day that places them."""
    rule = settings.rule
    period = mark.window(rule, settings)
    open_ended = Period(period.since, settings.period.until or settings.as_of)
    looked_at = period if rule.window_days is None else open_ended
    order, counts = Entity.order, mark.counted(rule, settings)
    day, bad_day = mark.clock(rule), mark.bad_day(rule)
    placed = counts & mark.inside(day, looked_at)
    bad = counts & mark.turned_bad(rule) & mark.inside(bad_day, looked_at)
    return {
        "placed": Tally(order, (day,), {"n": pl.len()}, placed),
        "bad": Tally(order, (bad_day,), {"k": pl.len()}, bad),
        "all": Tally(order, (), {"orders": pl.len(), "dated": pl.col(day).count()}, counts),
        "reasons": Tally(Entity.refund, (), {"given": pl.col("first_reason").is_not_null().sum()}),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Set bad orders over orders of the window; null where the rule or the files do not tell."""
    rule, period = settings.rule, mark.window(settings.rule, settings)
    days = _days(tallies, rule)
    unknown = _unknown(tallies, days.filter(mark.inside("at", period)), settings)
    silent = bool(set(unknown) - _STILL_TOLD)
    now = days.filter(mark.inside("at", period)).select(pl.col("n", "k").sum())
    known = now.with_columns(k=pl.lit(None, pl.Int64) if silent else pl.col("k"))
    head = {
        "rule": pl.lit(rule.name),
        "platform": pl.lit(mark.own_platform(rule, settings), pl.String),
        "since": pl.lit(period.since, pl.Date),
        "until": pl.lit(period.until, pl.Date),
        "min_orders": pl.lit(rule.min_orders or settings.config.min_orders, pl.Int64),
    }
    overall = rated(known).with_columns(**head).select(*_OVERALL)
    band = settings.config.bands.quality_return_rate
    tables = {
        "overall": Table(overall, _OVERALL),
        "headroom": Table(_headroom(known.row(0), band), _HEADROOM),
        "rollout": Table(_rollout(days, period, settings, silent=silent), _ROLLOUT),
    }
    return Answer(tables, unknown)


def _days(tallies: Mapping[str, pl.DataFrame], rule: Rule) -> pl.DataFrame:
    """Return one row a day with orders and bad orders; either may stand alone on a day."""
    placed = tallies["placed"].rename({mark.clock(rule): "at"})
    bad = tallies["bad"].rename({mark.bad_day(rule): "at"})
    both = placed.join(bad, on="at", how="full", coalesce=True)
    return both.with_columns(pl.col("n", "k").fill_null(0)).sort("at")


def _headroom(now: tuple[int, int | None], band: Band | None) -> pl.DataFrame:
    """Say how far each limit is: one row for entering watch, one for entering alarm."""
    n, k = now
    limits = {} if band is None else {"watch": band.good, "alarm": band.alarm}
    rows = [
        (name, limit, bad_left(k, n, _exact(limit)), clean_needed(k, n, _exact(limit)))
        for name, limit in limits.items()
        if n and k is not None
    ]
    schema = dict(zip(_HEADROOM, (pl.String, pl.Float64, pl.Int64, pl.Int64), strict=True))
    return pl.DataFrame(rows, schema=schema, orient="row")


def _exact(limit: float) -> Fraction:
    """Take 0.05 for a twentieth, as it was written, and not for the float nearest to it."""
    return Fraction(repr(limit))


def _rollout(
    days: pl.DataFrame, period: Period, settings: Settings, *, silent: bool
) -> pl.DataFrame:
    """Move the window on day by day over what is loaded, until nothing is left in it."""
    span, at = settings.rule.window_days, pl.col("at")
    schema = {"date": pl.Date, "n": pl.Int64, "k": pl.Int64, "projected": pl.Float64}
    if span is None or silent or period.until is None or settings.period.since is not None:
        return pl.DataFrame(schema=schema)
    lag = timedelta(days=settings.rule.lag_days or 0)
    rows = []
    for step in range(1, span + 1):
        until = period.until + timedelta(days=step)
        within = at.is_between(until - timedelta(days=span - 1), until)
        n, k = days.filter(within).select(pl.col("n", "k").sum()).row(0)
        rows.append((until + lag, n, k))
    moved = pl.DataFrame(rows, schema=["date", "n", "k"], orient="row")
    left = moved.filter(pl.col("n") > 0)
    return left.select(
        "date", pl.col("n", "k").cast(pl.Int64), projected=share(pl.col("k"), pl.col("n"))
    )


# What is worth knowing beside a number that can be told.
_STILL_TOLD = frozenset(
    {"rule_partly_public", "rule_needs_reviews", "rule_orders_undated", "rule_of_another_platform"}
)


def _unknown(
    tallies: Mapping[str, pl.DataFrame], now: pl.DataFrame, settings: Settings
) -> tuple[str, ...]:
    """Name what stands in the way of a number, else what must be known beside it."""
    rule, found = settings.rule, tallies["all"].row(0, named=True)
    silent = not tallies["reasons"]["given"].item()
    in_the_way = {
        "no_orders": not found["orders"] and ORDERS not in settings.tells,
        "rule_not_public": rule.known is Known.not_public,
        "rule_counts_other": not rule.computable,
        f"rule_no_{rule.clock}_days": bool(found["orders"]) and not found["dated"],
        "no_orders_in_period": not now["n"].sum(),
        "no_refunds_loaded": REFUNDS not in settings.tells,
        "no_reasons": silent and _needs_reasons(rule),
    }
    beside = {
        "rule_partly_public": rule.known is Known.partly,
        "rule_needs_reviews": rule.numerator is not None and rule.numerator.also_bad_reviews,
        "rule_orders_undated": found["dated"] < found["orders"],
        "rule_of_another_platform": rule.platform != ANY
        and mark.own_platform(rule, settings) is None,
    }
    first = [name for name, holds in in_the_way.items() if holds][:1]
    return tuple(first or [name for name, holds in beside.items() if holds])


def _needs_reasons(rule: Rule) -> bool:
    return rule.numerator is not None and rule.numerator.causes != "all"


JUDGED = (Judged("overall", "quality_return_rate", pl.lit(value=True)),)

SETTINGS = ("rule", "quality_causes", "min_orders", "bands.quality_return_rate")

PAGE = Page("quality_return_rate", __doc__, tallies, answer, EXAMPLES, JUDGED, settings=SETTINGS)
