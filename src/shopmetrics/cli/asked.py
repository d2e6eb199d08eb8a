"""What was typed on one command line, and the run it asks for: load, tally, answer, judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import available_timezones

from shopmetrics.cli.period import day_of, period_of
from shopmetrics.cli.sides import with_sides
from shopmetrics.cli.volume import Volume
from shopmetrics.cli.watch import bar
from shopmetrics.config import Basis, Config, Exchanges
from shopmetrics.dimensions import Dimension
from shopmetrics.errors import ConfigError, InputError
from shopmetrics.facts.reach import first_day, last_day
from shopmetrics.facts.tells import tells
from shopmetrics.hindsight import as_it_stood
from shopmetrics.ingest import load, own_profiles
from shopmetrics.ingest.cells.currency import is_currency
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.page import Page
from shopmetrics.report import Report, build
from shopmetrics.rule import DEFAULT, Rule, in_force
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import Kind
from shopmetrics.source import Loaded
from shopmetrics.text import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a command that reads exports, as typed."""

    paths: tuple[Path, ...]
    orders: tuple[Path, ...]
    refunds: tuple[Path, ...]
    config: Path | None
    profiles: tuple[Path, ...]
    timezone: str | None
    currency: str | None = None
    period: Mapping[str, str | None] = field(default_factory=dict)
    as_of: str | None = None
    basis: str | None = None
    by: tuple[Dimension, ...] = ()
    top: int | None = None
    rule: str | None = None
    exchanges: str | None = None
    a: str | None = None
    b: str | None = None
    event: str | None = None
    volume: Volume = Volume.usual

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Return every path given, in the order in which ties between files are broken."""
        return (*self.paths, *self.orders, *self.refunds)


def paths_of(typed: Sequence[str] | None) -> tuple[Path, ...]:
    """Return what was typed as paths; `-` alone is standard input, `./-` a file of that name.

    Raises:
        InputError: for a URL: nothing is read from a network.
    """
    for text in typed or ():
        if "://" in text:
            raise InputError(f"{text}: a URL is not supported", hint="download it: files are local")
    return tuple(_path(text) for text in typed or ())


def _path(text: str) -> Path:
    path = Path(text)
    return path.absolute() if path == Path("-") and text != "-" else path


def read(asked: Asked, config: Config, words: Words, *, mixed: bool = False) -> Loaded:
    """Load the exports that were named, with a bar where that takes a while.

    `mixed` admits several currencies, for who adds up no amounts.

    Raises:
        InputError: where none was named, or as load raises.
    """
    if not asked.inputs:
        raise InputError(
            "no files given", hint="name files or a folder: shopmetrics report exports/"
        )
    forced = dict.fromkeys(asked.orders, Kind.orders) | dict.fromkeys(asked.refunds, Kind.refunds)
    with bar(words, asked.volume) as progress:
        loaded = load(
            asked.inputs,
            forced=forced,
            profiles=own(asked, config),
            timezone=_known_zone(asked.timezone) or config.timezone,
            currency=config.currency,
            only=_known_currency(asked.currency),
            shops=config.shops,
            max_rejects=config.max_rejects,
            mixed=mixed,
            progress=progress,
        )
    if asked.as_of is None:
        return loaded
    end = datetime.combine(day_of("as-of", asked.as_of), time.max)
    shop = as_it_stood(loaded.shop, end)
    if loaded.shop.orders.height and not shop.orders.height:
        raise ConfigError(
            f"--as-of {asked.as_of} lies before every order", hint="see shopmetrics inspect"
        )
    return replace(loaded, shop=shop)


def _known_zone(name: str | None) -> str | None:
    if name is None or name in available_timezones():
        return name
    raise ConfigError(
        f"--timezone {name!r}: no such time zone", hint="names look like Asia/Shanghai"
    )


def _known_currency(name: str | None) -> str | None:
    if name is None or is_currency(name):
        return name
    raise ConfigError(f"--currency {name!r}: no such currency", hint="codes look like CNY")


def own(asked: Asked, config: Config) -> tuple[Profile, ...]:
    """Read the user's own profiles: those that were named, and those of the config's folder."""
    return own_profiles(asked.profiles, config.profiles)


def report(
    asked: Asked, config: Config, pages: Sequence[Page], loaded: Loaded, *, choices: bool = False
) -> Report:
    """Answer the asked pages over what was loaded; `choices` adds what a reader can choose from."""
    return build(loaded, pages, settings(asked, config, loaded), choices=choices)


def settings(asked: Asked, config: Config, loaded: Loaded) -> Settings:
    """Join what was typed, what the config says and what the files tell."""
    shop = loaded.shop
    as_of = shop.as_of.date() if shop.as_of else None
    period = period_of(dict(asked.period), as_of)
    if asked.as_of is not None and period.until is None:
        period = Period(period.since, as_of)
    rule = rule_of(asked.rule or config.rule, config, as_of)
    found = Settings(
        config=in_force(_with_exchanges(config, asked.exchanges), rule),
        period=period,
        basis=Basis(asked.basis or config.basis),
        by=asked.by,
        top=asked.top or config.top,
        tells=tells(loaded),
        decimals=shop.decimals,
        as_of=as_of,
        rules=(rule,),
        last_day=last_day(shop.as_of),
        first_day=first_day(shop.orders),
    )
    return with_sides(found, shop.orders, asked.a, asked.b, asked.event)


def _with_exchanges(config: Config, typed: str | None) -> Config:
    if typed is None:
        return config
    return replace(config, exchanges=replace(config.exchanges, count=Exchanges(typed)))


def rule_of(name: str, config: Config, as_of: date | None) -> Rule:
    """Return the rule of this name, in the version that was in force when the data ends.

    Raises:
        ConfigError: for a name that no rule has, and for a rule of the user's own that is none.
    """
    if name == DEFAULT.name and config.rules is None:
        return DEFAULT
    from shopmetrics.rules import named, on, rules_of  # noqa: PLC0415 they load Pydantic

    rules = rules_of(config.rules)
    return on(as_of, named(name, rules), rules)
