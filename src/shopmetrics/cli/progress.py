"""A bar on stderr while exports are read, for longer work."""

from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from shopmetrics.ingest import Step
from shopmetrics.printable import printable
from shopmetrics.text import Words

PATIENCE = 0.5  # seconds until a bar is worth its flicker
_NAME = 30  # characters of a file's name


class Bar:
    """Bytes as a bar, with files and rows in words; gone without a trace at the end."""

    def __init__(self, words: Words, console: Console | None = None) -> None:
        """Begin to count the time; nothing is shown yet."""
        self._words = words
        self._begun = monotonic()
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=console or Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None)

    def __call__(self, step: Step) -> None:
        """Show how far it has come, once it has taken half a second."""
        if monotonic() - self._begun < PATIENCE:
            return
        self._progress.start()
        said = self._words.say(
            "progress.reading",
            file=self._words.count(step.file),
            files=self._words.count(step.files),
            rows=self._words.count(step.rows),
            name=_shortened(step.path),
        )
        self._progress.update(
            self._task, description=said, completed=step.done, total=step.size or None
        )

    def end(self) -> None:
        """Take the bar off the screen."""
        self._progress.stop()


def _shortened(path: Path) -> str:
    name = printable(path.name)
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
