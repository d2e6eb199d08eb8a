"""How a person sees one table: which rows of it, and what is said under it.

Formats for programs hold every table whole.
"""

from collections.abc import Callable, Iterator

from shopmetrics.page import Answer, Table
from shopmetrics.render.blocks import Block
from shopmetrics.render.cell import Writer
from shopmetrics.value import value

MOST_ROWS = 24  # a screenful


def _first(table: Table, top: int) -> Table:
    return Table(table.rows.head(max(MOST_ROWS, top)), table.units)


def newest(table: Table, top: int) -> Table:
    """Keep the last rows, of what stands in the order of time."""
    return Table(table.rows.tail(max(MOST_ROWS, top)), table.units)


def _nothing(_name: str, _answer: Answer, _writer: Writer) -> Iterator[Block]:
    return iter(())


@value
class View:
    """`rows` gets a table and --top; `note` the table's name, to say what must be known beside."""

    rows: Callable[[Table, int], Table] = _first
    note: Callable[[str, Answer, Writer], Iterator[Block]] = _nothing
    shown: bool = True  # false: a sentence says it all
