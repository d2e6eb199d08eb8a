"""The proof: everything loaded again as a report would, with what was written."""

import shlex
from pathlib import Path

from shopmetrics.cli.init.save import CONFIG
from shopmetrics.cli.init.screen import Initial, Screen
from shopmetrics.config import Config
from shopmetrics.configfile import load_config
from shopmetrics.ingest import load, own_profiles
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Tone, line
from shopmetrics.render.loaded import reject_words
from shopmetrics.source import Loaded

_SHOWN = 3


def tried(asked: Initial, new: frozenset[str], screen: Screen) -> None:
    """Say what became of the rows of each file with one of the new profiles, and what comes next.

    Raises:
        InputError: where the files cannot be loaded together, or a report would turn one away.
    """
    path = asked.folder / CONFIG
    config = load_config(path)
    loaded = _loaded(asked, config, max_rejects=1.0)
    screen.say("init.tried")
    count = screen.words.count
    for source in loaded.sources:
        if source.profile in new:
            screen.say(
                "init.accepted",
                path=printable(str(source.path)),
                profile=source.profile,
                accepted=count(source.accepted),
                read=count(source.rows_read),
            )
    if loaded.rejects:  # nothing is promised that a report then refuses
        _loaded(asked, config, max_rejects=config.max_rejects)
    for reject in loaded.rejects[:_SHOWN]:
        said = f"{printable(str(reject.path))}: {reject_words(reject, screen.words)}"
        screen.show([line(said, Tone.watch)])
    screen.plain("init.next", command=report_command(asked, path))


def _loaded(asked: Initial, config: Config, max_rejects: float) -> Loaded:
    return load(
        asked.paths,
        forced=asked.forced,
        profiles=own_profiles(asked.profiles, config.profiles),
        timezone=config.timezone,
        currency=config.currency,
        shops=config.shops,
        max_rejects=max_rejects,
    )


def report_command(asked: Initial, config: Path | None) -> str:
    """Return the command line that makes a report of what was given."""
    words = ["shopmetrics", "report"]
    for path in asked.paths:  # two files with one header are told apart by what was typed alone
        kind = asked.forced.get(path)
        words += [str(path)] if kind is None else [f"--{kind}", str(path)]
    words += [part for path in asked.profiles for part in ("--profile", str(path))]
    words += ["--config", str(config)] if config is not None else []
    return printable(shlex.join(words))
