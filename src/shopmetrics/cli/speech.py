"""The words that a command speaks: of the language that was asked for, where it can be shown."""

import os
import sys

from shopmetrics.cli.spoken import shows
from shopmetrics.text import Words, language_of


def words_of(typed: str | None, configured: str | None = None, *, on_screen: bool = True) -> Words:
    """Return the words of a language; on a screen without its letters, English, and say so."""
    language = language_of(typed or configured, os.environ)
    if language == "en" or not on_screen or shows(sys.stdout):
        return Words(language)
    encoding = getattr(sys.stdout, "encoding", None)
    sys.stderr.write(f"{Words('en').say('aside.english', encoding=encoding)}\n")
    return Words("en")
