"""What init was asked to do, and how it speaks while it does it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shopmetrics.cli.init.ask import Talk
from shopmetrics.cli.output import write
from shopmetrics.ingest.propose.synonyms import Synonyms
from shopmetrics.render import Look, render_blocks
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.shop import Kind
from shopmetrics.text import Words


@dataclass(frozen=True, slots=True)
class Initial:
    """What was typed: where to look, what is known of it, and where to write."""

    paths: tuple[Path, ...]
    forced: dict[Path, Kind]
    config: Path | None
    profiles: tuple[Path, ...]
    folder: Path
    force: bool
    timezone: str | None
    days: str | None


@dataclass(frozen=True, slots=True)
class Screen:
    """Proposals go to stdout and questions to stderr; `names` are the synonyms in use."""

    talk: Talk
    look: Look
    names: Synonyms

    @property
    def words(self) -> Words:
        """Return the language."""
        return self.talk.words

    def show(self, blocks: Iterable[Block]) -> None:
        """Write blocks to stdout."""
        write(render_blocks(blocks, self.look), None)

    def say(self, key: str, **values: object) -> None:
        """Write one sentence to stdout."""
        self.show([line(self.words.say(key, **values))])

    def plain(self, key: str, **values: object) -> None:
        """Write one sentence that is not broken into lines: it holds something to be copied."""
        write(self.words.say(key, **values), None)

    def warn(self, key: str, **values: object) -> None:
        """Write one sentence that is not to be missed."""
        self.show([line(self.words.say(key, **values), Tone.watch)])
