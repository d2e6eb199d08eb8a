"""A .po file of this folder, read: what is to be said, by id or by its English."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po


@cache
def catalogue(name: str) -> Mapping[str, str]:
    """Return the sentences of a file: `zh`, `zh.errors`, `zh.help`."""
    file = files("shopmetrics") / "text" / f"{name}.po"
    with file.open("rb") as opened:
        return {str(one.id): str(one.string) for one in read_po(opened) if one.id}
