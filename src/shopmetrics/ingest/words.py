"""Words of a platform as our own: states, kinds and stages by what a cell contains."""

import unicodedata
from collections.abc import Mapping

import polars as pl

from shopmetrics.ingest.ident import replaced, tidy

_NO_WORD = ""  # a word that is known to mean nothing here


def translated(
    coded: pl.Series, words: Mapping[str, str | None], meanings: pl.DataType
) -> tuple[pl.Series, pl.Series]:
    """Return the id of the first word that a label is, else contains; and where none has a meaning.

    A column says few different things: each is looked up once.
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
    return next((meaning for word, meaning in words.items() if word and word in folded), None)
