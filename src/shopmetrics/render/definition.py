"""A page's definition as blocks: the same text that stands in its file, with its examples."""

from collections.abc import Iterator

from shopmetrics.page import Page
from shopmetrics.render.blocks import Block, Title, line
from shopmetrics.text import Words


def definition_blocks(page: Page, words: Words) -> Iterator[Block]:
    """Yield what every number of a page means, then the worked examples that hold it to that."""
    yield Title(f"{words.say(f'page.{page.name}')} ({page.name})", 1)
    yield line("")
    for text in page.definition.strip().splitlines():
        yield line(text)
    yield Title(words.say("explain.examples"))
    for example in page.examples:
        yield Title(f"- {example.shows}", 3)
        for name, table in (("orders", example.orders), ("refunds", example.refunds)):
            yield from _table(words.say(f"explain.{name}"), table)
        for name, table in example.answer.items():
            yield from _table(f"→ {name}", table)


def _table(name: str, text: str) -> Iterator[Block]:
    lines = [row.strip() for row in text.strip().splitlines() if row.strip()]
    if lines:
        yield line(f"  {name}")
    for row in lines:
        yield line(f"    {row}")
