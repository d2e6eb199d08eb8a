"""What a YAML file holds, and where in it each thing stands, so that errors can point there."""

from collections.abc import Mapping
from unicodedata import east_asian_width

from shopmetrics.value import value

_BEFORE, _AFTER = 30, 44  # of a long line what stands around the place is shown
Path_ = tuple[str | int, ...]


@value
class Place:
    """A line and column, from 1."""

    line: int
    column: int


@value
class Document:
    """A mapping read from YAML, its lines, and the place of every key by its path."""

    name: str
    lines: tuple[str, ...]
    value: Mapping[str, object]
    places: Mapping[Path_, Place]

    def point(self, path: Path_, found: str) -> str:
        """Say where and what, with the line itself and a caret; the nearest known parent serves."""
        while path and path not in self.places:
            path = path[:-1]
        place = self.places.get(path, Place(1, 1))
        line = self.lines[place.line - 1] if self.lines else ""
        before, after = line[: place.column - 1], line[place.column - 1 :]
        if len(before) > _BEFORE:
            before = f"…{before[-_BEFORE:]}"
        if len(after) > _AFTER:
            after = f"{after[:_AFTER]}…"
        where = f"{self.name}:{place.line}:{place.column}"
        return f"{where}: {found}\n    {before}{after}\n    {' ' * _width(before)}^"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two a Chinese letter."""
    return len(text) + sum(east_asian_width(letter) in "WF" for letter in text)
