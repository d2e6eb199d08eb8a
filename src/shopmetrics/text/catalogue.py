"""A .po file of this folder, read: what is to be said, by id or by its English."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

# Our files have an entry on two lines, and quotes and backslashes are escaped; a test holds this
# reading against Babel's, which takes 25 ms to load: what a small report takes to read its files.
_ENTRY = re.compile(r'^msgid "(.+)"\nmsgstr "(.*)"$', re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")


@cache
def catalogue(name: str) -> Mapping[str, str]:
    """Return the sentences of a file: `zh`, `zh.errors`, `zh.help`."""
    text = (Path(__file__).parent / f"{name}.po").read_text(encoding="utf-8")
    return {_bare(key): _bare(said) for key, said in _ENTRY.findall(text)}


def _bare(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
