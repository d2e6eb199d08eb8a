"""What the reader's screen can show: its width, colour, and which glyphs."""

import codecs
import shutil
import sys
from pathlib import Path

from shopmetrics.cli.colour import coloured
from shopmetrics.render import Glyphs, Look

_WIDEST = 120


def look_of(colour: bool | None, output: Path | None) -> Look:  # noqa: FBT001 as typed: yes, no, unsaid
    """Return the look for stdout; a file gets 80 columns and no colour unless forced."""
    stdout = None if output is not None else sys.stdout  # which may be closed
    screen = stdout is not None and stdout.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if output is None else 80
    encoding = "utf-8" if stdout is None else (stdout.encoding or "ascii")
    return Look(
        width=min(max(width, 40), _WIDEST),
        colour=coloured(screen=screen) if colour is None else colour,
        glyphs=Glyphs.unicode if _can_say(encoding) else Glyphs.ascii,
        encoding=_known(encoding),
    )


def _known(encoding: str) -> str:
    """Return the name of a character set that there is."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "ascii"


def _can_say(encoding: str) -> bool:
    """Say whether the encoding holds the bars and marks of the Unicode set."""
    try:
        "█▁●▲×…".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
