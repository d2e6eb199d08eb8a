"""Text from files made harmless for a screen: nothing of it can move a cursor or hide."""

import re

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


def printable(text: str, *, lines: bool = False) -> str:
    r"""Write control, direction and unseen characters as \x1b; line breaks too, unless `lines`."""
    return _UNSEEN.sub(
        lambda found: found[0] if lines and found[0] == "\n" else _written(found[0]), text
    )


def escaped(text: str) -> str:
    r"""Write the same characters of JSON as \u001b, which means the same to every reader of it."""
    return _UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else _as_json(found[0]), text)


def _as_json(letter: str) -> str:
    return f"\\u{ord(letter):04x}"


def _written(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 one byte
