"""Cells shown as their shape alone: whatever a file holds, nobody's name or number is printed."""

import polars as pl

_LONGEST = 19
_SHOWN = 2


def masked(text: str) -> str:
    """Write every letter as x and every digit as 9, and cut what is long."""
    shape = "".join(_shape(letter) for letter in text)
    return shape if len(shape) <= _LONGEST else f"{shape[: _LONGEST - 1]}…"


def shapes(cells: pl.Series) -> str:
    """Return the shapes of the first two different values of a column."""
    found = dict.fromkeys(masked(text) for text in cells.drop_nulls().head(100))
    return ", ".join(list(found)[:_SHOWN])


def _shape(letter: str) -> str:
    if letter.isdigit():
        return "9"
    if letter.isalpha() or not (letter.isascii() and letter.isprintable()):
        return "x"
    return letter
