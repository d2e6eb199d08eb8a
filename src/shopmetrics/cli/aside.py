"""What is said beside the answer, on stderr: notes on the files, what they were, what took long."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import perf_counter

from shopmetrics.cli.volume import Volume
from shopmetrics.printable import printable
from shopmetrics.render import render_notes
from shopmetrics.report import Report
from shopmetrics.source import Loaded
from shopmetrics.text import Words


@dataclass(frozen=True, slots=True)
class Aside:
    """Speaks on stderr as loud as was asked for, and keeps how long each step took."""

    words: Words
    volume: Volume
    _seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Take the time of a step."""
        begun = perf_counter()
        yield
        self._seconds[step] = perf_counter() - begun

    def files(self, loaded: Loaded) -> None:
        """Say what each file was taken for, and what became of its rows."""
        for source in loaded.sources if self.volume is Volume.verbose else ():
            names = ("rows_read", "accepted", "superseded", "ignored", "rejected")
            counts = {name: self.words.count(getattr(source, name)) for name in names}
            path = printable(str(source.path))
            shown = self.words.say(
                "aside.file", path=path, profile=source.profile, encoding=source.encoding, **counts
            )
            self.say(shown)

    def notes(self, report: Report) -> None:
        """Say of the files what changes how a number is to be read; if verbose, all of it."""
        if self.volume is not Volume.quiet:
            every = self.volume is Volume.verbose
            _write(render_notes(report, self.words, every=every))

    def times(self) -> None:
        """Say how long each step took."""
        if self.volume is Volume.verbose:
            took = (
                self.words.say(f"aside.{step}", seconds=f"{seconds:.2f}")
                for step, seconds in self._seconds.items()
            )
            self.say(self.words.say("aside.took", steps=" · ".join(took)))

    def say(self, text: str) -> None:
        """Say one line, unless nothing is to be said."""
        if self.volume is not Volume.quiet:
            _write(f"{text}\n")


def _write(text: str) -> None:
    with suppress(OSError):  # whoever read it is gone; what is done is done all the same
        sys.stderr.write(text)
