"""A heat table on a terminal: digits in coloured cells, digits alone, or one mark a cell."""

from rich.cells import cell_len, set_cell_size
from rich.text import Text as RichText

from shopmetrics.render.blocks import Cell, Heat
from shopmetrics.render.look import Glyphs, Look

_NAME, _CELL = 6, 3  # columns of the screen: 6 + 24 x 3 = 78
_COLOURS = ("dim", "", "bold", "black on yellow")
_BEYOND_CHANCE = "bold white on red"  # red is kept for what is: the highest of all may be chance
_SHADES = {Glyphs.unicode: "·░▒▓█", Glyphs.ascii: ".-+*#"}
_HOT = "*"


def heat(block: Heat, look: Look) -> RichText:
    """Draw two digits a cell where they fit, else a shade; without colour a star marks the hot."""
    wide = look.width >= _NAME + _CELL * len(block.columns)
    text = RichText(f"{block.title}\n", no_wrap=True)
    head = "".join(f"{name:>{_CELL - 1}} " for name in block.columns)
    if not wide:
        head = f"{block.columns[0]}{' ' * (len(block.columns) - 4)}{block.columns[-1]}"
    text.append(" " * _NAME + head, "dim" if look.colour else "")
    for name, row in zip(block.names, block.rows, strict=True):
        text.append("\n" + set_cell_size(name, max(_NAME, cell_len(name))))
        for cell in row:
            text.append_text(_digits(cell, look) if wide else _shade(cell, look))
    return text


def _digits(cell: Cell, look: Look) -> RichText:
    mark = _HOT if cell.hot and not look.colour else " "
    found = RichText(f"{cell.text:>{_CELL - 1}}", _style(cell) if look.colour else "")
    return found.append(mark)


def _shade(cell: Cell, look: Look) -> RichText:
    shades = _SHADES[look.glyphs]
    mark = " " if cell.share is None else shades[round(cell.share * (len(shades) - 1))]
    return RichText(mark, _style(cell) if look.colour else "")


def _style(cell: Cell) -> str:
    if cell.share is None:
        return ""
    if cell.hot:
        return _BEYOND_CHANCE
    return _COLOURS[min(int(cell.share * len(_COLOURS)), len(_COLOURS) - 1)]
