"""What is still to come, in a sentence under the refund rate."""

from collections.abc import Iterator

import polars as pl

from shopmetrics.page import Answer, Unit
from shopmetrics.render.blocks import Block, line
from shopmetrics.render.cell import Writer

_RIPE = 0.995


def maturity(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield how much is seen by now and what to expect, unless all is seen or nothing is told."""
    # The range is that of the rate behind; these orders cannot end below what has come back.
    low = pl.when(pl.col("projected_low").is_not_null()).then(
        pl.max_horizontal("projected_low", "rate")
    )
    rows = answer.tables["overall"].rows.filter(pl.col("completeness") < _RIPE)
    for row in rows.with_columns(projected_low=low).rows(named=True):
        names = ("projected", "projected_low", "projected_high", "completeness")
        shares = {name: writer.cell(row[name], Unit.share) for name in names}
        days = writer.told(answer.tables["delay"].rows["day_since_order"].max(), Unit.days)
        yield line(writer.words.say("refund_rate.expect", days=days, **shares))
