"""The open requests on the one page: one line, where there are any."""

from collections.abc import Iterator

from shopmetrics.page import Answer, Unit
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.render.cell import Writer


def pipeline(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield how many requests wait for a decision, how much money, and for how long."""
    pending = answer.tables["pending"].rows
    if not pending.height:
        return
    said = writer.words.say(
        "pipeline.line",
        n=writer.told(pending["refunds"].sum(), Unit.count),
        amount=writer.told(pending["amount"].sum(), Unit.money),
        days=writer.told(pending["age_days"].max(), Unit.days),
    )
    yield line(said, Tone.quiet)
