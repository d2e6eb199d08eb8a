"""Blocks parted at their headings, runs of like blocks gathered: what pages are laid out from."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from shopmetrics.render.blocks import SECTION, Block, Card, Item, Title
from shopmetrics.value import value


@value
class Section:
    """A heading and what stands under it: single blocks, and runs of cards and of list entries."""

    title: str
    blocks: tuple[Mapping[str, object], ...]


def divided(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Section]]:
    """Part the blocks at the headings: what stands before the first is the head of the page."""
    starts = [at for at, block in enumerate(blocks) if _heads_section(block)]
    sections = [
        Section(_text(blocks[start]), tuple(_gathered(blocks[start + 1 : end])))
        for start, end in pairwise([*starts, len(blocks)])
    ]
    return blocks[: starts[0]] if starts else blocks, sections


def _heads_section(block: Block) -> bool:
    return isinstance(block, Title) and block.level == SECTION


def _text(block: Block) -> str:
    return block.text if isinstance(block, Title) else ""


def _gathered(blocks: Sequence[Block]) -> Iterator[Mapping[str, object]]:
    """Yield each block under its kind; cards and list entries that follow each other as one."""
    for kind, run in groupby(blocks, key=type):
        members = tuple(run)
        if kind is Card or kind is Item:
            yield {"kind": kind.__name__, "all": members}
        else:
            yield from ({"kind": kind.__name__, "it": member} for member in members)
