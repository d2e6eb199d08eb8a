"""A sheet of help on a screen: panels under bold titles, as wide as the reader's window."""

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shopmetrics.cli.colour import coloured
from shopmetrics.cli.help.sheet import Entry, Panel, Sheet
from shopmetrics.cli.help.wrap import cells, wrapped

_NARROWEST, _WIDEST = 40, 100
_INDENT = 2
_NAMES = 0.42  # of the width, at most


@dataclass(frozen=True, slots=True)
class Screen:
    """How wide the screen is, and whether titles are bold on it."""

    width: int
    bold: bool


def screen_of() -> Screen:
    """Return the reader's own screen; where there is none, 80 columns."""
    width = shutil.get_terminal_size((80, 24)).columns
    screen = sys.stdout is not None and sys.stdout.isatty()
    return Screen(min(max(width, _NARROWEST), _WIDEST), coloured(screen=screen))


def shown(sheet: Sheet, screen: Screen) -> str:
    """Write a sheet; plain where titles are not bold, without an escape at all."""
    return "\n".join(_lines(sheet, screen))


def listed(panel: Panel, screen: Screen) -> str:
    """Write one panel alone."""
    return "\n".join(_panels([panel], screen)).lstrip("\n")


def _lines(sheet: Sheet, screen: Screen) -> Iterator[str]:
    yield from _hung(_title(sheet.titles[0], screen), sheet.titles[0], sheet.usage, screen)
    yield ""
    yield from _indented(sheet.about, _INDENT, screen)
    yield from _panels(sheet.panels, screen)
    yield from ("", _title(sheet.titles[1], screen))
    for example in sheet.examples:
        yield from _indented(example.what, _INDENT, screen)
        yield from _typed(example.typed, screen)


def _typed(line: str, screen: Screen) -> Iterator[str]:
    """Write a command line as it can be copied: a long one goes on below."""
    first, *others = re.findall(r"--\S+(?: [^-\s]\S*)?|\S+", line)
    row = f"{' ' * _INDENT * 2}{first}"
    for part in others:
        if cells(f"{row} {part} \\") > screen.width:
            yield f"{row} \\"
            row = f"{' ' * _INDENT * 4}{part}"
        else:
            row = f"{row} {part}"
    yield row


def _panels(panels: Sequence[Panel], screen: Screen) -> Iterator[str]:
    beside = _beside(panels, screen)
    for panel in panels:
        yield from ("", _title(panel.title, screen))
        for entry in panel.entries:
            yield from _entry(entry, beside, screen)


def _title(text: str, screen: Screen) -> str:
    return f"\x1b[1m{text}\x1b[0m" if screen.bold else text


def _hung(title: str, plain: str, text: str, screen: Screen) -> Iterator[str]:
    """Hang a text beside its title."""
    gap = "" if plain.endswith("：") else " "
    indent = cells(f"{plain}{gap}")
    first, *others = wrapped(text, screen.width - indent)
    yield f"{title}{gap}{first}"
    for line in others:
        yield f"{' ' * indent}{line}"


def _indented(text: str, indent: int, screen: Screen) -> Iterator[str]:
    for line in wrapped(text, screen.width - indent):
        yield f"{' ' * indent}{line}"


def _beside(panels: Sequence[Panel], screen: Screen) -> int:
    """Return the column in which what is said of the entries begins."""
    most = int(screen.width * _NAMES)
    names = (cells(entry.name) for panel in panels for entry in panel.entries)
    widths = (width + 2 * _INDENT for width in names)
    return max((width for width in widths if width <= most), default=most)


def _entry(entry: Entry, beside: int, screen: Screen) -> Iterator[str]:
    """Write what is said beside its name, or below a name that is too long for that."""
    name = f"{' ' * _INDENT}{entry.name}"
    lines = wrapped(entry.help, screen.width - beside)
    if cells(name) + _INDENT > beside:
        yield name
    else:
        yield f"{name}{' ' * (beside - cells(name))}{lines.pop(0)}".rstrip()
    for line in lines:
        yield f"{' ' * beside}{line}".rstrip()
