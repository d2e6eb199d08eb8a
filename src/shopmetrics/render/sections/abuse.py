"""Under the list of customers: what was looked for, and among how many."""

from collections.abc import Iterator

from shopmetrics.page import Answer
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.render.cell import Writer


def searched(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield what the list holds, or that none was found, out of how many customers."""
    table, found = answer.tables["searched"], answer.tables["customers"].rows.height
    for row in table.rows.rows(named=True):
        said = {name: writer.cell(row[name], unit) for name, unit in table.units.items()}
        key = "abuse.found" if found else "abuse.none"
        yield line(writer.words.say(key, **said), Tone.quiet if found else Tone.plain)
