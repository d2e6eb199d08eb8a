"""Comparisons: the first few drivers of each dimension, and what could have been seen at all."""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.page import Answer, Table, Unit
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.views.view import View


def _first_of_each(table: Table, top: int) -> Table:
    at = pl.int_range(pl.len()).over("dimension")
    return Table(table.rows.filter(at < top), table.units)


def _detectable(_name: str, answer: Answer, writer: Writer) -> Iterator[Block]:
    """Say what the last column of the difference means."""
    least = answer.tables["difference"].rows["detectable"].first()
    if least is not None:
        said = writer.words.say("compare.detectable", points=writer.cell(least, Unit.points))
        yield line(said, Tone.quiet)


COMPARE: Mapping[str, View] = {
    "difference": View(note=_detectable),
    "drivers": View(rows=_first_of_each),
    "biggest": View(shown=False),  # both in the sentences below
    "instead": View(shown=False),
}
