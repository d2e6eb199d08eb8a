"""Words of a platform as our own: states, kinds and stages by what a cell contains."""

import unicodedata
from collections.abc import Mapping

import polars as pl

NO_WORD = ""  # a word that is known to mean nothing here


def translated(cells: pl.Series, words: Mapping[str, str | None]) -> pl.Series:
    """Return the id of the first word that a cell is, else contains; null where none does."""
    same = {_folded(word): NO_WORD if to is None else to for word, to in words.items()}
    meant = {text: _meaning(text, same) for text in cells.unique().drop_nulls()}
    # Plain text: of a StrEnum's member in the first place Polars would make an Enum of its own.
    known = {text: str(meaning) for text, meaning in meant.items() if meaning is not None}
    return cells.replace_strict(known, default=None, return_dtype=pl.String)


def _folded(text: str) -> str:
    """Set width and case aside: （删除） and (删除), ， and a comma, are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def _meaning(text: str, words: Mapping[str, str]) -> str | None:
    folded = _folded(text)
    if folded in words:
        return words[folded]
    return next((meaning for word, meaning in words.items() if word and word in folded), None)
