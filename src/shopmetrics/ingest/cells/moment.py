"""Moments in the shop's wall time, from every way in which exports write them.

What can only be one moment is read at first sight, chunk by chunk; days like 05/01/2024 and times
with an offset wait for the whole column, which decides between day and month first, and the zone.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import polars as pl

from shopmetrics.ingest.cells.clock import spoken
from shopmetrics.ingest.cells.ident import tidy
from shopmetrics.ingest.cells.offset import OFFSET, with_offset
from shopmetrics.ingest.cells.seen import Seen
from shopmetrics.shop import MOMENT

TIMES = ("ordered_at", "paid_at", "requested_at", "settled_at")
EARLIEST, SPAN = 2000, 20  # years
_USUAL = "%Y-%m-%d %H:%M:%S"
_TIMES = ("%H:%M:%S", "%H:%M", "%H:%M:%S%.f", "%I:%M:%S %p", "%I:%M %p")
_DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d-%b-%y", "%d-%b-%Y", "%d %b %Y"),
    *("%b-%d-%y", "%b %d, %Y"),
)
_EXCEL = r"^[1-9][0-9]{4}(?:\.[0-9]+)?$"
_EXCEL_DAY = pl.lit("1899-12-30").str.to_datetime("%Y-%m-%d", time_unit="us")
_SLASHED = r"^([0-9]{1,2})[/-]([0-9]{1,2})[/-](?:[0-9]{4}|[0-9]{2})\b"
_SLASHED_LONG = r"^([0-9]{1,2})[/-]([0-9]{1,2})[/-][0-9]{4}\b"
_WAITS = rf"{OFFSET}|{_SLASHED}|^[0-9]{{1,2}}\.[0-9]{{1,2}}\.[0-9]{{2}}\b"
_NOON = r"(?i)[ap]\.?m\.?$"
_MONTHS, _DAYS_OF_A_MONTH = 12, 31
_SAMPLE = 100
_FIRST_OF_FOUR = 1000  # years with four digits


class Days(StrEnum):
    """How a platform writes 05/01/2024, where nothing in a column tells."""

    day_first = "day_first"
    month_first = "month_first"
    by_clock = "by_clock"  # the month first with AM and PM, else the day


class AmbiguousDaysError(Exception):
    """Every day of a column is 12 or less: day or month first cannot be known."""


def seen(cells: pl.Series) -> Seen:
    """Read what can only be one moment; odd is what the column must decide, or what is none.

    The usual form first, which nearly always is all: 0.03 s a million moments.
    """
    value = _parsed(cells, _USUAL)
    if value.null_count() == cells.null_count():
        return Seen(value)
    text = tidy(cells)
    value = _parsed(text, _USUAL)
    odd = (value.is_null() & text.is_not_null()).arg_true()
    if odd.is_empty():
        return Seen(value)
    left = spoken(text.gather(odd))
    at, only_day = _read(left.set(left.str.contains(_WAITS), None), _DAYS)
    unread = at.is_null()
    return Seen(
        value.scatter(odd, at), odd.filter(unread), left.filter(unread), days=odd.filter(only_day)
    )


def moments(cells: pl.Series, zone: str, days: Days | None = None) -> pl.Series:
    """Read a column of moments that is in one piece."""
    return settled(seen(cells), zone, days)[0]


def settled(column: Seen, zone: str, days: Days | None = None) -> tuple[pl.Series, pl.Series]:
    """Return a column's moments, what waited for all of it read; and places of days alone.

    Raises:
        AmbiguousDaysError: as decided.
    """
    if column.odd.is_empty():
        return column.value, column.days
    at, only_day = decided(column.text, zone, days)
    found = column.value.scatter(column.odd, at)
    return found, pl.concat([column.days, column.odd.filter(only_day)])


def decided(text: pl.Series, zone: str, days: Days | None = None) -> tuple[pl.Series, pl.Series]:
    """Read what waited for the whole column; True where only a day was given, null is no moment.

    Offsets are turned into the zone's wall time. Whether 05/01/2024 begins with the day is told by
    a cell of the column above 12, else by `days`; two digits of a year are read where there are
    `days`. Raises AmbiguousDaysError where neither decides.
    """
    at, only_day = _read(text, _numeric(text, days))
    told = with_offset(text.set(at.is_not_null(), None), zone)
    return pl.select(pl.coalesce(at, told)).to_series(), only_day


def plausible(at: pl.Series) -> pl.Series:
    """Drop moments before the year 2000, or of a year far from the middle of the column."""
    first, last = at.min(), at.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return at
    if first.year >= EARLIEST and last.year - first.year <= SPAN:
        return at
    years = at.dt.year()
    middle = years.filter(years >= EARLIEST).median()
    near = (years >= EARLIEST) & ((years - int(str(middle or 0).split(".")[0])).abs() <= SPAN)
    return at.set(~near, None)


def _parsed(cells: pl.Series, form: str) -> pl.Series:
    # Polars' cache of what it has parsed costs half as much again where moments seldom repeat.
    return cells.str.to_datetime(form, time_unit="us", strict=False, cache=False).cast(MOMENT)


def _read(text: pl.Series, days: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Read by whichever form fits; True where it was a day without an hour.

    An export has few forms: the one that fits the first cells left is tried on all of them.
    """
    at, only_day = _excel(text)
    left = (at.is_null() & text.is_not_null()).arg_true()
    forms = [f"{day} {time}" for day in days for time in _TIMES] + list(days)
    while left.len() and forms:
        cells = text.gather(left)
        form = _fitting(cells.head(_SAMPLE), forms)
        if form is None:
            if left.len() <= _SAMPLE:
                break
            form = forms[0]
        forms.remove(form)
        found = _by(cells, form)
        hit = found.is_not_null()
        at = at.scatter(left.filter(hit), found.filter(hit))
        if form in days:
            only_day = only_day.scatter(left.filter(hit), True)  # noqa: FBT003 a value
        left = left.filter(~hit)
    return at, only_day


