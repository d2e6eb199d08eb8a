"""Workbooks locked with a password, unlocked; needs the optional extra `encrypted`.

Kuaishou locks each export with the last six characters of its file's name.
"""

import io
import os
import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import (
    DecryptionError,
    FileFormatError,
    InvalidKeyError,
    ParseError,
)

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.inflate import damaged

SIZE_LIMIT = 64 * 2**20  # bytes: unlocking keeps several copies
ROUNDS_LIMIT = 1_000_000  # Excel takes 100,000 rounds, to slow guessing down

# What the library lets out where a file is damaged.
_BROKEN = (
    *(DecryptionError, FileFormatError, ParseError, ExpatError, struct.error),
    *(OSError, ValueError, LookupError, TypeError, AttributeError),
)
_COPY = re.compile(r"(?: ?\(\d+\)| - 副本| - copy)+$", re.IGNORECASE)  # added by browsers, desktops
_KUAISHOU = 6


def unlock(file: BinaryIO, path: Path, variable: str) -> bytes:
    """Return the workbook inside, by the end of the file's name or else by the environment.

    Raises:
        InputError: no password fits, or the file is damaged or too large.
    """
    if file.seek(0, io.SEEK_END) > SIZE_LIMIT:
        raise InputError(
            f"{path}: too large: a locked workbook of more than {SIZE_LIMIT // 2**20} MiB",
            hint="open it in a spreadsheet program and save it without a password",
        )
    file.seek(0)
    try:
        office = OfficeFile(file)
        _refuse_slow(getattr(office, "info", None), path)
        for password in _passwords(path, variable):
            found = io.BytesIO()
            with suppress(InvalidKeyError):
                office.load_key(password=password, verify_password=True)
                office.decrypt(found)
                return found.getvalue()
    except _BROKEN:
        raise damaged(path, "it is locked with a password and cannot be unlocked") from None
    raise InputError(
        f"{path}: this is an Excel workbook locked with a password, and neither the last six"
        f" characters of the file name nor {variable} open it",
        hint=f"give a Kuaishou export the name it had; or put the password into {variable}; or"
        " open it and save it without a password",
    )


def _refuse_slow(told: object, path: Path) -> None:
    if isinstance(told, dict) and told.get("spinValue", 0) > ROUNDS_LIMIT:
        raise damaged(path, f"it asks for more than {ROUNDS_LIMIT:,} rounds to be unlocked")


def _passwords(path: Path, variable: str) -> Iterator[str]:
    yield path.stem[-_KUAISHOU:]
    bare = _COPY.sub("", path.stem)
    if bare != path.stem:
        yield bare[-_KUAISHOU:]
    if given := os.environ.get(variable):
        yield given
