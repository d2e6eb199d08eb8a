"""The text of cells: gathered from XML, and written so that one row stays on one line."""

import re
from collections.abc import Mapping
from pathlib import Path

from shopmetrics.errors import InputError

SEPARATOR = "\t"
TEXT_LIMIT = 2**20  # characters of one cell; Excel itself ends at 32,767

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAKS = re.compile(r"\r\n|[\x00-\x1f\x7f\x85\u2028\u2029]")


class Collector:
    """Gathers the text of `t` elements (runs of rich text), without phonetic guides."""

    __slots__ = ("_length", "_open", "_parts", "_path", "_phonetic")

    def __init__(self, path: Path) -> None:
        """Begin with nothing; `path` is named in errors."""
        self._path = path
        self._parts: list[str] = []
        self._length = 0
        self._open = False
        self._phonetic = False

    def start(self, element: str, _: Mapping[str, str]) -> None:
        """See an element begin."""
        if element == "t":
            self._open = not self._phonetic
        elif element == "rPh":
            self._phonetic = True

    def end(self, element: str) -> None:
        """See an element end."""
        if element == "t":
            self._open = False
        elif element == "rPh":
            self._phonetic = False

    def text(self, text: str) -> None:
        """See text, which counts only within `t`."""
        if self._open:
            self._length += len(text)
            if self._length > TEXT_LIMIT:
                raise too_long(self._path)
            self._parts.append(text)

    def take(self) -> str:
        """Return what was gathered, and begin again."""
        found = "".join(self._parts)
        self._parts, self._length = [], 0
        return found


def too_long(path: Path) -> InputError:
    """Return the error for a cell that no spreadsheet would have written."""
    return InputError(
        f"{path}: too large: a cell of more than {TEXT_LIMIT:,} characters, the limit",
        hint="open it in a spreadsheet program, delete that cell, and save it again",
    )


def written(text: str) -> str:
    """Write text as one cell of a line: breaks and tabs as spaces, quotes doubled."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    text = _BREAKS.sub(" ", text)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if '"' in text else text
