"""A rate against its band: good, watch, alarm, or too few to say."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

import polars as pl

from shopmetrics.config import MORE_IS_BETTER, Band, BandByCategory, Config
from shopmetrics.doubt import Doubt
from shopmetrics.page import Answer, Judged, Page, Table, Unit
from shopmetrics.value import value

_CATEGORY = "category"
RIPE = 0.9  # of the refunds to come are seen


class Level(StrEnum):
    """How a value stands to its band; too_few of what it is taken of, or a value not known."""

    good = "good"
    watch = "watch"
    alarm = "alarm"
    too_few = "too_few"
    unknown = "unknown"


@value
class Verdict:
    """One judged rate: what it was made of, its band, its level, and whether that is sure.

    `sure` is true where the whole interval lies in the band of the value. A rate of orders that are
    too young is judged by what it will come to: then `expected` is that, else it is the rate.
    `limit` is where a better band begins, and `saving_per_month` what reaching it would save, in
    minor units. `doubts` are what of the files could make it another, `possible` the rate with
    that in (shopmetrics.weigh).
    """

    page: str
    measure: str
    n: int
    k: int | None
    rate: float | None
    low: float | None
    high: float | None
    level: Level
    sure: bool
    good: float
    alarm: float
    limit: float | None = None
    saving_per_month: int | None = None
    expected: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None
    completeness: float | None = None
    doubts: tuple[Doubt, ...] = ()
    possible: float | None = None

    @property
    def ripe(self) -> bool:
        """Say whether nearly all of what will come back has come."""
        return self.completeness is None or self.completeness >= RIPE


def banded(page: Page, answer: Answer, config: Config) -> Answer:
    """Add `band` and `sure` to the tables that a page says are judged, where there is a band."""
    tables = dict(answer.tables)
    for judged in page.judged:
        band = band_of(judged.measure, config)
        for name, table in answer.tables.items():
            if band is not None and judged.covers(name):
                tables[name] = _with_band(table, judged, band, config.min_orders)
    return replace(answer, tables=tables)


def verdicts(page: Page, answer: Answer, config: Config) -> tuple[Verdict, ...]:
    """Read the verdicts off a banded answer: one for each judged row that sums up a page."""
    found = []
    for judged in page.judged:
        band = band_of(judged.measure, config)
        if band is not None and judged.table in answer.tables:
            table = answer.tables[judged.table]
            value, low, high = _expected(table)
            rows = table.rows.filter(judged.where).with_columns(
                expected=value, expected_low=low, expected_high=high
            )
            found += [_verdict(page.name, judged, band, row) for row in rows.rows(named=True)]
    return tuple(found)


def band_of(measure: str, config: Config) -> Band | None:
    """Return the band a measure is judged by, where the config gives one."""
    band: Band | None = getattr(config.bands, measure, None)
    return band


def placed_in(verdict: Verdict, share: float) -> Level:
    """Place another share in the band of a verdict of which less is better."""
    if share <= verdict.good:
        return Level.good
    return Level.watch if share <= verdict.alarm else Level.alarm


def worst(verdicts: Iterable[Verdict]) -> Level | None:
    """Return the worst level that could be told, None where none could."""
    found = {verdict.level for verdict in verdicts}
    return next((level for level in (Level.alarm, Level.watch, Level.good) if level in found), None)


def level(value: pl.Expr, measure: str, band: Band) -> pl.Expr:
    """Place a share in its band; the limits themselves still belong to the better side."""
    sign = -1 if measure in MORE_IS_BETTER else 1
    return (
        pl.when(value * sign <= band.good * sign)
        .then(pl.lit(Level.good.value))
        .when(value * sign <= band.alarm * sign)
        .then(pl.lit(Level.watch.value))
        .when(value.is_not_null())
        .then(pl.lit(Level.alarm.value))
    )


def _with_band(table: Table, judged: Judged, band: Band, min_orders: int) -> Table:
    own = band.categories if isinstance(band, BandByCategory) else {}
    categories = own if _CATEGORY in table.units else {}
    rate, low, high = (
        _level(value, judged.measure, band, categories) for value in _expected(table)
    )
    enough = _seen(table) >= min_orders
    told = pl.col("rate").is_not_null() & enough
    untold = pl.when(enough).then(pl.lit(Level.unknown)).otherwise(pl.lit(Level.too_few))
    named = pl.when(told).then(rate).otherwise(untold)
    sure = told & (low == rate).fill_null(value=False) & (high == rate).fill_null(value=False)
    rows = table.rows.with_columns(
        band=pl.when(judged.where).then(named), sure=pl.when(judged.where).then(sure)
    )
    return Table(rows, dict(table.units) | {"band": Unit.label, "sure": Unit.flag})


def _expected(table: Table) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return what is judged, with its interval: the rate, or what an unripe one will come to."""
    if "projected" not in table.units:
        return pl.col("rate"), pl.col("low"), pl.col("high")
    young = (pl.col("completeness") < RIPE) & pl.col("projected").is_not_null()
    pairs = (("rate", "projected"), ("low", "projected_low"), ("high", "projected_high"))
    seen, low, high = (
        pl.when(young).then(pl.col(coming)).otherwise(pl.col(now)) for now, coming in pairs
    )
    return seen, low, high


def _seen(table: Table) -> pl.Expr:
    """Return how many orders a rate rests on: young ones count for what is seen of them."""
    whole = pl.col("completeness").fill_null(1.0) if "completeness" in table.units else pl.lit(1.0)
    return pl.col("n") * whole


def _level(value: pl.Expr, measure: str, band: Band, categories: Mapping[str, Band]) -> pl.Expr:
    """Place a share in the band of its row's category, where that has one of its own."""
    found = level(value, measure, band)
    for name, own in categories.items():
        found = pl.when(pl.col(_CATEGORY) == name).then(level(value, measure, own)).otherwise(found)
    return found


def _verdict(page: str, judged: Judged, band: Band, row: dict[str, object]) -> Verdict:
    values = {name: row[name] for name in ("n", "k", "rate", "low", "high", "sure")}
    values |= {name: row[name] for name in ("expected", "expected_low", "expected_high")}
    values["completeness"] = row.get("completeness")
    return Verdict(
        page=page,
        measure=judged.measure,
        level=Level(str(row["band"])),
        good=band.good,
        alarm=band.alarm,
        **values,  # type: ignore[arg-type] # the columns of a rate row
    )
