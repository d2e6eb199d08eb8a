"""The language of a command line, before and beside what its command makes of it."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from shopmetrics.errors import ShopmetricsError
from shopmetrics.language import language_of


def language_typed(argv: Sequence[str]) -> str:
    """Return the language of --language, else of the environment; English where it is not shown."""
    language = language_of(_option(argv), os.environ)
    return language if language == "en" or shows(sys.stdout) else "en"


def shows(stream: TextIO | None) -> bool:
    """Say whether a stream has Chinese letters; one that is closed shows nothing wrong."""
    try:
        "中".encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def language_wanted(argv: Sequence[str]) -> str:
    """Return the language that a command would use: that of its config comes second."""
    file = _value(argv, "--config")
    if _option(argv) is not None or file is None:
        return language_typed(argv)
    from shopmetrics.configfile import load_config  # noqa: PLC0415 only where an error is said

    try:
        language = language_of(load_config(Path(file)).language, os.environ)
    except ShopmetricsError:
        return language_typed(argv)
    return language if shows(sys.stdout) else "en"


def _option(argv: Sequence[str]) -> str | None:
    """Return the language that was typed; one that there is not was none."""
    typed = _value(argv, "--language")
    return typed if typed in {"en", "zh"} else None


def _value(argv: Sequence[str], option: str) -> str | None:
    """Return what was typed for an option, the last time it was typed."""
    found = None
    for at, word in enumerate(argv):
        if word == option:
            found = next(iter(argv[at + 1 :]), None)
        elif word.startswith(f"{option}="):
            found = word.removeprefix(f"{option}=")
    return found
