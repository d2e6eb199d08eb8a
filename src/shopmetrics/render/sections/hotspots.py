"""The hotspots on the one page: what is beyond chance in sentences, and the hours of the week."""

from collections.abc import Iterator

import polars as pl

from shopmetrics.page import Answer, Table, Unit
from shopmetrics.render.blocks import (
    Block,
    Cell,
    Heat,
    Line,
    Roomy,
    Strip,
    Text,
    Title,
    Tone,
    line,
)
from shopmetrics.render.cell import Writer
from shopmetrics.render.finding import costs, sentence
from shopmetrics.render.table import grid, only

_SHOWN = 8
_DEAREST = 12
_SKU = ("sku", "product", "n", "k", "rate", "lift", "money", "hot")
_LEAST = 5  # orders in a cell of the week: fewer stay empty
_WEEK = range(1, 8)
_DAY = range(24)


def hotspots(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield a sentence a finding, the dearest first, and the hours of the day and the week."""
    if not answer.tables["sku"].rows.height and not answer.tables["hour"].rows.height:
        return
    yield Title(writer.words.say("page.hotspots"))
    found = sorted(answer.findings, key=lambda one: -(one.money_per_month or 0))
    for one in found[:_SHOWN]:
        said = Text(sentence(one, writer))
        yield Line((Text("× ", Tone.alarm), said, Text(costs(one, writer), Tone.quiet)))
    if not found:
        yield line(writer.words.say("hot.none"))
    yield from _skus(answer.tables["sku"], writer)
    hot = _hot_hours(answer)
    yield from _hours(answer.tables["hour"], hot, writer)
    yield from _week(answer, hot, writer)


def overlapping(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield that groups overlap, where there are any."""
    if any(table.rows.height for table in answer.tables.values()):
        yield line(writer.words.say("hot.overlap"), Tone.quiet)


def _skus(table: Table, writer: Writer) -> Iterator[Block]:
    """Show the dearest SKUs with their rate and what they cost beyond normal."""
    named = [name for name in _SKU if name in table.units]
    dear = table.rows.filter(pl.col("money") > 0).head(_DEAREST)
    dearest = only(Table(dear, table.units), named)
    if dear.height:
        yield Roomy(grid(dearest, writer))


_LEAST_SPAN = 0.05  # of rates: what differs by less is of one colour, nearly


def _hot_hours(answer: Answer) -> frozenset[int]:
    """Name the hours that are beyond chance, by themselves or in a stretch."""
    hours, windows = (answer.tables[name].rows.filter("hot") for name in ("hour", "windows"))
    stretches = windows.select("from_hour", "until_hour").rows()
    spanned = {(start + at) % 24 for start, end in stretches for at in range((end - start) % 24)}
    return frozenset({*hours["hour"], *spanned})


def _hours(table: Table, hot: frozenset[int], writer: Writer) -> Iterator[Block]:
    """Draw the hours of the day: few orders make no peak, and what is hot stands out."""
    rows = {row["hour"]: row for row in table.rows.rows(named=True)}
    rates = [
        rows[hour]["rate" if hour in hot else "shrunk"]
        if hour in rows and rows[hour]["n"] >= _LEAST
        else None
        for hour in _DAY
    ]
    top = max((rate for rate in rates if rate is not None), default=0)
    if not top:
        return
    yield Strip(
        title=writer.words.say("hot.hours", highest=writer.told(top, Unit.share)),
        slots=tuple(f"{hour:02d}" for hour in _DAY),
        heights=tuple(None if rate is None else rate / top for rate in rates),
        hot=hot,
    )


def _cells(answer: Answer, hours: frozenset[int]) -> dict[tuple[int, int], float | None]:
    """Return the rate to draw of each cell of the week: few orders are drawn near the mean.

    In an hour or on a weekday that is beyond chance, that is the mean of these.
    """
    cells = answer.tables["weekday_hour"].rows.filter(pl.col("n") >= _LEAST)
    beyond = {"hour": pl.col("hour").is_in(hours), "weekday": pl.col("hot")}
    near = pl.col("shrunk")
    for name, where in beyond.items():
        known = answer.tables[name].rows.filter(where & (pl.col("shrunk") > 0))
        above = known.select(name, (pl.col("rate") / pl.col("shrunk")).alias(f"{name}_above"))
        cells = cells.join(above, on=name, how="left")
        near *= pl.col(f"{name}_above").fill_null(1)
    drawn = pl.when("hot").then("rate").otherwise(near.clip(upper_bound=1))
    return {(day, hour): rate for day, hour, rate in cells.select("weekday", "hour", drawn).rows()}


def _week(answer: Answer, hours: frozenset[int], writer: Writer) -> Iterator[Block]:
    """Draw the hours of the week."""
    told = _cells(answer, hours)
    rates = [rate for rate in told.values() if rate is not None]
    if not rates or min(rates) == max(rates):
        return
    low, span = min(rates), max(_LEAST_SPAN, max(rates) - min(rates))
    found = answer.tables["weekday_hour"].rows.filter("hot")
    hot = set(found.select("weekday", "hour").rows())

    def cell(at: tuple[int, int]) -> Cell:
        rate = told.get(at)
        if rate is None:
            return Cell("", None)
        return Cell(f"{min(99, round(rate * 100))}", (rate - low) / span, at in hot)

    yield Heat(
        title=writer.words.say("hot.week", least=writer.words.count(_LEAST)),
        columns=tuple(f"{hour:02d}" for hour in _DAY),
        names=tuple(writer.words.say(f"weekday.{day}") for day in _WEEK),
        rows=tuple(tuple(cell((day, hour)) for hour in _DAY) for day in _WEEK),
    )
