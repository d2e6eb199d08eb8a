"""The trend on the one page: a bar a period, what is beyond chance, what the newest one says."""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.judge import Level
from shopmetrics.page import Answer, Table, Unit
from shopmetrics.render.blocks import Block, Chart, Roomy, Strip, Title, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.charts import Point, rate_over_time
from shopmetrics.render.verdict import MARKS, TONES

_UNITS = {"days": "%d", "weeks": "%V", "months": "%m"}
_MOST = 26
_SEEN = 0.2
_ROOF = 1.5
_SIGNALS_SHOWN = 3
_GOOD = frozenset({"below", "run_below"})


def trend(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield the trend where there is more than one period to show."""
    name, table = _first(answer)
    if table.rows["rate"].count() > 1:
        yield Title(writer.words.say("page.trend"))
        yield from _bars(name, table, writer)
        yield from told(answer, writer)


def told(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield the signals, the range and what the newest period says, in sentences."""
    _, table = _first(answer)
    marked = table.rows.filter(table.rows["signal"].is_not_null()).tail(_SIGNALS_SHOWN)
    for row in marked.rows(named=True):
        said = writer.words.say(f"trend.{row['signal']}", **_said(row, table, writer))
        level = Level.good if row["signal"] in _GOOD else Level.alarm
        yield line(f"{MARKS[level]} {said}", TONES[level])
    ends = answer.tables["range"]
    if ends.rows.height:
        named = {
            f"{row['which']}{part}": writer.told(row[name], ends.units[name])
            for row in ends.rows.rows(named=True)
            for part, name in (("", "rate"), ("_at", "at"))
        }
        yield line(writer.words.say("trend.range", **named))
    newest = answer.tables["newest"]
    shown = newest.rows.filter(
        pl.col("says").is_not_null() & pl.col("at").is_in(table.rows["at"].implode())
    )
    for row in shown.rows(named=True):
        yield line(writer.words.say(f"trend.{row['says']}", **_said(row, newest, writer)))


def trend_chart(answer: Answer, writer: Writer) -> Chart | None:
    """Draw the trend as a picture; one period is no line."""
    _, table = _first(answer)
    drawn = [row for row in table.rows.rows(named=True) if _value(row) is not None]
    return _chart(table, writer) if len(drawn) > 1 else None


def _first(answer: Answer) -> tuple[str, Table]:
    return next((name, answer.tables[name]) for name in answer.tables if name in _UNITS)


def _said(row: Mapping[str, object], table: Table, writer: Writer) -> dict[str, str]:
    return {name: writer.told(row[name], unit, name) for name, unit in table.units.items()}


def _bars(name: str, table: Table, writer: Writer) -> Iterator[Block]:
    """Draw what each period comes to, under its number in the year or month."""
    rows, every = table.rows.tail(_MOST).rows(named=True), table.rows.height
    values = [_value(row) for row in rows]
    top = max((value for value in values if value is not None), default=0)
    said = name if table.rows["projected"].count() else f"{name}.seen"
    if top:
        highest = writer.told(top, Unit.share)
        strip = Strip(
            title=writer.words.say(f"trend.{said}", highest=highest, cut=_cut(every, writer)),
            slots=tuple(row["at"].strftime(_UNITS[name]) for row in rows),
            heights=tuple(None if value is None else value / top for value in values),
            hot=frozenset(at for at, row in enumerate(rows) if row["signal"] not in {None, *_GOOD}),
        )
        yield Roomy(_chart(table, writer), short=strip)


def _cut(every: int, writer: Writer) -> str:
    """Say that only the newest periods are drawn, where there are more."""
    if every <= _MOST:
        return ""
    counts = {"n": writer.words.count(_MOST), "all": writer.words.count(every)}
    return writer.words.say("trend.cut", **counts)


def _chart(table: Table, writer: Writer) -> Chart:
    """Draw the periods of which enough is seen; a limit far above all rates is not drawn whole."""
    shown = [row for row in table.rows.rows(named=True) if _value(row) is not None]
    roof = _ROOF * max(max(row["rate"], row["projected"] or 0) for row in shown)
    points = [
        Point(
            at=row["at"],
            rate=row["rate"],
            projected=row["projected"],
            lower=row["lower"],
            upper=None if row["upper"] is None else min(row["upper"], roof),
            signal=row["signal"] is not None,
            good=row["signal"] in _GOOD,
        )
        for row in shown
    ]
    events = table.rows.filter(pl.col("event").is_not_null())["at"].to_list()
    return Chart(writer.words.say("trend.chart"), rate_over_time(points, events))


def _value(row: Mapping[str, object]) -> float | None:
    """Return what a period comes to, nothing where too little of it is seen to draw."""
    value = row["rate"] if row["projected"] is None else row["projected"]
    seen = row["completeness"]
    young = isinstance(seen, float) and seen < _SEEN
    return value if isinstance(value, float) and not young else None
