"""What was typed to be compared: --a and --b, --event, or two groups --by a dimension."""

from dataclasses import replace
from difflib import get_close_matches

import polars as pl

from shopmetrics.cli.period import period_of
from shopmetrics.dimensions import CALENDAR, OF_REFUND, Dimension
from shopmetrics.errors import ConfigError
from shopmetrics.settings import Period, Settings, Side, Sides
from shopmetrics.sides import around, named, ripe_until

_HINT = (
    "two periods: --a 2026-04 --b 2026-05 (also 2026-W18, 2026-05-01, 2026-05-01..2026-05-14); "
    "an event of the config: --event LABEL; two groups: --by platform --a taobao --b douyin"
)
_SHOWN = 8
_HOURS, _WEEKDAYS = 24, 7


def with_sides(
    settings: Settings, orders: pl.DataFrame, a: str | None, b: str | None, event: str | None
) -> Settings:
    """Return the settings with the two sides that were typed, as they are where none was.

    Raises:
        ConfigError: for half a pair, two ways at once, and for what is no period, event or group.
    """
    if event is not None:
        if a is not None or b is not None:
            raise ConfigError("--event names both sides already", hint="leave out --a and --b")
        return replace(settings, sides=_around(event, settings))
    if a is None and b is None:
        return settings
    if b is None:
        raise ConfigError("--a is given without --b: there is nothing to compare with", hint=_HINT)
    if a is None:
        return replace(settings, sides=_before(b))
    periods = _period(a), _period(b)
    if periods[0] is None or periods[1] is None:
        return replace(settings, sides=_groups(a, b, settings, orders))
    if settings.period != Period():
        given = "--a and --b name the periods, and so does another option"
        raise ConfigError(given, hint="leave out --since, --until, --last, --week and --month")
    return replace(settings, sides=_periods(periods[0], periods[1]))


def _around(label: str, settings: Settings) -> Sides:
    known = {one.label: one.date for one in settings.config.events}
    if label not in known:
        near = get_close_matches(label, known, 1)
        found = f"--event {label!r}: the config has no such event"
        listed = (
            f"it has {', '.join(known)}" if known else "write events: into shop.yaml (--config)"
        )
        raise ConfigError(found, hint=f"did you mean {near[0]!r}?" if near else listed)
    before, after = around(known[label], settings)
    sides = Side(f"before {label}", before), Side(f"since {label}", after)
    return Sides(*sides, event=True)


def is_period(text: str | None) -> bool:
    """Say whether a side names a period, or nothing, and no group."""
    return text is None or _period(text) is not None


def _before(b: str) -> Sides:
    period = _period(b)
    before = None if period is None else period.before()
    if period is None or before is None:
        raise ConfigError(f"--b {b!r} is no period, and there is no --a", hint=_HINT)
    return _periods(before, period)


def _periods(a: Period, b: Period) -> Sides:
    if not (_ends_before(a, b) or _ends_before(b, a)):
        raise ConfigError(
            f"--a {named(a)} and --b {named(b)} overlap", hint="an order can be on one side only"
        )
    return Sides(Side(named(a), a), Side(named(b), b))


def _ends_before(one: Period, other: Period) -> bool:
    return one.until is not None and other.since is not None and one.until < other.since


def _period(text: str) -> Period | None:
    """Read a month, an ISO week, a day or since..until; None where it is none of these."""
    since, dots, until = text.partition("..")
    asked = {"since": since, "until": until if dots else since}
    ways: tuple[dict[str, str | None], ...] = ({"month": text}, {"week": text}, {**asked})
    for way in ways:
        try:
            return period_of(way, None)
        except ConfigError:
            continue
    return None


def _groups(a: str, b: str, settings: Settings, orders: pl.DataFrame) -> Sides:
    dimension = _dimension(a, b, settings)
    if a == b:
        raise ConfigError(f"--a and --b are both {a!r}", hint="name two different ones")
    for option, name in (("a", a), ("b", b)):
        _known(option, name, dimension, orders)
    period = settings.period
    if period.until is None and settings.first_day is not None:
        period = Period(period.since, ripe_until(settings, period.since or settings.first_day))
    return Sides(Side(a, period, a), Side(b, period, b), str(dimension))


def _dimension(a: str, b: str, settings: Settings) -> Dimension:
    usable = [one for one in Dimension if one not in CALENDAR | OF_REFUND]
    chosen = [one for one in usable if one in settings.by]
    if len(settings.by) == 1 and chosen:
        return chosen[0]
    if not settings.by:
        raise ConfigError(f"--a {a!r} and --b {b!r} are not both periods", hint=_HINT)
    names = ", ".join(usable)
    raise ConfigError(
        f"--by {', '.join(settings.by)}: no groups that can be compared", hint=f"one of {names}"
    )


def _known(option: str, name: str, dimension: Dimension, orders: pl.DataFrame) -> None:
    if dimension is Dimension.hour:
        names = [str(hour) for hour in range(_HOURS)]
    elif dimension is Dimension.weekday:
        names = [str(day + 1) for day in range(_WEEKDAYS)]
    else:
        names = orders[dimension].cast(pl.String).drop_nulls().unique().sort().to_list()
    if name in names:
        return
    near = get_close_matches(name, names, 1)
    some = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    there = f"there are {some}" if names else "the files name none"
    found = f"--{option} {name!r}: no {dimension} of that name is loaded"
    raise ConfigError(found, hint=f"did you mean {near[0]!r}?" if near else there)
