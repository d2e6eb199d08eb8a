"""Digits, points and signs of other scripts and widths, written as ours."""

import polars as pl

_ZEROS = "\u0660\u06f0\u0966\u09e6\u0e50"  # Arabic, Persian, Hindi, Bengali, Thai
_OURS = {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)} | {
    "\u066b": ".",
    "\u066c": ",",
    "\u2212": "-",
    "\u3002": ".",
    "\u2019": "'",
}


def narrowed(cells: pl.Series) -> pl.Series:
    """Write full-width and other digits and signs as ours; text of ASCII is let through."""
    if cells.str.len_bytes().sum() == cells.str.len_chars().sum():
        return cells
    return cells.str.normalize("NFKC").str.replace_many(list(_OURS), list(_OURS.values()))
