"""Under what an appeal would change: that there is nothing to appeal, where that is so."""

from collections.abc import Iterator

from shopmetrics.page import Answer
from shopmetrics.render.blocks import Block, line
from shopmetrics.render.cell import Writer


def unopposed(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield that no text says otherwise than its reason, where the texts are known."""
    if not answer.unknown and answer.tables["list"].rows.is_empty():
        yield line(writer.words.say("appeals.none"))
