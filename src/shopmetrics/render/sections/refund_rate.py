"""The refund rate on the one page: orders by stage, units and money, breakdowns asked for."""

from collections.abc import Iterator

import polars as pl

from shopmetrics.maturity import MATURITY_UNITS
from shopmetrics.page import Answer, Table
from shopmetrics.render.blocks import Block, Chart, Roomy, Title, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.charts import share_of_days
from shopmetrics.render.sections.maturity import maturity
from shopmetrics.render.table import only, table_blocks, table_title
from shopmetrics.render.views.refund_rate import groups, screenful, stages

_NARROW = frozenset({"projected_low", "projected_high", "completeness"})
_LEFT_OUT = frozenset({"basis", "band", "sure", *MATURITY_UNITS})


def refund_rate(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield the rates without the columns that repeat what stands above, and what is to come."""
    overall = answer.tables["overall"]
    yield Title(writer.words.say("page.refund_rate"))
    columns = [name for name in overall.units if name not in _LEFT_OUT]
    whole = (pl.col("stage") == "all") | (pl.col("measure") == "orders")
    rows = overall.rows.filter(whole & pl.any_horizontal(pl.col("n", "k") > 0))
    if rows.height:
        yield from table_blocks(only(Table(rows, overall.units), columns), writer)
    else:  # noughts would look like an answer
        yield line(writer.words.say("verdict.unknown"), Tone.quiet)
    yield from stages("overall", answer, writer)
    yield from maturity(answer, writer)
    yield from _delay(answer.tables["delay"], writer)
    for name, table in answer.tables.items():
        if name.startswith("by_"):
            yield Title(table_title(name, writer.words), 3)
            yield from _breakdown(table, writer)
            yield from groups(name, answer, writer)


def _breakdown(table: Table, writer: Writer) -> Iterator[Block]:
    """Yield the first groups, or the newest times, with what young ones will come to."""
    columns = [name for name in table.units if name not in _NARROW]
    shown, every = screenful(only(table, columns)), table.rows.height
    yield from table_blocks(shown, writer, most=every, of=every)


def _delay(table: Table, writer: Writer) -> Iterator[Block]:
    """Draw how late refunds come, where there is room."""
    if table.rows.height:
        points = table.rows.select("day_since_order", "share").rows()
        yield Roomy(Chart(writer.words.say("refund_rate.delay"), share_of_days(points)))
