"""Blocks as one page of HTML: no script, nothing from outside, text from files escaped."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from shopmetrics.extra import required
from shopmetrics.page import Page
from shopmetrics.render.blocks import SECTION, Block, Card, Item, Line, Title
from shopmetrics.render.definition import sentences
from shopmetrics.text import Words


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: single blocks, and runs of cards and of list entries."""

    title: str
    blocks: tuple[Mapping[str, object], ...]


def html(blocks: Iterable[Block], pages: Sequence[Page], words: Words) -> str:
    """Write a report as one file; `pages` are those whose definitions stand at its foot."""
    top, sections = _divided(tuple(blocks))
    title = next((block.text for block in top if isinstance(block, Title)), None)
    definitions = [
        {"title": words.say(f"page.{page.name}"), "sentences": sentences(page.definition)}
        for page in pages
    ]
    jinja2 = required("jinja2", "report")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    template = environment.from_string(_resource("page.html.j2"))
    written: str = template.render(
        language=words.tag,
        title=title or words.say("verdicts.title"),
        head=[block for block in top if isinstance(block, Line)],
        sections=sections,
        definitions=definitions,
        say=words.say,
        style=_resource("style.css"),
    )
    return written


def _resource(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _divided(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Section]]:
    """Part the blocks at the headings: what stands before the first is the head of the page."""
    starts = [at for at, block in enumerate(blocks) if _heads_section(block)]
    ends = [*starts[1:], len(blocks)]
    sections = [
        Section(_text(blocks[start]), tuple(_gathered(blocks[start + 1 : end])))
        for start, end in zip(starts, ends, strict=True)
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
