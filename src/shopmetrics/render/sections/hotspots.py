"""The hotspots on the one page: what is beyond chance in sentences, and the hours as bars."""

from collections.abc import Iterator

from shopmetrics.page import Answer, Table, Unit
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Line, Strip, Text, Title, Tone, line
from shopmetrics.render.cell import Writer

_HOT_SHOWN = 3
_NAME = 30


def hotspots(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield a sentence a hot group, worst first, and the hours of the day."""
    if not answer.tables["sku"].rows.height and not answer.tables["hour"].rows.height:
        return
    yield Title(writer.words.say("page.hotspots"))
    hot = [
        (group, row)
        for group in ("sku", "hour", "weekday")
        for row in answer.tables[group].rows.filter("hot").head(_HOT_SHOWN).rows(named=True)
    ]
    for group, row in hot:
        yield _hot(group, row, writer)
    if not hot:
        yield line(writer.words.say("hot.none"))
    yield from _hours(answer.tables["hour"], writer)


def _hot(group: str, row: dict[str, object], writer: Writer) -> Line:
    name = writer.cell(row[group], Unit.text if group == "sku" else Unit.label, group)
    if group == "sku" and row["product"]:
        name = f"{name} {printable(str(row['product']))[:_NAME]}"
    said = writer.words.say(
        f"hot.{group}",
        name=name,
        lift=writer.cell(row["lift"], Unit.number),
        k=writer.cell(row["k"], Unit.count),
        n=writer.cell(row["n"], Unit.count),
        rate=writer.cell(row["rate"], Unit.share),
    )
    money = writer.words.say("hot.money", money=writer.cell(row["money"], Unit.money))
    return Line((Text("× ", Tone.alarm), Text(said), Text(f"  {money}", Tone.quiet)))


def _hours(table: Table, writer: Writer) -> Iterator[Block]:
    """Draw the hours of the day; an hour with too few orders stays empty."""
    rows = {row["hour"]: row for row in table.rows.rows(named=True)}
    rates = [
        rows[hour]["rate"] if hour in rows and rows[hour]["q"] is not None else None
        for hour in range(24)
    ]
    top = max((rate for rate in rates if rate is not None), default=0)
    if not top:
        return
    yield Strip(
        title=writer.words.say("hot.hours"),
        slots=tuple(f"{hour:02d}" for hour in range(24)),
        heights=tuple(None if rate is None else rate / top for rate in rates),
        hot=frozenset(hour for hour, row in rows.items() if row["hot"]),
    )
