"""Words of a platform as our own: states, kinds and stages by what a cell contains."""

from collections.abc import Mapping

import polars as pl


def translated(cells: pl.Series, words: Mapping[str, str]) -> pl.Series:
    """Return the id of the first word that a cell is, else contains; null where none does."""
    said = cells.unique().drop_nulls()
    meant = {text: _meaning(text, words) for text in said}
    known = {text: meaning for text, meaning in meant.items() if meaning is not None}
    return cells.replace_strict(known, default=None, return_dtype=pl.String)


def _meaning(text: str, words: Mapping[str, str]) -> str | None:
    folded = text.replace(",", "，").casefold()
    same = {word.replace(",", "，").casefold(): meaning for word, meaning in words.items()}
    if folded in same:
        return same[folded]
    return next((meaning for word, meaning in same.items() if word and word in folded), None)
