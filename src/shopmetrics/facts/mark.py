"""What a rule makes of an order: whether it counts, in which window, and since when it is bad."""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from shopmetrics.config import Exchanges
from shopmetrics.facts.calendar import within
from shopmetrics.facts.tells import platforms
from shopmetrics.rule import Clock, Count, Denominator, Exclude, Numerator, Rule
from shopmetrics.settings import Period, Settings

_CLOCKS = {
    Clock.ordered: "day",
    Clock.paid: "paid_day",
    Clock.shipped: "shipped_day",
    Clock.received: "received_day",
    Clock.settled: "day",
}


def marks(settings: Settings) -> Mapping[str, pl.Expr]:
    """Return, for every rule in force, the first days its orders turned bad, by request and money.

    Expressions over an order's refund facts: the first request that counts, the first settlement,
    and whether there was any, for a request may carry no time.
    """
    found: dict[str, pl.Expr] = {}
    for rule in settings.rules:
        if rule.numerator is not None and rule.computable:
            bad = is_bad(rule.numerator, settings)
            found |= _of(mark(rule.numerator), bad)
            # The same without the requests that an appeal could strike out.
            found |= _of(mark(rule.numerator, standing=True), bad & ~pl.col("contradicted"))
    return found


def mark(numerator: Numerator, *, standing: bool = False) -> str:
    """Name the columns of one numerator: equal ones share theirs.

    `standing` are those of what would be left if every appeal succeeded (facts.note).
    """
    causes = "all" if numerator.causes == "all" else "+".join(numerator.causes or ("config",))
    stages = "+".join(numerator.stages or ("any",))
    return f"{'standing' if standing else 'bad'}:{numerator.count}:{causes}:{stages}"


def is_bad(numerator: Numerator, settings: Settings) -> pl.Expr:
    """Say of a refund fact whether it makes its order bad: state, first cause and stage."""
    bad = pl.col("succeeded") if numerator.count is Count.succeeded else pl.lit(value=True)
    causes = numerator.causes_of(settings.config)
    if causes is not None:
        bad &= pl.col("first_cause").is_in(causes).fill_null(value=False)
    if numerator.stages is not None:
        bad &= pl.col("stage").cast(pl.String).is_in(numerator.stages).fill_null(value=False)
    return bad


def clock(rule: Rule) -> str:
    """Name the day by which an order lies in the window."""
    return _CLOCKS[rule.clock or Clock.ordered]


def own_platform(rule: Rule, settings: Settings) -> str | None:
    """Return the platform whose orders alone a rule is taken over: its own, where any is loaded."""
    return rule.platform if rule.platform in platforms(settings) else None


def counted(rule: Rule, settings: Settings) -> pl.Expr:
    """Say whether the rate is taken of an order: by its platform, its state and its money."""
    match rule.denominator:
        case Denominator.shipped:
            counts = pl.col("shipped")
        case Denominator.received:
            counts = pl.col("received")
        case _:
            counts = pl.lit(value=True)
    if own_platform(rule, settings) is not None:
        counts &= pl.col("platform").cast(pl.String) == rule.platform
    if Exclude.free in rule.exclude:
        counts &= (pl.col("paid") > 0) | (pl.col("priced") == 0)
    if Exclude.refunded_before_shipment in rule.exclude:
        counts &= ~pl.col("refunded_before_shipment")
    return counts


def leaves_out(settings: Settings) -> bool:
    """Say whether exchanges by re-order are to be left out of all rates."""
    return settings.config.exchanges.count is Exchanges.exclude


def bad_day(rule: Rule, *, standing: bool = False) -> str:
    """Name the day that places a bad order in the window: its own, but for a clock of money."""
    if rule.numerator is not None and rule.computable and rule.clock is Clock.settled:
        return f"{mark(rule.numerator, standing=standing)}:settled"
    return clock(rule)


def turned_bad(rule: Rule, *, standing: bool = False) -> pl.Expr:
    """Say whether an order is bad under the rule, within its follow-up where it has one."""
    if rule.numerator is None or not rule.computable:
        return pl.lit(value=False)
    name = mark(rule.numerator, standing=standing)
    bad = pl.col(name).fill_null(value=False)
    if rule.follow_up_days is None:
        return bad
    after = pl.col(f"{name}:asked") - pl.col(clock(rule))
    return bad & (after <= pl.duration(days=rule.follow_up_days)).fill_null(value=False)


def window(rule: Rule, settings: Settings) -> Period:
    """Return the days a rule looks at.

    A rule's window ends `lag_days` before the day the data ends (or before --until); --since asks
    for days of one's own. Without a window it is the asked period.
    """
    asked = settings.period
    end = asked.until or settings.as_of
    if rule.window_days is None or asked.since is not None or end is None:
        return asked
    until = end - timedelta(days=rule.lag_days or 0)
    return Period(until - timedelta(days=rule.window_days - 1), until)


def inside(day: str, period: Period) -> pl.Expr:
    """Say whether a day of an order lies in the window."""
    return within(pl.col(day), period)


def _of(name: str, bad: pl.Expr) -> dict[str, pl.Expr]:
    settled = pl.coalesce("settled_at", "requested_at").dt.date()
    return {
        name: bad.any(),
        f"{name}:asked": pl.col("requested_at").dt.date().filter(bad).min(),
        f"{name}:settled": settled.filter(bad).min(),
    }
