"""What a path leads to, told by its first bytes: text, a container of tables, or neither."""

import errno
import io
import os
import re
import signal
import stat
import sys
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from shopmetrics.errors import InputError

PIPE_LIMIT = 512 * 2**20  # a pipe is kept in memory, because the table is read twice

STDIN = Path("-")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # pathlib folds the second slash
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\x00", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "a rich text document"),
)
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style", b"<div")
_XML = b"<?xml"
_TAR, _TAR_AT = b"ustar", 257
_SAVE = "open it in a spreadsheet program and save it as 'CSV UTF-8', then give that file"
_UNPACK = "unpack it and give the CSV file that is inside"
_WORKBOOK_NAMES = frozenset({".xlsx", ".xlsm", ".xls"})


class NoExportError(InputError):
    """What is no table of an export at all: in a folder or an archive it is passed over."""


class Container(StrEnum):
    """What a file is, as far as it can be read."""

    text = "text"
    zip = "zip"
    gzip = "gzip"
    ole = "ole"  # what older Excel files and locked workbooks are kept in


_READ = (
    (b"PK\x03\x04", Container.zip),
    (b"\x1f\x8b", Container.gzip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Container.ole),
)


def container_of(head: bytes) -> Container:
    """Tell by its first bytes what a file is; what is not known is taken for text."""
    return next((kind for magic, kind in _READ if head.startswith(magic)), Container.text)


def open_file(path: Path) -> BinaryIO:
    """Open a regular file, or read a pipe of at most 512 MiB into memory; `-` is standard input.

    Raises:
        InputError: the path is an address, is missing, forbidden, or leads to no plain file.
    """
    if path == STDIN:
        return _stdin()
    if _SCHEME.match(str(path)):
        raise InputError(
            f"{path}: this is a network address, not a file",
            hint="download the export and give the path of the file",
        )
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return path.open("rb", buffering=0)
        if stat.S_ISFIFO(mode):
            return _drain(path)
    except (OSError, ValueError) as error:
        raise _refusal(path, error) from None
    kind = "a folder" if stat.S_ISDIR(mode) else "a device or socket"
    raise InputError(
        f"{path}: expected a file but found {kind}",
        hint="give the path of the exported CSV file itself",
    )


def refuse_other_formats(path: Path, head: bytes) -> None:
    """Refuse what is neither text nor a container, by its first bytes.

    Raises:
        NoExportError: saying what it is, and how to get at the table in it.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise refused(path, kind, office=kind.startswith(("a PDF", "a rich")))
    if head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        raise refused(path, "a tar archive")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096].lower()
    if start.startswith(_MARKUP) or (start.startswith(_XML) and b"<" in start[5:]):
        raise refused(path, "a web page or XML file, perhaps named .xls", office=True)


def refuse_false_name(path: Path, kind: str) -> None:
    """Refuse an archive that is named like a workbook: one of the two is a mistake.

    Raises:
        NoExportError: saying what it is.
    """
    if path.suffix.lower() in _WORKBOOK_NAMES:
        raise NoExportError(
            f"{path}: this is {kind}, not an Excel workbook, though it is named like one",
            hint="download it again, or name it for what it is",
        )


def refused(path: Path, kind: str, *, office: bool = False) -> NoExportError:
    """Return the error for a file that is no table, with what to do about it."""
    return NoExportError(
        f"{path}: this is {kind}, not a CSV file", hint=_SAVE if office else _UNPACK
    )


def stamp(file: BinaryIO) -> tuple[int, int] | None:
    """Return what changes when an open file is written to; None for a drained pipe."""
    try:
        status = os.fstat(file.fileno())
    except io.UnsupportedOperation:
        return None
    return status.st_size, status.st_mtime_ns


def refuse_change(path: Path, before: tuple[int, int] | None, file: BinaryIO) -> None:
    """Raise InputError when an open file is not as it was before."""
    if stamp(file) != before:
        raise changed(path)


def changed(path: Path) -> InputError:
    """Return the error for a file that is still being written."""
    return InputError(
        f"{path}: the file changed while it was read",
        hint="run again when the export is complete",
    )


def _stdin() -> BinaryIO:
    """Read what is piped into the program."""
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        raise InputError(
            "stdin: nothing is piped in, so there is nothing to read as -",
            hint="pipe an export in, as in: cat orders.csv | shopmetrics report -",
        )
    return _kept(Path("stdin"), sys.stdin.buffer)


def _drain(path: Path) -> BinaryIO:
    with path.open("rb") as pipe:
        return _kept(path, pipe)


def _kept(path: Path, pipe: BinaryIO) -> BinaryIO:
    # Polars has reads go on after Ctrl-C; one of a pipe may never end.
    signal.siginterrupt(signal.SIGINT, True)  # noqa: FBT003 the system's own
    content = pipe.read(PIPE_LIMIT + 1)
    if len(content) > PIPE_LIMIT:
        raise InputError(
            f"{path}: more than {PIPE_LIMIT // 2**20} MiB came through the pipe",
            hint="write it to a file first and give the path of that file",
        )
    return io.BytesIO(content)


def _refusal(path: Path, error: OSError | ValueError) -> InputError:
    match error:
        case FileNotFoundError():
            found, hint = "there is no such file", "check the path; file names are taken literally"
        case PermissionError():
            found, hint = "permission to read it is missing", "change the file's permissions"
        case OSError(errno=errno.ELOOP):
            found, hint = "the link leads back to itself", "give the path of the file itself"
        case _:
            found, hint = "it cannot be opened", "check that the path leads to a readable file"
    return InputError(f"{path}: {found}", hint=hint)