def _fitting(cells: pl.Series, forms: Sequence[str]) -> str | None:
    return next((form for form in forms if _by(cells, form).count()), None)


def _by(cells: pl.Series, form: str) -> pl.Series:
    """Read by one form; a year of two digits is none of four."""
    late = cells.str.contains(r" 24:00(?::00)?$")
    if late.any():
        moved = cells.str.replace(r" 24:00(:00)?$", " 00:00$1")
        found = _by(moved, form)
        return pl.select(pl.when(late).then(found.dt.offset_by("1d")).otherwise(found)).to_series()
    found = cells.str.to_datetime(form, time_unit="us", strict=False, cache=False)
    return found.cast(MOMENT).set(found.dt.year() < _FIRST_OF_FOUR, None)


def _excel(text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Read days since 1899-12-30; one without a fraction has no hour."""
    serial = pl.when(pl.lit(text).str.contains(_EXCEL)).then(pl.lit(text)).cast(pl.Float64)
    seconds = pl.duration(seconds=(serial * 86_400).round().cast(pl.Int64))
    whole = (serial % 1 == 0).fill_null(value=False)
    found = pl.select(at=(_EXCEL_DAY + seconds).cast(MOMENT), whole=whole)
    return found["at"], found["whole"]


def _numeric(text: pl.Series, days: Days | None) -> tuple[str, ...]:
    """Return the forms of days like 05/01/2024; one cell above 12 decides for the whole column."""
    short = () if days is None else ("%d.%m.%y",)
    cells = text.str.extract_groups(_SLASHED if days else _SLASHED_LONG).struct.unnest()
    parts = cells.cast(pl.Int64, strict=False)
    # A cell that is no day either way proves nothing.
    sane = parts.filter(pl.min_horizontal(pl.all()).is_between(1, _MONTHS))
    sane = sane.filter(pl.max_horizontal(pl.all()) <= _DAYS_OF_A_MONTH)
    first, second = (sane[name].max() for name in sane.columns)
    if not isinstance(first, int) or not isinstance(second, int):
        return short
    if max(first, second) <= _MONTHS and days is None:
        raise AmbiguousDaysError
    declared = days is Days.day_first or (days is Days.by_clock and not _has_noon(text))
    day_first = first > _MONTHS or (second <= _MONTHS and declared)
    begins = ("%d/%m/", "%d-%m-") if day_first else ("%m/%d/", "%m-%d-")
    years = ("%Y",) if days is None else ("%Y", "%y")
    return (*short, *(f"{start}{year}" for start in begins for year in years))


def _has_noon(text: pl.Series) -> bool:
    return bool(text.str.contains(_NOON).any())
