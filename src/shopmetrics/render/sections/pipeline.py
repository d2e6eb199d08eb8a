"""The open requests on the one page: a line for money and one for all else that waits."""

from collections.abc import Iterator

import polars as pl

from shopmetrics.page import Answer, Unit
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.render.cell import Writer


def pipeline(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield how many requests wait for a decision, how much money, and for how long."""
    pending = answer.tables["pending"].rows
    if pending.height:
        yield _money(pending, writer)
    others = answer.tables["others"].rows["refunds"].sum()
    if others:
        said = writer.words.say("pipeline.others", n=writer.cell(others, Unit.count))
        yield line(said, Tone.quiet)


def _money(pending: pl.DataFrame, writer: Writer) -> Block:
    oldest = pending["age_days"].max()
    said = writer.words.say(
        "pipeline.undated" if oldest is None else "pipeline.line",
        n=writer.told(pending["refunds"].sum(), Unit.count),
        amount=writer.told(pending["amount"].sum(), Unit.money),
        days=writer.told(oldest, Unit.days),
    )
    return line(said, Tone.quiet)
