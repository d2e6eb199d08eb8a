"""The files that were named, by path, by pattern or by a folder around them."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.container import STDIN, NoExportError
from shopmetrics.shop import Kind
from shopmetrics.value import value

# What may be an export in a folder; a file that is named is always tried.
SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".zip", ".gz"})
_UNFINISHED = frozenset({".crdownload", ".part", ".partial", ".download"})  # as browsers call them
_WILD = frozenset("*?[")
_ASIDE = (".", "~$")  # what is hidden, and the lock of a spreadsheet program


@value
class Given:
    """A file to be read: how it was named, and the kind it was said to be."""

    path: Path
    named: bool  # not merely found in a folder: it must be usable
    kind: Kind | None = None
    size: int = 0  # bytes; 0 where that is not known before it is read


def given(paths: Sequence[Path], forced: Mapping[Path, Kind]) -> Iterator[Given | NoExportError]:
    """Yield every file, and what in a folder cannot be read; folders are searched to the bottom.

    Raises:
        InputError: for a pattern that fits no file.
    """
    for path in paths:
        kind = forced.get(path)
        for found in _matching(path):
            status = _status(found)
            if status is not None and stat.S_ISDIR(status.st_mode):
                yield from _inside(found, kind)
            else:
                size = status.st_size if status else 0
                yield Given(found, named=True, kind=kind, size=size)


def _matching(path: Path) -> Sequence[Path]:
    """Return the path itself, unless it is a pattern; a file of that very name comes first."""
    if path == STDIN or not _WILD & set(str(path)) or os.path.lexists(path):
        return (path,)
    root = Path(path.anchor)
    try:
        fitting = sorted(root.glob(str(path.relative_to(root))))
    except (ValueError, OSError, NotImplementedError):
        return (path,)  # opening it will say what is wrong
    found = [one for one in fitting if not _aside(one, path)]
    if not found:
        raise InputError(
            f"{path}: there is no such file, and none that fits it as a pattern",
            hint="check the folder and the ending in the pattern",
        )
    return found


def _aside(found: Path, pattern: Path) -> bool:
    """Tell whether a pattern leads through what is hidden without naming it."""
    return any(part.startswith(_ASIDE) for part in set(found.parts) - set(pattern.parts))


def _inside(folder: Path, kind: Kind | None) -> Iterator[Given | NoExportError]:
    unread: list[OSError] = []
    paths: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = [name for name in folders if not name.startswith(_ASIDE)]
        paths += [Path(place) / name for name in names if not name.startswith(_ASIDE)]
    for path in sorted(paths):
        if path.suffix.lower() in SUFFIXES:
            yield _found(path, kind)
        elif path.suffix.lower() in _UNFINISHED:
            yield NoExportError(f"{path}: a download that was not finished; export it again")
    for error in unread:
        yield NoExportError(f"{error.filename}: this folder cannot be read")


def _found(path: Path, kind: Kind | None) -> Given | NoExportError:
    """Pass over what is no plain file: to open a pipe that nobody writes to would take forever."""
    status = _status(path)
    if status is None:
        return Given(path, named=False, kind=kind)  # opening it will say what is wrong
    if not stat.S_ISREG(status.st_mode):
        return NoExportError(f"{path}: this is no plain file")
    return Given(path, named=False, kind=kind, size=status.st_size)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None
