"""Exchanges on the one page: one line beside the refund rate, where there are any."""

from collections.abc import Iterator

from shopmetrics.page import Answer, Unit
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.render.cell import Writer


def exchanges(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield how many refunded orders were exchanges, and the rate without them."""
    rows = {row["name"]: row for row in answer.tables["summary"].rows.rows(named=True)}
    exchanged = rows.get("of_refunded")
    if exchanged is None or not exchanged["k"]:
        return
    said = writer.words.say(
        "exchanges.line",
        k=writer.told(exchanged["k"], Unit.count),
        share=writer.told(exchanged["rate"], Unit.share),
        rate=writer.told(rows["without_exchanges"]["rate"], Unit.share),
    )
    yield line(said, Tone.quiet)


def looks_like(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield that an exchange is told by its looks alone, where there are any."""
    if answer.tables["list"].rows.height:
        yield line(writer.words.say("exchanges.looks"), Tone.quiet)
