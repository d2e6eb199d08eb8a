"""OLE files: old Excel files, which are refused, and workbooks that are locked with a password."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.container import refused

PASSWORD = "SHOPMETRICS_XLSX_PASSWORD"  # noqa: S105 the name of the variable, not what it holds

_LOCKED = frozenset({"EncryptedPackage", "EncryptionInfo"})
_OLD = frozenset({"Workbook", "Book"})
_HEADER = 512
_ENTRY = 128  # bytes of an entry in the list of streams
_SECTORS_LIMIT = 64  # of that list; a workbook needs two


def office_content(file: BinaryIO, path: Path) -> bytes:
    """Return the workbook that is locked in an OLE file.

    Raises:
        NoExportError: it is an old Excel file (xls), or another document.
        InputError: the extra that unlocks it is not installed, or as unlock raises.
    """
    names = frozenset(_streams(file))
    if not names & _LOCKED:
        old = "an old Excel file (xls)" if names & _OLD else "an old Office document"
        raise refused(path, old, office=True)
    try:
        from shopmetrics.ingest.files.unlock import unlock  # noqa: PLC0415 needs an optional extra
    except ImportError:
        raise InputError(
            f"{path}: this is an Excel workbook locked with a password",
            hint='install the extra that opens it: pip install "shopmetrics[encrypted]"; the'
            " password of a Kuaishou export is the last six characters of its file name, any"
            f" other is taken from {PASSWORD}; or open it and save it without a password",
        ) from None
    return unlock(file, path, PASSWORD)


def _streams(file: BinaryIO) -> Iterator[str]:
    """Yield the names in the list of streams (Microsoft's MS-CFB, sections 2.2 to 2.6)."""
    file.seek(0)
    head = file.read(_HEADER)
    if len(head) < _HEADER:
        return
    size = 1 << min(struct.unpack_from("<H", head, 30)[0], 12)
    (sector,) = struct.unpack_from("<I", head, 48)
    tables = struct.unpack_from("<109I", head, 76)
    for _ in range(_SECTORS_LIMIT):
        found = _at(file, sector, size)
        for at in range(0, len(found), _ENTRY):
            yield found[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        table, place = divmod(sector, size // 4)
        following = _at(file, tables[table], size) if table < len(tables) else b""
        if len(following) < size:
            return
        (sector,) = struct.unpack_from("<I", following, place * 4)


def _at(file: BinaryIO, sector: int, size: int) -> bytes:
    file.seek((sector + 1) * size)
    return file.read(size)
