"""Text in the letters of an old character set, before it is laid out: escapes take more room."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

_PLAIN = {
    "CN¥": "CNY ",
    "JP¥": "JPY ",
    "¥": "￥",  # which GBK has
    "￥": "Y",
    "€": "EUR ",
    "£": "GBP ",
    "₩": "KRW ",
    "₹": "INR ",
    "₫": "VND ",
    "●": "*",
    "▲": "!",
    "×": "x",
    "→": "->",
    "–": "-",
    "—": "-",
    "…": "...",
    "·": "|",
    "≤": "<=",
    "≥": ">=",
    "±": "+/-",
    "∞": "inf",
    "’": "'",
    "“": '"',
    "”": '"',
}
_UTF = "utf"


def sayable(text: str, encoding: str) -> str:
    """Replace what a character set lacks: marks by plain ones, other letters by their escapes."""
    if text.isascii() or encoding.lower().startswith(_UTF):
        return text
    for mark, plain in _PLAIN.items():
        if mark in text and _lacks(mark, encoding):
            text = text.replace(mark, plain)
    return text.encode(encoding, "backslashreplace").decode(encoding)


def said_in(block: Any, encoding: str) -> Any:  # noqa: ANN401 a block, and whatever it holds
    """Replace the same in every text of a block."""
    if isinstance(block, str):
        return sayable(block, encoding)
    if isinstance(block, tuple):
        return tuple(said_in(one, encoding) for one in block)
    if is_dataclass(block) and not isinstance(block, type):
        values = {one.name: getattr(block, one.name) for one in fields(block)}
        return replace(block, **{name: said_in(one, encoding) for name, one in values.items()})
    return block


def _lacks(mark: str, encoding: str) -> bool:
    try:
        mark.encode(encoding)
    except UnicodeEncodeError:
        return True
    return False
