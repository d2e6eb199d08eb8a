"""Repurchase on the one page: the rates that can be told, and the usual gap."""

from collections.abc import Iterator

import polars as pl

from shopmetrics.page import Answer, Table
from shopmetrics.render.blocks import Block, Title, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.table import only, table_blocks


def repurchase(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield the rates that have something to divide by, and how long coming back takes."""
    rates = answer.tables["rates"]
    if not rates.rows.height:
        return
    yield Title(writer.words.say("page.repurchase"))
    told = Table(rates.rows.filter(pl.col("k").is_not_null() & (pl.col("n") > 0)), rates.units)
    yield from table_blocks(
        only(told, [n for n in rates.units if n not in {"band", "sure"}]), writer
    )
    gap = answer.tables["gap"].rows.row(0, named=True)
    if gap["median"] is not None:
        days = {name: writer.words.count(gap[name]) for name in ("q25", "median", "q75")}
        yield line(writer.words.say("repurchase.gap", **days))
