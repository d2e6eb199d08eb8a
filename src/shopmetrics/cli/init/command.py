"""One run of init: what no profile fits is proposed, settled, shown, written and tried."""

from pathlib import Path

import typer

from shopmetrics.cli.init.gather import Gathered, gather, orders_beside
from shopmetrics.cli.init.save import CONFIG, check_free, kept_config, save
from shopmetrics.cli.init.screen import Initial, Screen
from shopmetrics.cli.init.settled import settled
from shopmetrics.cli.init.texts import texts
from shopmetrics.cli.init.tried import report_command, tried
from shopmetrics.configfile import load_config
from shopmetrics.errors import InputError
from shopmetrics.ingest import own_profiles
from shopmetrics.ingest.profiles.recognise import known
from shopmetrics.printable import printable
from shopmetrics.text.said import said


def initialise(asked: Initial, screen: Screen) -> None:
    """Propose, ask, write, and try what was written.

    Raises:
        InputError: for a named file that is no table.
        ConfigError: where what is needed cannot be decided.
        OutputError: where something stands in the way.
    """
    kept = None if asked.force else kept_config(asked.folder)
    if kept is None:
        check_free([asked.folder / CONFIG], force=asked.force)
    config = load_config(kept or asked.config)
    own = own_profiles(asked.profiles, config.profiles)
    gathered = gather(asked.paths, asked.forced, known(own), screen.names)
    _say_known(gathered, screen)
    if not gathered.unknown:
        screen.plain("init.nothing", command=report_command(asked, kept or asked.config))
        return
    recognised = list(dict.fromkeys(path for path, _ in gathered.recognised))
    done = settled(gathered.unknown, orders_beside(recognised, own), screen)
    if not done:
        screen.warn("init.none_settled")
        if not recognised:
            raise typer.Exit(InputError.exit_code)
        return
    wanted = texts(asked, config.timezone, own, done, screen)
    if kept is not None:
        del wanted[kept]
    save(wanted)
    for path in wanted:
        screen.plain("init.written", path=printable(str(path)))
    tried(asked, frozenset(map(_name, wanted)), screen)


def _name(profile: Path) -> str:
    return profile.stem


def _say_known(gathered: Gathered, screen: Screen) -> None:
    for path, profile in gathered.recognised:
        screen.say("init.known", path=printable(str(path)), profile=profile)
    for why in gathered.passed:
        screen.say("loaded.skipped", why=printable(said(why, screen.words.language)))
