"""What is compressed, opened piece by piece and never beyond its bounds."""

import zlib
from collections.abc import Iterator
from gzip import GzipFile
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from shopmetrics.errors import InputError

INFLATED_LIMIT = 512 * 2**20  # bytes that one file may hold
FREE = 64 * 2**20  # up to here it does not matter how small it was
RATIO_LIMIT = 100  # text of exports shrinks to a tenth, a bomb to a thousandth
PIECE = 2**18

_ENCRYPTED = 1


def pieces(file: IO[bytes] | GzipFile, packed: int, path: Path) -> Iterator[bytes]:
    """Yield what a compressed file holds; `packed` is its size before it is opened.

    Raises:
        InputError: it is damaged, or holds more than 512 MiB, or more than 64 MiB and a
            hundred times what it takes.
    """
    limit = min(INFLATED_LIMIT, max(FREE, RATIO_LIMIT * packed))
    count = 0
    while piece := _read(file, path):
        count += len(piece)
        if count > limit:
            raise _too_large(path, limit)
        yield piece


def whole(file: IO[bytes] | GzipFile, packed: int, path: Path) -> bytes:
    """Return all that a compressed file holds, within the same bounds."""
    return b"".join(pieces(file, packed, path))


def open_zip(file: IO[bytes], path: Path) -> ZipFile:
    """Open a zip file; only its list of members is read.

    Raises:
        InputError: it has no readable list of members, as after a download that was cut short.
    """
    try:
        return ZipFile(file)
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise damaged(path, "the end of the zip archive is missing or cannot be read") from None


def member(archive: ZipFile, info: ZipInfo, path: Path) -> Iterator[bytes]:
    """Yield the content of one member of a zip file.

    Raises:
        InputError: it is encrypted or damaged, compressed in an unusual way, or too large.
    """
    if info.flag_bits & _ENCRYPTED:
        raise InputError(
            f"{path}: locked with a password", hint="unpack it and give the files that are inside"
        )
    if info.file_size > INFLATED_LIMIT:
        raise _too_large(path, INFLATED_LIMIT)
    try:
        file = archive.open(info)
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise damaged(path, "it cannot be unpacked") from None
    with file:
        yield from pieces(file, info.compress_size, path)


def damaged(path: Path, how: str) -> InputError:
    """Return the error for a file that is not what it begins as."""
    return InputError(f"{path}: damaged: {how}", hint="download or export the file again")


def _read(file: IO[bytes] | GzipFile, path: Path) -> bytes:
    try:
        return file.read(PIECE)
    except (BadZipFile, OSError, EOFError, zlib.error, NotImplementedError):
        raise damaged(path, "the compressed data end early or do not add up") from None


def _too_large(path: Path, limit: int) -> InputError:
    return InputError(
        f"{path}: too large: uncompressed it holds more than {limit // 2**20} MiB, the limit"
        " for a file of its size",
        hint="if that is right, unpack it and give the file that is inside, or split the export",
    )
