"""Whether anybody watches while exports are read: only then is a bar made ready."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shopmetrics.ingest import Step
from shopmetrics.text import Words


@contextmanager
def bar(words: Words) -> Iterator[Callable[[Step], None] | None]:
    """Give what is to be told of each step; None where nobody would see it."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from shopmetrics.cli.progress import Bar  # noqa: PLC0415 a tenth of a small report

    shown = Bar(words)
    try:
        yield shown
    finally:
        shown.end()
