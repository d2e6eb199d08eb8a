"""What a path leads to: only plain files of text are opened, all else is named and refused."""

import errno
import io
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from shopmetrics.errors import InputError

PIPE_LIMIT = 512 * 2**20  # a pipe is kept in memory, because the table is read twice

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # pathlib folds the second slash
_EXCEL_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "compressed with gzip"),
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
_SAVE = "open it in a spreadsheet program and save it as 'CSV UTF-8', then give that file"
_UNPACK = "unpack it and give the CSV file that is inside"


def open_file(path: Path) -> BinaryIO:
    """Open a regular file, or read a pipe of at most 512 MiB into memory.

    Raises:
        InputError: the path is an address, is missing, forbidden, or leads to no plain file.
    """
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
    """Raise InputError when the first bytes are those of something that is not separated text."""
    if head.startswith(b"PK\x03\x04"):
        excel = b"[Content_Types].xml" in head or b"xl/" in head
        raise _not_text(path, "an Excel workbook (xlsx)" if excel else "a zip archive", excel)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        locked = _EXCEL_PASSWORD in head
        kind = "an Excel workbook locked with a password" if locked else "an old Excel file (xls)"
        raise _not_text(path, kind, office=True)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise _not_text(path, kind, office=kind.startswith(("a PDF", "a rich")))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096].lower()
    if start.startswith(_MARKUP) or (start.startswith(_XML) and b"<" in start[5:]):
        raise _not_text(path, "a web page or XML file, perhaps named .xls", office=True)


def stamp(file: BinaryIO) -> tuple[int, int] | None:
    """Return what changes when an open file is written to; None for a drained pipe."""
    try:
        status = os.fstat(file.fileno())
    except io.UnsupportedOperation:
        return None
    return status.st_size, status.st_mtime_ns


def _drain(path: Path) -> BinaryIO:
    with path.open("rb") as pipe:
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


def _not_text(path: Path, kind: str, office: bool) -> InputError:  # noqa: FBT001 - private, two hints
    return InputError(f"{path}: this is {kind}, not a CSV file", hint=_SAVE if office else _UNPACK)
