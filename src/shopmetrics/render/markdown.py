"""Blocks as Markdown, for a chat or an issue: text from files cannot become markup."""

import re
from collections.abc import Iterable
from typing import assert_never

from shopmetrics.render.blocks import (
    Block,
    Card,
    Code,
    Grid,
    Heat,
    Item,
    Line,
    Plain,
    Strip,
    Text,
    Title,
    card_parts,
    short,
)

# An underscore within a word is no markup.
_MARKUP = re.compile(r"([\\`*{}\[\]<>#|~]|(?<![^\W_])_|_(?![^\W_]))")
_BARS = "▁▂▃▄▅▆▇█"


def markdown(blocks: Iterable[Block]) -> str:
    """Write blocks as Markdown with pipe tables."""
    return "\n\n".join(text for block in short(blocks) if (text := _written(block)))


def _written(block: Plain) -> str:  # noqa: C901, PLR0911 one a block
    match block:
        case Title():
            return f"{'#' * block.level} {_safe(block.text)}"
        case Line():
            return _flowing(block.parts)
        case Card():
            return _flowing(card_parts(block))
        case Item():
            return f"{'   ' * block.depth}{block.marker} {_flowing(block.parts)}"
        case Grid():
            return _grid(block)
        case Strip():
            bars = "".join(" " if h is None else _BARS[round(h * 7)] for h in block.heights)
            return f"{_safe(block.title)}: `{bars}`"
        case Heat():
            return _heat(block)
        case Code():
            return f"```text\n{block.text.replace('```', '` ` `')}\n```"
        case _:
            assert_never(block)


def _flowing(parts: Iterable[Text]) -> str:
    return "".join(part.text if part.code else _safe(part.text) for part in parts)


def _grid(grid: Grid) -> str:
    rows = [[_safe(column.title) for column in grid.columns]]
    rows.append(["---:" if column.right else "---" for column in grid.columns])
    rows += [[_safe(cell.text) for cell in row] for row in grid.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _heat(heat: Heat) -> str:
    """Write the cells as digits; what is beyond chance stands bold."""
    rows = [["", *heat.columns], ["---", *("---:" for _ in heat.columns)]]
    for name, cells in zip(heat.names, heat.rows, strict=True):
        rows.append([_safe(name), *(f"**{c.text}**" if c.hot else c.text for c in cells)])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{_safe(heat.title)}\n\n{table}"


def _safe(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
