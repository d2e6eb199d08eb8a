"""What stands on a page, in words but in no format yet: titles, lines and grids."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from enum import StrEnum

from shopmetrics.value import value

SECTION = 2  # level of the heading of a section


class Tone(StrEnum):
    """What a piece of text means, whatever it will look like."""

    plain = "plain"
    quiet = "quiet"
    good = "good"
    watch = "watch"
    alarm = "alarm"


@value
class Text:
    """A run of text in one tone."""

    text: str
    tone: Tone = Tone.plain
    bar: float | None = None  # its length beside the others of its column, where it has one
    code: bool = False  # an id of ours between backticks, never text from files


@value
class Title:
    """A heading; level 1 is the page's own."""

    text: str
    level: int = SECTION


@value
class Line:
    """A sentence, of one or more tones."""

    parts: tuple[Text, ...]


@value
class Column:
    """A column of a grid; the higher its rank, the sooner it gives way on a narrow screen."""

    title: str
    right: bool = False
    rank: int = 0
    name: str = ""  # of the table's column, where it is one


@value
class Grid:
    """A table of cells.

    `narrow` says, in place of {columns}, which of them a screen leaves out, `parting` between them.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    narrow: str = ""
    parting: str = ", "


@value
class Strip:
    """A row of bars, one a slot: heights from 0 to 1, None where nothing is known."""

    title: str
    slots: tuple[str, ...]
    heights: tuple[float | None, ...]
    hot: frozenset[int] = field(default_factory=frozenset)


@value
class Cell:
    """One cell of a heat table: what it says, how hot it is from 0 to 1 (None: not known)."""

    text: str
    share: float | None
    hot: bool = False  # beyond chance


@value
class Heat:
    """A table whose cells are coloured by how much they hold; two digits a cell."""

    title: str
    columns: tuple[str, ...]
    names: tuple[str, ...]  # of the rows
    rows: tuple[tuple[Cell, ...], ...]


@value
class Item:
    """One entry of a list, with its marker; depth 1 stands under an entry of depth 0."""

    marker: str
    parts: tuple[Text, ...]
    depth: int = 0


@value
class Code:
    """Lines that stand as they are: aligned tables, settings."""

    text: str


@value
class Card:
    """One judged number: name, value and level, in a tone and with a mark; what it rests on."""

    name: str
    value: str
    level: str
    mark: str
    tone: Tone
    details: tuple[str, ...] = ()
    parting: str = "; "  # between details that follow each other


@value
class Chart:
    """A picture made by Vega-Lite (render.charts): for pages and mails, never for a terminal."""

    title: str
    spec: Mapping[str, object]


@value
class Roomy:
    """What only a form with room shows, a page of HTML; a terminal shows `short` or nothing."""

    block: "Plain | Chart"
    short: "Plain | None" = None


Plain = Title | Line | Item | Grid | Strip | Heat | Code | Card
Block = Plain | Chart | Roomy


def short(blocks: Iterable[Block]) -> Iterator[Plain]:
    """Show what a terminal can: nothing that needs room."""
    for block in blocks:
        shown = block.short if isinstance(block, Roomy) else block
        if shown is not None and not isinstance(shown, Chart):
            yield shown


def roomy(blocks: Iterable[Block]) -> Iterator[Plain | Chart]:
    """Show what needs room, too."""
    return (block.block if isinstance(block, Roomy) else block for block in blocks)


def card_parts(card: Card) -> tuple[Text, ...]:
    """Write a card as a sentence, and below it what it rests on."""
    said = Text(f"{card.mark} {card.name} {card.value} {card.level}", card.tone)
    return said, Text(f"\n  {card.parting.join(card.details)}", Tone.quiet)


def line(text: str, tone: Tone = Tone.plain) -> Line:
    """Make a line of one tone."""
    return Line((Text(text, tone),))
