"""The reasons on the one page: the most frequent ones."""

from collections.abc import Iterator

from shopmetrics.page import Answer
from shopmetrics.render.blocks import Block, Title
from shopmetrics.render.cell import Writer
from shopmetrics.render.table import only, table_blocks
from shopmetrics.render.views.reasons import shares

# What is told only where there is a period before, or a month to tell.
_EARLIER = frozenset({"change", "money_per_month", "above_per_month"})


def reasons(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield the top reasons; the change only where there is a period before."""
    top = answer.tables["top"]
    if not top.rows.height:
        return
    yield Title(writer.words.say("page.reasons"))
    told = [name for name in top.units if name not in _EARLIER or top.rows[name].count()]
    yield from table_blocks(only(top, told), writer)
    yield from shares("causes", answer, writer)
