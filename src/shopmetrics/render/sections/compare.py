"""What changed, on the one page: the two rates, whether it is chance, and what drives it."""

from collections.abc import Iterator, Mapping

from shopmetrics.dimensions import NAMED
from shopmetrics.page import Answer, Unit
from shopmetrics.render.blocks import Block, Title, Tone, line
from shopmetrics.render.cell import Writer

_PARTS = ("points", "low", "high", "detectable")


def compare(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield what changed, where there is something to compare with."""
    if answer.tables["rates"].rows["rate"].count():
        yield Title(writer.words.say("page.compare"))
        yield from changed(answer, writer)


def changed(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield the change in sentences."""
    difference = answer.tables["difference"].rows.head(1).rows(named=True)
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
    return said | {"days": writer.told(rows[0]["follow_up"], Unit.days)}


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
    if answer.tables["drivers"].rows.height:
        yield line(writer.words.say("compare.spread"))


def _group(row: Mapping[str, object], writer: Writer) -> str:
    """Write the group's name: ours in words, hours and weekdays as such."""
    name, dimension = str(row["group"]), str(row["dimension"])
    if dimension not in NAMED:
        return writer.told(name, Unit.text)
    value: object = int(name) if name.isdigit() else name
    return writer.told(value, Unit.label, dimension)
