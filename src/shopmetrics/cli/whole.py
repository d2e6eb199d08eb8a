"""The last whole week or month before the data end, or one that was named."""

import re
from datetime import date, timedelta

from shopmetrics.cli.period import period_of
from shopmetrics.errors import ConfigError, InputError
from shopmetrics.settings import Period

_WEEK = timedelta(days=7)


def period_named(text: str, as_of: date | None) -> tuple[str, Period]:
    """Return the name and days of `week`, `month`, 2026-W26 or 2026-06.

    A week is whole when its Sunday lies before the day on which the data end.

    Raises:
        ConfigError: for anything else.
        InputError: where nothing in the files has a time.
    """
    if text in {"week", "month"}:
        if as_of is None:
            raise InputError("nothing in these files has a time", hint="see shopmetrics inspect")
        text = _week_before(as_of) if text == "week" else _month_before(as_of)
    if re.fullmatch(r"\d{4}-W\d{1,2}", text):
        return text, period_of({"week": text}, as_of)
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return text, period_of({"month": text}, as_of)
    raise ConfigError(
        f"--period {text!r} is no period I can send",
        hint="use week, month, 2026-W26 or 2026-06",
    )


def _week_before(day: date) -> str:
    year, week, _ = (day - _WEEK).isocalendar()
    return f"{year}-W{week:02d}"


def _month_before(day: date) -> str:
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"
