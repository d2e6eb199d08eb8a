"""The encoding of a file, decided on all of its bytes and never by losing some of them."""

import codecs
from collections.abc import Callable, Iterator
from io import SEEK_CUR
from pathlib import Path
from typing import BinaryIO

from shopmetrics.errors import InputError
from shopmetrics.ingest.delimited.legacy import STRAY, decodable, foreign_lines, legacy_encoding
from shopmetrics.ingest.delimited.lines import valid_utf8

PIECE = 4 * 2**20
SCANNED = 2**18  # bytes that stay in the caches: pieces of 4 MiB take twice as long
SAMPLE = 2**18
SAMPLED_LINES = 2000

_BOMS = (  # UTF-32 LE begins like UTF-16 LE
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NULS = 4  # so many in a row are padding, not a slip in one record
_SURE = 0.7
_SOME = 0.25
_CONTINUES = 0x80  # bytes from here on belong to characters of several bytes
_LEADS = (0xC0, 0xE0, 0xF0)  # bytes from here on begin one of two, three, four bytes


def sniff_encoding(file: BinaryIO, path: Path, known: Callable[[str], bool]) -> tuple[str, bool]:
    """Return the encoding, and whether single lines of it are damaged.

    Reads the whole file. `known` tells whether a word is a column name; it decides between the
    older encodings where the text itself leaves a doubt.

    Raises:
        InputError: the file is padded with NUL bytes, mixes encodings, or is in none that is known.
    """
    file.seek(0)
    head = file.read(PIECE)
    file.seek(0)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding, encoding == "utf-8-sig" and not _scan(file, path)[0]
    if wide := _wide(head[:4096]):
        return wide, False
    clean, sample, earlier = _scan(file, path)
    if clean:
        return "utf-8", False
    lines = foreign_lines(sample)
    strange = len(lines) - len(decodable(lines, "utf-8"))
    share = strange / (len(lines) or 1)
    if share <= STRAY or (strange == 1 and (earlier or share < 1)):
        return "utf-8", True
    if share < 1 - STRAY or earlier:
        raise InputError(
            f"{path}: a part of the lines is UTF-8 and a part is in another encoding,"
            " as when two exports are joined",
            hint="give the two exports as separate files, each in one encoding",
        )
    return legacy_encoding(foreign_lines(_start(head)) + lines[:SAMPLED_LINES], path, known), False


def _scan(file: BinaryIO, path: Path) -> tuple[bool, bytes, bool]:
    """Tell whether all is UTF-8; else a piece that is not, and if text of UTF-8 came before it."""
    earlier = False
    for at, piece in _whole_characters(file):
        if b"\0" in piece and b"\0" * _NULS in piece:
            raise InputError(
                f"{path}: damaged: there are NUL bytes in the text, as after an incomplete"
                " download or a crash",
                hint="export the file again",
            )
        if not valid_utf8(piece):
            file.seek(at)
            return False, file.read(PIECE), earlier
        earlier = earlier or not piece.isascii()
    return True, b"", earlier


def _whole_characters(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield pieces that do not end inside a UTF-8 character, and where they begin."""
    at = 0
    while piece := file.read(SCANNED):
        kept = _unfinished(piece[-4:])
        if 0 < kept < len(piece):
            file.seek(-kept, SEEK_CUR)
            piece = piece[:-kept]
        yield at, piece
        at += len(piece)


def _unfinished(end: bytes) -> int:
    """Return how many bytes at the end begin a UTF-8 character and do not complete it."""
    for back in range(1, min(len(end), 3) + 1):
        lead = end[-back]
        if lead >= _LEADS[0]:
            return back if back < 2 + sum(lead >= longer for longer in _LEADS[1:]) else 0
        if lead < _CONTINUES:
            return 0
    return 0


def _start(data: bytes) -> bytes:
    """Return the first lines, as many as tell an encoding."""
    return data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1]


def _wide(head: bytes) -> str | None:
    """Name the encoding in which NUL bytes stand where Latin letters leave them."""
    nuls = [head[place::4].count(0) / (len(head) // 4 or 1) for place in range(4)]
    if min(nuls[2:]) > _SURE and nuls[0] < STRAY:
        return "utf-32-le"
    if min(nuls[:2]) > _SURE and nuls[3] < STRAY:
        return "utf-32-be"
    even, odd = nuls[0] + nuls[2], nuls[1] + nuls[3]
    if head.count(0) >= _NULS and max(even, odd) > _SOME and min(even, odd) < STRAY * _SOME:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None
