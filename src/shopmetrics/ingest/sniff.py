"""The encoding of a file, decided on all of its bytes and never by losing some of them."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from shopmetrics.errors import InputError
from shopmetrics.ingest.lines import valid_utf8

PIECE = 4 * 2**20
SAMPLE = 2**18

_BOMS = (  # UTF-32 LE begins like UTF-16 LE
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NULS = 4  # so many in a row are padding, not a slip in one record
_STRAY = 0.1  # a smaller share of lines that are not UTF-8 is damage, a larger one another encoding
_SURE = 0.7
_HEAD = 2**16  # the names of the columns are to be found in so many characters
_CONTINUES = 0x80  # bytes from here on belong to characters of several bytes
_LEADS = (0xC0, 0xE0, 0xF0)  # bytes from here on begin one of two, three, four bytes
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WITHIN_LATIN = re.compile(r"(?<=[a-z])[^\x00-\x7f](?=[a-z])")
_KANA_KANJI = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]")
_LETTER = "[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]{1,2}"
_SIGN = (
    "[\u20ac\u00a3\u00a5\u00a7\u00b0\u00b2-\u00b4\u00b7\u00ba\u00bd\u2018-\u201d\u2013-\u2026"
    "\u2122\u00ae\u00a9\u00d7\u00a0]"
)
_WESTERN = re.compile(f"[A-Za-z]+{_LETTER}|{_LETTER}[A-Za-z]+|{_SIGN}")


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
    lines = _foreign(sample)
    strange = len(lines) - len(_decodable(lines, "utf-8"))
    share = strange / (len(lines) or 1)
    if share <= _STRAY or (strange == 1 and (earlier or share < 1)):
        return "utf-8", True
    if share < 1 - _STRAY or earlier:
        raise InputError(
            f"{path}: a part of the lines is UTF-8 and a part is in another encoding,"
            " as when two exports are joined",
            hint="give the two exports as separate files, each in one encoding",
        )
    return _older(head[:SAMPLE] + b"\n" + sample[:SAMPLE], path, known), False


def _scan(file: BinaryIO, path: Path) -> tuple[bool, bytes, bool]:
    """Tell whether all is UTF-8; else the first piece that is not, and if text came before it."""
    earlier = False
    for piece in _whole_characters(file):
        if b"\0" in piece and b"\0" * _NULS in piece:
            raise InputError(
                f"{path}: damaged: there are NUL bytes in the text, as after an incomplete"
                " download or a crash",
                hint="export the file again",
            )
        if not valid_utf8(piece):
            return False, piece, earlier
        earlier = earlier or not piece.isascii()
    return True, b"", earlier


def _whole_characters(file: BinaryIO) -> Iterator[bytes]:
    """Yield pieces that do not end inside a UTF-8 character, through one buffer."""
    view = memoryview(bytearray(PIECE))
    kept = 0
    while count := file.readinto(view[kept:]):  # type: ignore[attr-defined] # raw file or BytesIO
        filled = kept + count
        kept = _unfinished(bytes(view[max(filled - 4, 0) : filled]))
        yield bytes(view[: filled - kept])
        view[:kept] = view[filled - kept : filled]
    if kept:
        yield bytes(view[:kept])


def _unfinished(end: bytes) -> int:
    """Return how many bytes at the end begin a UTF-8 character and do not complete it."""
    for back in range(1, min(len(end), 3) + 1):
        lead = end[-back]
        if lead >= _LEADS[0]:
            return back if back < 2 + sum(lead >= longer for longer in _LEADS[1:]) else 0
        if lead < _CONTINUES:
            return 0
    return 0


def _wide(head: bytes) -> str | None:
    """Name the encoding in which NUL bytes stand where Latin letters leave them."""
    nuls = [head[place::4].count(0) / (len(head) // 4 or 1) for place in range(4)]
    if min(nuls[2], nuls[3]) > _SURE:
        return "utf-32-le"
    if min(nuls[0], nuls[1]) > _SURE:
        return "utf-32-be"
    even, odd = nuls[0] + nuls[2], nuls[1] + nuls[3]
    if max(even, odd) > _STRAY and min(even, odd) < _STRAY * max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _foreign(sample: bytes) -> list[bytes]:
    """Return the lines with other bytes than ASCII."""
    return [line for line in re.split(rb"[\r\n]", sample) if not line.isascii()]


def _older(sample: bytes, path: Path, known: Callable[[str], bool]) -> str:
    """Choose by the names of columns first, then by how much of the text looks like a language."""
    scores = {
        encoding: (_names(text, known), likeness(text))
        for encoding, likeness in _LIKENESS.items()
        if (text := _decoded(sample, encoding))
    }
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    if not best or scores[best] < (0, _SURE):
        raise InputError(
            f"{path}: the encoding of the text is unknown: it is not UTF-8, GB18030, Shift JIS"
            " or Windows-1252",
            hint="save the file as 'CSV UTF-8' and give that file",
        )
    return best


def _decoded(sample: bytes, encoding: str) -> str:
    """Return the lines that are not ASCII; nothing when too many of them cannot be decoded."""
    lines = _foreign(sample)
    good = _decodable(lines, encoding)
    # A line of the sample may be cut in the middle of a character at either end.
    allowed = _STRAY * len(lines) + (2 if len(sample) > SAMPLE else 0)
    return "\n".join(good) if len(lines) - len(good) <= allowed else ""


def _decodable(lines: list[bytes], encoding: str) -> list[str]:
    good: list[str] = []
    for line in lines:
        with suppress(UnicodeDecodeError):
            good.append(line.decode(encoding))
    return good


def _names(text: str, known: Callable[[str], bool]) -> int:
    cells = re.split(r"[,;\t|\n]", text[:_HEAD])
    return sum(not cell.isascii() and known(cell.strip('" ')) for cell in cells)


def _chinese(text: str) -> float:
    """Share of the characters that are of simplified Chinese and stand not within a Latin word."""
    common = _WITHIN_LATIN.sub("", text).encode("gb2312", "ignore").decode("gb2312")
    return _share(_count(common), text)


def _japanese(text: str) -> float:
    """Share of the characters that are kana, kanji or full-width forms."""
    return _share(len(_KANA_KANJI.findall(text)), text)


def _western(text: str) -> float:
    """Share of the characters that stand within a Latin word or are signs of their own."""
    return _share(sum(_count(word) for word in _WESTERN.findall(text)), text)


def _count(text: str) -> int:
    return len(_FOREIGN.findall(text))


def _share(found: int, text: str) -> float:
    return found / (_count(text) or 1)


_LIKENESS: Mapping[str, Callable[[str], float]] = {
    "gb18030": _chinese,
    "cp932": _japanese,
    "cp1252": _western,
}
