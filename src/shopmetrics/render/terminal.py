"""Blocks on a terminal, by Rich: text from files is text there, never markup."""

import io
from collections.abc import Iterable, Sequence
from typing import assert_never

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text as RichText

from shopmetrics.pieces import breaks
from shopmetrics.render.blocks import (
    Block,
    Card,
    Code,
    Column,
    Grid,
    Heat,
    Item,
    Line,
    Plain,
    Strip,
    Text,
    Title,
    Tone,
    card_parts,
    short,
)
from shopmetrics.render.heat import heat
from shopmetrics.render.look import Glyphs, Look
from shopmetrics.render.sayable import said_in

_STYLES = {
    Tone.plain: "",
    Tone.quiet: "dim",
    Tone.good: "bold green",
    Tone.watch: "bold yellow",
    Tone.alarm: "bold red",
}
_BARS = {Glyphs.unicode: "▁▂▃▄▅▆▇█", Glyphs.ascii: "._-=+*%#"}
_CHINESE = frozenset(
    "，。；：、（“"
)  # a sentence with these is Chinese, not one that names something
_GAP = 2
_INDENT = 3
_WIDEST_CELL = 34


def terminal(blocks: Iterable[Block], look: Look) -> str:
    """Write blocks for a screen of the look's width; without colour there is no escape at all."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=look.width,
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        no_color=not look.colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for block in short(blocks):
        console.print(_rendered(said_in(block, look.encoding), look), soft_wrap=False)
    text = "\n".join(line.rstrip() for line in out.getvalue().splitlines())
    return text.replace("…", ".") if look.glyphs is Glyphs.ascii else text  # Rich's own


def _rendered(block: Plain, look: Look) -> RenderableType:  # noqa: C901, PLR0911 one a block
    match block:
        case Title():
            return RichText(f"\n{block.text}" if block.level > 1 else block.text, style="bold")
        case Line():
            return _flowing(block.parts, look, look.width)
        case Item():
            return _item(block, look)
        case Card():
            return _flowing(card_parts(block), look, look.width)
        case Grid():
            return _grid(block, look)
        case Strip():
            return _strip(block, look)
        case Heat():
            return heat(block, look)
        case Code():
            indented = (f"  {row}" for row in block.text.splitlines())
            return RichText("\n".join(indented), no_wrap=True, overflow="ellipsis")
        case _:
            assert_never(block)


def _flowing(parts: Sequence[Text], look: Look, width: int) -> RichText:
    """Join parts; wide letters are broken into lines here, for Rich breaks at spaces alone."""
    text = RichText.assemble(*((part.text, _style(part, look)) for part in parts))
    if not _CHINESE.intersection(text.plain):
        return text
    lines = text.divide(breaks(text.plain, width))
    for line in lines:
        line.rstrip()
    return RichText("\n").join(lines)


def _item(item: Item, look: Look) -> RenderableType:
    """Hang the text beside its marker."""
    table = RichTable.grid()
    marker = f"{' ' * _INDENT * item.depth}{item.marker} "
    table.add_column(width=cell_len(marker))
    table.add_column(overflow="fold")
    table.add_row(marker, _flowing(item.parts, look, look.width - cell_len(marker)))
    return table


def _style(text: Text, look: Look) -> str:
    return _STYLES[text.tone] if look.colour else ""


def _grid(grid: Grid, look: Look) -> RenderableType:
    """Leave out what fits least, then let Rich cut what is still too wide."""
    kept = _fitting(grid, look.width)
    table = RichTable(box=None, padding=(0, _GAP, 0, 0), header_style="dim" if look.colour else "")
    for at in kept:
        column = grid.columns[at]
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            no_wrap=True,
            overflow="ellipsis",
            max_width=None if column.right else _WIDEST_CELL,
        )
    for row in grid.rows:
        table.add_row(*(RichText(row[at].text, style=_style(row[at], look)) for at in kept))
    hidden = [one.title for at, one in enumerate(grid.columns) if at not in kept]
    if not hidden or not grid.narrow:
        return table
    said = grid.narrow.replace("{columns}", grid.parting.join(hidden))
    return Group(table, _flowing((Text(said, Tone.quiet),), look, look.width))


def _fitting(grid: Grid, width: int) -> list[int]:
    """Drop the columns of the highest rank until the rest fits."""
    kept = list(range(len(grid.columns)))
    widths = [
        _width(column, [row[at] for row in grid.rows]) for at, column in enumerate(grid.columns)
    ]
    while sum(widths[at] + _GAP for at in kept) > width:
        worst = max(grid.columns[at].rank for at in kept)
        if worst == 0:
            break
        kept = [at for at in kept if grid.columns[at].rank != worst]
    return kept


def _width(column: Column, cells: Sequence[Text]) -> int:
    widest = max([cell_len(column.title), *(cell_len(cell.text) for cell in cells)])
    return widest if column.right else min(widest, _WIDEST_CELL)


def _strip(strip: Strip, look: Look) -> RenderableType:
    """Draw one bar a slot, as high as its share of the highest, over the slots' names."""
    bars = _BARS[look.glyphs]
    wide = look.width >= len(strip.slots) * 3
    text = RichText(f"{strip.title}\n")
    for at, height in enumerate(strip.heights):
        bar = " " if height is None else bars[round(height * (len(bars) - 1))]
        tone = Tone.alarm if at in strip.hot else Tone.plain
        text.append((bar * 2 + " ") if wide else bar, _style(Text(bar, tone), look))
    names = (
        " ".join(strip.slots)
        if wide
        else f"{strip.slots[0]}{' ' * (len(strip.slots) - 4)}{strip.slots[-1]}"
    )
    text.append(f"\n{names}", "dim" if look.colour else "")
    return text
