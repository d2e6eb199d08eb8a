"""Words of a platform as our own: states, kinds and stages by what a cell contains."""

import re
import unicodedata
from collections.abc import Mapping

import polars as pl

from shopmetrics.ingest.cells.ident import replaced, tidy

_NO_WORD = ""  # a word that is known to mean nothing here


def translated(
    coded: pl.Series, words: Mapping[str, str | None], meanings: pl.DataType
) -> tuple[pl.Series, pl.Series]:
    """Return the id of the word that a label is, else of the longest that it contains.

    The second column is where none has a meaning. A column says few different things: each is
    looked up once.
    """
    said = coded.unique().drop_nulls()
    texts = tidy(said.cast(pl.String))
    same = {_folded(word): _NO_WORD if to is None else str(to) for word, to in words.items()}
    known = [_NO_WORD if text is None else _meaning(text, same) for text in texts]
    meant = pl.Series([meaning or None for meaning in known], dtype=meanings)
    strange = pl.Series([meaning is None for meaning in known], dtype=pl.Boolean)
    return replaced(coded, said, meant), replaced(coded, said, strange).arg_true()


def _folded(text: str) -> str:
    """Set width and case aside: （删除） and (删除), ， and a comma, are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def _meaning(text: str, words: Mapping[str, str]) -> str | None:
    folded = _folded(text)
    if folded in words:
        return words[folded]
    held = [word for word in words if word and _holds(folded, word)]
    return words[max(held, key=len)] if held else None


def _holds(text: str, word: str) -> bool:
    """Look for whole words where words stand apart: "unpaid" holds no "paid"."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
