"""The last whole week or month that the data reach, or one that was named."""

import re
from datetime import date, timedelta

from shopmetrics.cli.period import period_of
from shopmetrics.errors import ConfigError, InputError
from shopmetrics.settings import Period

_DAY = timedelta(days=1)


def period_named(text: str, as_of: date | None, today: date | None = None) -> tuple[str, Period]:
    """Return the name and days of `week`, `month`, 2026-W26 or 2026-06.

    A week is whole when the data reach into its Sunday, and that is over: files of a Monday
    morning often end on Sunday evening.

    Raises:
        ConfigError: for anything else.
        InputError: where nothing in the files has a time.
    """
    if text in {"week", "month"}:
        if as_of is None:
            raise InputError("nothing in these files has a time", hint="see shopmetrics inspect")
        yesterday = (today or date.today()) - _DAY  # noqa: DTZ011 the shop's day is the reader's
        seen = min(as_of, yesterday)
        text = _week_until(seen) if text == "week" else _month_until(seen)
    if re.fullmatch(r"\d{4}-W\d{1,2}", text):
        return text, period_of({"week": text}, as_of)
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return text, period_of({"month": text}, as_of)
    raise ConfigError(
        f"--period {text!r} is no period I can send",
        hint="use week, month, 2026-W26 or 2026-06",
    )


def _week_until(day: date) -> str:
    """Name the last week whose Sunday is no later than a day."""
    year, week, _ = (day - timedelta(days=day.isoweekday() % 7)).isocalendar()
    return f"{year}-W{week:02d}"


def _month_until(day: date) -> str:
    """Name the last month whose end is no later than a day."""
    return f"{(day + _DAY).replace(day=1) - _DAY:%Y-%m}"
