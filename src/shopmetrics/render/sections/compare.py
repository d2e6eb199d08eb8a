"""What changed, on the one page: the two rates, whether it is chance, and what drives it."""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.page import Answer, Table, Unit
from shopmetrics.render.blocks import Block, Title, Tone, line
from shopmetrics.render.cell import Writer

_LARGEST = 3
_PARTS = ("points", "low", "high", "detectable")


def compare(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield what changed, where there is something to compare with."""
    if answer.tables["rates"].rows["rate"].count():
        yield Title(writer.words.say("page.compare"))
        yield from changed(answer, writer)
        days = _sides(answer, writer)["days"]
        yield line(writer.words.say("compare.followed", days=days), Tone.quiet)


def changed(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield the change in sentences."""
    difference = answer.tables["difference"].rows.head(1).rows(named=True)
    yield from _instead(answer, writer)
    if not difference or difference[0]["points"] is None:
        return
    row = difference[0]
    yield line(writer.words.say("compare.rates", **_sides(answer, writer)))
    told = {name: writer.told(row[name], Unit.points) for name in _PARTS}
    if row["low"] > 0 or row["high"] < 0:
        tone = Tone.alarm if row["low"] > 0 else Tone.good
        yield line(writer.words.say("compare.sure", **told), tone)
        yield from _driver(answer, told["points"], writer)
    elif row["detectable"] is None:
        yield line(writer.words.say("compare.unsure", **told))
    else:
        yield line(writer.words.say("compare.unsure.detectable", **told))


def _sides(answer: Answer, writer: Writer) -> dict[str, str]:
    table = answer.tables["rates"]
    rows = table.rows.head(2).rows(named=True)
    names = ("what", "n", "k", "rate")
    said = {
        f"{name}_{row['side']}": writer.told(row[name], table.units[name])
        for row in rows
        for name in names
    }
    if table.units["what"] is Unit.around:  # a date does not tell how many days are beside it
        said |= {f"what_{row['side']}": _dated(row, table, writer) for row in rows}
    return said | {"days": writer.told(rows[0]["follow_up"], Unit.days)}


def _dated(row: Mapping[str, object], table: Table, writer: Writer) -> str:
    names = ("what", "since", "until")
    said = {name: writer.cell(row[name], table.units[name]) for name in names}
    return writer.words.say("compare.dated", **said)


def _driver(answer: Answer, points: str, writer: Writer) -> Iterator[Block]:
    """Yield the biggest driver, or that there is none; nothing where none was looked for."""
    for row in answer.tables["biggest"].rows.rows(named=True):
        effects = ("rate_effect", "mix_effect", "total")
        said = {name: writer.told(row[name], Unit.points) for name in effects}
        said["dimension"] = writer.words.say(f"column.{row['dimension']}")
        said |= {"group": _group(row, writer), "points": points}
        cause = "" if row["mix_effect"] is not None else ".cause"
        yield line(writer.words.say(f"compare.biggest{cause}", **said))
        return
    yield from _spread(answer, points, writer)


def _spread(answer: Answer, points: str, writer: Writer) -> Iterator[Block]:
    """Yield the largest parts by the first dimension, none of them beyond its size."""
    drivers = answer.tables["drivers"].rows
    falls = (answer.tables["difference"].rows["points"].head(1) < 0).all()
    own = drivers.filter(pl.col("dimension") == pl.col("dimension").first())
    rows = own.filter((pl.col("total") < 0) == pl.lit(falls)).head(_LARGEST).rows(named=True)
    parts = [f"{_group(row, writer)} {writer.told(row['total'], Unit.points)}" for row in rows]
    if rows:
        dimension = writer.words.say(f"column.{rows[0]['dimension']}")
        named = writer.words.listed(parts)
        said = writer.words.say("compare.spread", dimension=dimension, parts=named, points=points)
        yield line(said)


def _instead(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield what could be compared in place of orders that are too young."""
    table = answer.tables["instead"]
    for row in table.rows.rows(named=True):
        said = {name: writer.cell(row[name], unit) for name, unit in table.units.items()}
        yield line(writer.words.say("compare.instead", **said))


def _group(row: Mapping[str, object], writer: Writer) -> str:
    """Write the group's name: ours in words, hours and weekdays as such."""
    return writer.group(row["group"], str(row["dimension"]))
