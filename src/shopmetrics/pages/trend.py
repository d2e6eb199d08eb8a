"""How the refund rate goes by day, week or month, and which periods are beyond chance.

rate = orders of the period that came back / paid orders placed in it, always by order time.

By week where eight whole weeks are loaded, else by day; --by day, week or month says otherwise.
All periods from the first order to the end of the data; one without orders has no rate.
projected and completeness are those of refund_rate: what the period's orders will come to.
A period is ripe once 95% of the refunds to expect are seen; where that cannot be told, once all
its orders are `horizon` days old. Only ripe periods of at least `min_orders` orders are judged:
the last ones always look low.
centre = refunds / orders of all judged periods together.
lower, upper = centre +- 3 sqrt(centre (1 - centre) / n), as much wider as the periods vary more
than chance from one to the next (Laney's p', by the median of the moving ranges, which one bad
period does not widen); no limits with less than eight judged periods.
signal = above or below the limits, and run_above or run_below from the eighth judged period on one
side of the centre on. Where fewer than 5 refunds are to be expected, nothing is below, and above is
what the binomial gives a chance of at most 0.00135, that of 3 sigma.
event = what the config's `events` say happened in the period.
range = the lowest and the highest of the judged periods.
newest: the last whole period. It says new_orders_worse or new_orders_better where its projected
rate differs beyond chance from projected_before, that of all judged periods before it (of the one
just before, where none is); else older_orders_landing where more refunds went through in it than
in the one before by more than chance, some of them of older orders; else unripe below 90%
completeness.
landed counts the orders first refunded in the period, whenever they were placed; older those
placed before it. A --since or --until chooses which periods are shown, not what they are judged by.
"""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from shopmetrics.config import Basis
from shopmetrics.dimensions import CALENDAR, Dimension
from shopmetrics.examples.trend import EXAMPLES
from shopmetrics.facts.tells import REFUNDS, nothing_sold
from shopmetrics.maturity import DAYS, MATURITY_UNITS, delays, matured
from shopmetrics.newest import newest
from shopmetrics.page import RATE_UNITS, Answer, Entity, Page, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.stats.control import LEAST, limits
from shopmetrics.stats.landing import Landing
from shopmetrics.stats.rate import rated

_RIPE = 0.95
_TABLES = {Dimension.day: "days", Dimension.week: "weeks", Dimension.month: "months"}
_EVERY = {Dimension.day: "1d", Dimension.week: "1w", Dimension.month: "1mo"}
_LIMITS = dict.fromkeys(("centre", "lower", "upper"), Unit.share)
_UNITS = {
    "at": Unit.when,
    **RATE_UNITS,
    **MATURITY_UNITS,
    **_LIMITS,
    "signal": Unit.label,
    "event": Unit.text,
}
_RANGE = {"which": Unit.label, "at": Unit.when, **RATE_UNITS}


