"""Which of the encodings before UTF-8 a text is in: names of columns tell, else its characters."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from shopmetrics.errors import InputError

STRAY = 0.1  # a smaller share of lines that cannot be decoded is damage, not another encoding

_SURE = 0.7
_HEAD = 2**16  # the names of the columns are to be found in so many characters
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WITHIN_LATIN = re.compile(r"(?<=[a-z])[^\x00-\x7f](?=[a-z])")
_KANA_KANJI = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]")
_LETTER = "[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]{1,2}"
_SIGN = (
    "[\u20ac\u00a3\u00a5\u00a7\u00b0\u00b2-\u00b4\u00b7\u00ba\u00bd\u2018-\u201d\u2013-\u2026"
    "\u2122\u00ae\u00a9\u00d7\u00a0]"
)
_WESTERN = re.compile(f"[A-Za-z]+{_LETTER}|{_LETTER}[A-Za-z]+|{_SIGN}")


def legacy_encoding(lines: list[bytes], path: Path, known: Callable[[str], bool]) -> str:
    """Choose by the names of columns first, then by how much of the text looks like a language."""
    scores = {
        encoding: (_names(text, known), likeness(text))
        for encoding, likeness in _LIKENESS.items()
        if (text := _decoded(lines, encoding))
    }
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    if not best or scores[best] < (0, _SURE):
        raise InputError(
            f"{path}: the encoding of the text is unknown: it is not UTF-8, GB18030, Shift JIS"
            " or Windows-1252",
            hint="save the file as 'CSV UTF-8' and give that file",
        )
    return best


def foreign_lines(sample: bytes) -> list[bytes]:
    """Return the lines with other bytes than ASCII."""
    return [line for line in re.split(rb"[\r\n]", sample) if not line.isascii()]


def decodable(lines: list[bytes], encoding: str) -> list[str]:
    """Decode the lines that are in an encoding and leave out the others."""
    good: list[str] = []
    for line in lines:
        with suppress(UnicodeDecodeError):
            good.append(line.decode(encoding))
    return good


def _decoded(lines: list[bytes], encoding: str) -> str:
    """Return the lines as one text; nothing when too many of them cannot be decoded."""
    good = decodable(lines, encoding)
    allowed = 1 + STRAY * len(lines)  # the first may have been cut within a character
    return "\n".join(good) if len(lines) - len(good) <= allowed else ""


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
