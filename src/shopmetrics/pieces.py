"""Where text may be broken into lines: at spaces, and between wide letters, which take two cells.

No line begins with a closing mark or ends with an opening one, and a number keeps the Chinese word
behind it: 447 行.
"""

import unicodedata
from collections.abc import Iterator

_WIDE = "WF"
_NEVER_FIRST = "，。、；：！？）》」』】”’…"
_NEVER_LAST = "（《「『【“‘"


def cells(text: str) -> int:
    """Count the columns of a screen that a text takes."""
    return sum(2 if _wide(one) else 1 for one in text)


def pieces(text: str) -> Iterator[str]:
    """Yield what is not to be broken: a word with its spaces, a wide letter with its stop."""
    piece = ""
    for one in text:
        if piece and one != " " and (_ended(piece, one) or _parts(piece[-1], one)):
            yield piece
            piece = ""
        piece += one
    yield piece


def breaks(text: str, width: int) -> list[int]:
    """Return where lines of at most `width` columns begin, but the first; a longer word stands.

    A line break of the text's own begins a line anew.
    """
    found, at, line = list[int](), 0, 0
    for piece in pieces(text):
        if line and line + cells(piece.rstrip()) > width:
            found.append(at)
            line = 0
        at += len(piece)
        line = cells(piece.rpartition("\n")[2]) + (0 if "\n" in piece else line)
    return found


def _ended(piece: str, after: str) -> bool:
    """Say whether a space ends a piece: between a number and a wide letter it does not."""
    if piece[-1] != " ":
        return False
    word = piece.rstrip(" ")
    return not (word and word[-1].isdigit() and len(piece) == len(word) + 1 and _wide(after))


def _parts(before: str, after: str) -> bool:
    if before == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return _wide(before) or _wide(after)


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in _WIDE
