"""Text broken into lines by the cells it takes: wide letters are two, and part anywhere."""

import unicodedata
from collections.abc import Iterator

_WIDE = "WF"
_NEVER_FIRST = "，。、；：！？）》」』】”’…"
_NEVER_LAST = "（《「『【“‘"


def cells(text: str) -> int:
    """Count the columns of a screen that a text takes."""
    return sum(2 if unicodedata.east_asian_width(one) in _WIDE else 1 for one in text)


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns; a longer word stands alone."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and cells(lines[-1] + piece.rstrip(" ")) > width:
            lines[-1] = lines[-1].rstrip(" ")
            lines.append("")
        lines[-1] += piece
    return [line.rstrip(" ") for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Yield what is not to be broken: a word with its space, a wide letter with its stop."""
    piece = ""
    for one in text:
        if piece and (piece[-1] == " " or _parts(piece[-1], one)) and one != " ":
            yield piece
            piece = ""
        piece += one
    yield piece


def _parts(before: str, after: str) -> bool:
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return any(unicodedata.east_asian_width(one) in _WIDE for one in (before, after))
