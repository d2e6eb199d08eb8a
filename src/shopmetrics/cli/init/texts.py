"""What init writes: a profile for each new kind of file, and a shop.yaml that uses them."""

from collections.abc import Sequence
from pathlib import Path

from shopmetrics.cli.init.save import CONFIG, PROFILES, check_free, free_name
from shopmetrics.cli.init.screen import Initial, Screen
from shopmetrics.cli.init.settle import days_of
from shopmetrics.cli.init.settled import Settled
from shopmetrics.cli.init.zone import suggested_zone
from shopmetrics.errors import ConfigError
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.profiles.recognise import known
from shopmetrics.ingest.propose.written import Setting, config_text, profile_data, profile_text

_OWN = "own"


def texts(
    asked: Initial,
    zone: str | None,
    own: Sequence[Profile],
    done: Sequence[Settled],
    screen: Screen,
) -> dict[Path, str]:
    """Return what is to be written, by path; `zone` is that of the config in force.

    Raises:
        ConfigError: where days cannot be told from months and nobody is asked.
        OutputError: where a profile of the name is there already.
    """
    days = _days(asked, done, screen)
    zone = _zone(asked.timezone or zone, done, screen)
    drafts = [one.draft for one in done]
    found: dict[Path, str] = {}
    taken = frozenset(profile.name for profile in known(own).profiles)
    for one in done:
        name = free_name(f"{_OWN}_{one.draft.kind}", taken)
        taken |= {name}
        setting = Setting(name, _platform(one), zone, days if one.draft.ambiguous else None)
        path = asked.folder / PROFILES / f"{name}.yaml"
        check_free([path], force=asked.force)
        data = profile_data(one.draft, setting, screen.names, drafts)
        found[path] = profile_text(data, one.unknown.paths[0].name)
    found[asked.folder / CONFIG] = config_text(zone, PROFILES)
    return found


def _days(asked: Initial, done: Sequence[Settled], screen: Screen) -> str | None:
    drafts = [one.draft for one in done if one.draft.ambiguous]
    if not drafts:
        return None
    days = asked.days or days_of(drafts[0], screen.talk)
    if days is None:
        path = drafts[0].seen.sample.path
        said = screen.words.say("init.days", path=path, field=drafts[0].ambiguous[0])
        raise ConfigError(said, hint="--days day_first, or --days month_first")
    return days


def _zone(told: str | None, done: Sequence[Settled], screen: Screen) -> str | None:
    """Return the zone that is known or typed; times with an offset need none."""
    if told is not None or any(one.draft.offset for one in done):
        return told
    zone = screen.talk.zone(suggested_zone([one.draft for one in done]))
    if zone is None:
        screen.warn("init.no_zone")
    return zone


def _platform(one: Settled) -> str:
    """Return the platform of the orders that a file of refunds belongs to, else a name for all."""
    other = one.found.other
    return other.platform if other is not None and other.platform is not None else _OWN