def tallies(_settings: Settings) -> Mapping[str, Tally]:
    """Count orders by day and delay, and orders first refunded by their day and that day."""
    first = pl.col("succeeded") & pl.col("matched") & (pl.col("own_delay") == pl.col("delay"))
    landed = {"k": pl.col("order").n_unique()}
    return {"days": DAYS, "landed": Tally(Entity.refund, ("day", "settled_day"), landed, first)}


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Lay the days together, project each period, draw the limits, and look at the newest."""
    days = tallies["days"]
    asked = [Dimension(name) for name in settings.by if name in CALENDAR] or [_usual(days)]
    unknown = _unknown(days, settings)
    curve = unknown[0] if unknown else delays(days, settings)
    drawn = {unit: _drawn(days, unit, curve, settings) for unit in asked}
    tables = {_TABLES[unit]: _shown(rows, unit, settings) for unit, rows in drawn.items()}
    rows = drawn[asked[0]]
    tables["range"] = Table(_range(rows), _RANGE | _at(asked[0]))
    last = newest(rows, tallies["landed"], settings.as_of)
    tables["newest"] = Table(last.rows, dict(last.units) | _at(asked[0]))
    return Answer(tables, unknown or _untold(rows, curve, settings))


def _unknown(days: pl.DataFrame, settings: Settings) -> tuple[str, ...]:
    if not days["day"].count():
        return (nothing_sold(settings),)
    return () if REFUNDS in settings.tells else ("no_refunds_loaded",)


def _untold(rows: pl.DataFrame, curve: Landing | str, settings: Settings) -> tuple[str, ...]:
    """Name what is missing where there is a trend."""
    few = rows.filter("judged").height < LEAST
    return (
        *((curve,) if isinstance(curve, str) else ()),
        *(("too_few_periods",) if few else ()),
        *(("by_order_time_only",) if settings.basis is Basis.refund_time else ()),
    )


def _usual(days: pl.DataFrame) -> Dimension:
    """Choose weeks where there are eight whole ones."""
    span = days.select(pl.col("day").max() - pl.col("day").min()).item() or timedelta()
    return Dimension.week if span >= timedelta(weeks=LEAST) else Dimension.day


def _drawn(
    days: pl.DataFrame, unit: Dimension, curve: Landing | str, settings: Settings
) -> pl.DataFrame:
    """Return one row a period, from the first to the end of the data, with limits and signals."""
    placed = days.with_columns(at=pl.col("day").dt.truncate(_EVERY[unit]))
    counts = placed.group_by("at").agg(pl.col("n", "k").sum())
    rows = _every(placed, unit, settings).join(counts, on="at", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("n", "k").fill_null(0))
    if REFUNDS not in settings.tells:
        rows = rows.with_columns(k=pl.lit(None, pl.Int64))
    ripe = matured(placed, "at", curve, settings)
    rows = rated(rows).join(ripe, on="at", how="left", maintain_order="left")
    rows = rows.with_columns(
        end=_end(unit),
        value=pl.coalesce("projected", "rate"),
        size=pl.coalesce("effective", pl.col("n").cast(pl.Float64)),
    )
    return limits(rows.with_columns(judged=_judged(curve, settings)))


def _every(placed: pl.DataFrame, unit: Dimension, settings: Settings) -> pl.DataFrame:
    """Return the beginning of every period, those without orders too."""
    if not placed["at"].count():
        return placed.select("at").clear()
    newest = pl.max_horizontal(pl.col("at").max(), pl.lit(settings.as_of, pl.Date))
    return placed.select(at=pl.date_range(pl.col("at").min(), newest, _EVERY[unit]))


def _end(unit: Dimension) -> pl.Expr:
    at = pl.col("at")
    return at.dt.offset_by(_EVERY[unit]) - pl.duration(days=1)


def _judged(curve: Landing | str, settings: Settings) -> pl.Expr:
    horizon = pl.duration(days=settings.config.maturity.horizon)
    old = pl.col("end") + horizon <= pl.lit(settings.as_of, pl.Date)
    ripe = old if isinstance(curve, str) else pl.col("completeness") >= _RIPE
    large = pl.col("n") >= settings.config.min_orders
    return (ripe & large & pl.col("value").is_not_null()).fill_null(value=False)


def _shown(rows: pl.DataFrame, unit: Dimension, settings: Settings) -> Table:
    """Keep the periods that touch the one asked for, and say what happened in each."""
    since, until = settings.period.since, settings.period.until
    if since is not None:
        rows = rows.filter(pl.col("end") >= since)
    if until is not None:
        rows = rows.filter(pl.col("at") <= until)
    return Table(rows.with_columns(event=_event(settings)).select(*_UNITS), _UNITS | _at(unit))


def _at(unit: Dimension) -> dict[str, Unit]:
    return {"at": Unit.month if unit is Dimension.month else Unit.when}


def _event(settings: Settings) -> pl.Expr:
    happened = [
        pl.when((pl.col("at") <= one.date) & (pl.col("end") >= one.date)).then(pl.lit(one.label))
        for one in sorted(settings.config.events, key=lambda one: (one.date, one.label))
    ]
    joined = pl.concat_str(happened or [pl.lit(None, pl.String)], separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _range(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the lowest and the highest judged period, the earliest of equals."""
    judged = rows.filter("judged")
    ends = [
        judged.sort("rate", "at", descending=[down, False]).head(1).with_columns(which=pl.lit(name))
        for name, down in (("lowest", False), ("highest", True))
    ]
    return pl.concat(ends).select(*_RANGE)


SETTINGS = ("min_orders", "maturity.horizon", "maturity.min_refunds", "events")

PAGE = Page("trend", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
