"""Whether anybody watches while exports are read: only then is a bar made ready."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shopmetrics.cli.volume import Volume
from shopmetrics.ingest import Step
from shopmetrics.text import Words


@contextmanager
def bar(words: Words, volume: Volume = Volume.usual) -> Iterator[Callable[[Step], None] | None]:
    """Give what is to be told of each step; None where nobody would see it."""
    watched = sys.stderr is not None and sys.stderr.isatty()
    if not watched or volume is Volume.quiet or os.environ.get("TERM") == "dumb":
        yield None
        return
    from shopmetrics.cli.progress import Bar  # noqa: PLC0415 a tenth of a small report

    shown = Bar(words)
    try:
        yield shown
    finally:
        shown.end()
