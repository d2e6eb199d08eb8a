"""The period that was typed: --since and --until, --last, --week or --month."""

import re
from datetime import date, timedelta

from shopmetrics.errors import ConfigError
from shopmetrics.settings import Period

_SPAN = {"d": 1, "w": 7}


def period_of(asked: dict[str, str | None], as_of: date | None) -> Period:
    """Return the asked period; without any, everything that was loaded.

    `asked` maps option names without dashes to what was typed; only since and until go together.

    Raises:
        ConfigError: for an unreadable value, two ways at once, or an end before its beginning.
    """
    given = {name: text for name, text in asked.items() if text is not None}
    ways = given.keys() - {"since", "until"}
    if len(ways) > 1 or (ways and len(given) > 1):
        named = ", ".join(f"--{name}" for name in given)
        raise ConfigError(f"{named} name the period more than once", hint="give one of them")
    if "last" in given:
        return _last(given["last"], as_of)
    if "week" in given:
        return _week(given["week"])
    if "month" in given:
        return _month(given["month"])
    return _between(given)


def day_of(option: str, text: str) -> date:
    """Read one date as typed, 2026-03-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unreadable(option, text, hint="a day is written 2026-03-01") from None


def _between(given: dict[str, str]) -> Period:
    since, until = (
        day_of(name, given[name]) if name in given else None for name in ("since", "until")
    )
    if since and until and until < since:
        raise ConfigError(
            f"--until {until} lies before --since {since}", hint="exchange the two dates"
        )
    return Period(since, until)


def _last(text: str, as_of: date | None) -> Period:
    """Count back from the day the data ends, that day included."""
    found = re.fullmatch(r"([1-9]\d{0,3})([dw])", text)
    if not found:
        raise _unreadable("last", text, hint="days are written 30d, weeks 4w")
    if as_of is None:
        return Period()
    days = int(found[1]) * _SPAN[found[2]]
    return Period(as_of - timedelta(days=days - 1), as_of)


def _week(text: str) -> Period:
    found = re.fullmatch(r"(\d{4})-W(\d{1,2})", text)
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        monday = None
    if monday is None:
        hint = "a week is written 2026-W12; a year has 52 or 53, by ISO 8601"
        raise _unreadable("week", text, hint=hint)
    return Period(monday, monday + timedelta(days=6))


def _month(text: str) -> Period:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        hint = "a month is written 2026-03, from 01 to 12"
        raise _unreadable("month", text, hint=hint) from None
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period(first, following - timedelta(days=1))


def _unreadable(option: str, text: str, *, hint: str) -> ConfigError:
    return ConfigError(f"--{option} {text!r} is no date or period I can read", hint=hint)
