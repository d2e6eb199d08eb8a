"""Which cause a reason is of, by the words it contains."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import polars as pl

from shopmetrics.cause import Cause
from shopmetrics.config import Config
from shopmetrics.readymade import readymade

_LATIN = r"[a-zß-ɏ]"


def cause_of(reasons: pl.Series, extra: Mapping[Cause, Sequence[str]]) -> pl.Series:
    """Return the cause of each distinct reason, null for a reason that no pattern knows.

    A blank reason is unstated. The patterns of `extra` are tried before the built-in ones.
    """
    patterns = [*_patterns(extra), *built_in()]
    causes = [_cause(reason, patterns) for reason in reasons]
    return pl.Series("cause", causes, dtype=pl.String)


def otherwise(notes: pl.Series, config: Config) -> pl.Series:
    """Return the cause that each note names where it names no quality cause at all, else null.

    A note that names nothing, or only "other", speaks against nothing.
    """
    patterns = [*_patterns(config.causes), *built_in()]
    quality = [pattern for pattern in patterns if pattern[0] in config.quality_causes]
    silent = {Cause.unstated, Cause.other, None}
    found = [None if _cause(note, quality) else _cause(note, patterns) for note in notes]
    said = [None if cause in silent else cause for cause in found]
    return pl.Series("note_cause", said, dtype=pl.String)


@cache
def built_in() -> tuple[tuple[Cause, str], ...]:
    """Return the built-in patterns as they are tried: the longest first, then as they stand."""
    return tuple(sorted(_built_in(), key=lambda pattern: -len(pattern[1])))


def _built_in() -> Iterator[tuple[Cause, str]]:
    for read in readymade("causes").values():
        yield from _patterns({Cause(cause): words for cause, words in read.items()})


def _patterns(causes: Mapping[Cause, Sequence[str]]) -> Iterator[tuple[Cause, str]]:
    for cause, words in causes.items():
        yield from ((cause, word.lower()) for word in words)


def _cause(reason: str | None, patterns: Sequence[tuple[Cause, str]]) -> str | None:
    text = re.sub(r"[_-]+", " ", (reason or "").strip().lower()).replace("’", "'")
    if not text:
        return Cause.unstated
    return next((cause for cause, word in patterns if _holds(text, word)), None)


def _holds(text: str, word: str) -> bool:
    """Look for whole words where there are spaces between words: "late" is not in "chocolate"."""
    if word not in text:
        return False
    if not re.match(_LATIN, word):
        return True
    return re.search(rf"(?<!{_LATIN}){re.escape(word)}(?!{_LATIN})", text) is not None
