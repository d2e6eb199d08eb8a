"""The proof: everything loaded again as a report would, with what was written."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from shopmetrics.cli.init.save import CONFIG
from shopmetrics.cli.init.screen import Initial, Screen
from shopmetrics.cli.init.settled import Settled
from shopmetrics.configfile import load_config
from shopmetrics.ingest import load, own_profiles
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Tone, line
from shopmetrics.render.loaded import reject_words

_SHOWN = 3


def tried(
    asked: Initial, recognised: Sequence[Path], done: Sequence[Settled], screen: Screen
) -> None:
    """Say what became of each new file's rows, and what to run next.

    Raises:
        InputError: where the files cannot be loaded together.
    """
    path = asked.folder / CONFIG
    config = load_config(path)
    new = [path for one in done for path in one.unknown.paths]
    loaded = load(
        [*new, *recognised],
        profiles=own_profiles(asked.profiles, config.profiles),
        timezone=config.timezone,
        currency=config.currency,
        max_rejects=1.0,
    )
    screen.say("init.tried")
    count = screen.words.count
    for source in loaded.sources:
        if source.path in new:
            screen.say(
                "init.accepted",
                path=printable(str(source.path)),
                profile=source.profile,
                accepted=count(source.accepted),
                read=count(source.rows_read),
            )
    for reject in loaded.rejects[:_SHOWN]:
        said = f"{printable(str(reject.path))}: {reject_words(reject, screen.words)}"
        screen.show([line(said, Tone.watch)])
    screen.plain("init.next", command=report_command(asked, path))


def report_command(asked: Initial, config: Path | None) -> str:
    """Return the command line that makes a report of what was given."""
    words = ["shopmetrics", "report", *(str(path) for path in asked.paths)]
    words += [part for path in asked.profiles for part in ("--profile", str(path))]
    words += ["--config", str(config)] if config is not None else []
    return printable(shlex.join(words))
