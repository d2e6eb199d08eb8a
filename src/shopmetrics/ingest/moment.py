"""Moments in the shop's wall time, from every way in which exports write them."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from shopmetrics.shop import MOMENT

_CLEAN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)"
_TIMES = ("%H:%M:%S%.f", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H时%M分%S秒", "%H时%M分")
_DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%d.%m.%Y",
    "%d-%b-%y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%b-%d-%y",
    "%b %d, %Y",
)
# Months of German and Portuguese exports, where they are not written as the English ones.
_ABROAD = {
    "Jan": "jän(?:ner)?|januar|janeiro",
    "Feb": "februar|fev(?:ereiro)?",
    "Mar": "märz?|mrz|março",
    "Apr": "abr(?:il)?",
    "May": "maio?",
    "Jun": "junho|juni",
    "Jul": "julho|juli",
    "Aug": "ago(?:sto)?",
    "Sep": "set(?:embro)?",
    "Oct": "okt(?:ober)?|out(?:ubro)?",
    "Nov": "novembro",
    "Dec": "dez(?:ember|embro)?",
}
_OFFSET = r"^\S+[ T]\S+ ?(?:Z|UTC|[+-]\d{2}:?\d{2})$"
_HOURS = r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)? ?([+-]\d{2}):?00$"
_EXCEL = r"^[1-9]\d{4}(?:\.\d+)?$"
_SLASHED = r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b"
_SHORT_YEAR = r"^\d{1,2}[/-]\d{1,2}[/-]\d{2}\b"
_NOON = r"(?i)[ap]\.?m\.?$"
_MONTHS = 12
UTC = "UTC"
TIMES = ("ordered_at", "paid_at", "requested_at", "settled_at")
EARLIEST, SPAN = 2000, 20  # years


class Days(StrEnum):
    """How a platform writes 05/01/2024, where nothing in a column tells."""

    day_first = "day_first"
    month_first = "month_first"
    by_clock = "by_clock"  # the month first with AM and PM, else the day


class AmbiguousDaysError(Exception):
    """Every day of a column is 12 or less: day or month first cannot be known."""

    def __init__(self, column: str) -> None:
        """Remember whose days they are."""
        super().__init__(column)
        self.column = column


@dataclass(frozen=True, slots=True)
class Moments:
    """A column of moments, and whether each came with a time of day."""

    at: pl.Series
    timed: pl.Series


def moments(cells: pl.Series, zone: str, days: Days | None = None) -> Moments:
    """Read moments; null where a cell is blank, no moment, or before the year 2000.

    Offsets are turned into the zone's wall time. Whether 05/01/2024 begins with the day is told by
    a cell of the column above 12, else by `days`; two digits of a year are read where there are
    `days`. Raises AmbiguousDaysError where neither decides.
    """
    clean = cells.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    clean = pl.select(pl.when(cells.str.contains(_CLEAN)).then(clean)).to_series().cast(MOMENT)
    odd = (clean.is_null() & cells.is_not_null()).arg_true()
    timed = cells.is_not_null()
    if odd.len():
        at, with_time = _odd(cells.gather(odd), zone, days)
        clean, timed = clean.scatter(odd, at), timed.scatter(odd, with_time)
    sane = clean.dt.year() >= EARLIEST
    return Moments(pl.select(pl.when(sane).then(clean)).to_series(), timed)


def zone_of(text: pl.DataFrame) -> str | None:
    """Return the zone of the offset that most times of a file carry, None where none does."""
    offsets = [text[name].str.extract(_HOURS) for name in TIMES if name in text.columns]
    told = pl.concat(
        [pl.Series([], dtype=pl.String), *(one.alias("") for one in offsets)]
    ).drop_nulls()
    if told.is_empty():
        return None
    hours = int(str(told.value_counts(sort=True)[0, 0]))
    return f"Etc/GMT{-hours:+d}" if hours else UTC


def plausible(at: pl.Series) -> pl.Series:
    """Drop moments of a year that no shop's history reaches from the middle of the column."""
    middle = at.dt.year().median()
    if middle is None:
        return at
    near = (at.dt.year() - int(str(middle).split(".")[0])).abs() <= SPAN
    return pl.select(pl.when(near).then(at)).to_series().rename(at.name)


def _odd(cells: pl.Series, zone: str, days: Days | None) -> tuple[pl.Series, pl.Series]:
    """Try every written form on what the common form did not fit."""
    column = pl.col("c").str.replace(r"(\d)T(\d)", "$1 $2").str.replace_all(r"\s+", " ")
    frame = _in_english(cells.rename("c")).to_frame().select(column)
    # %Y also takes 24 for a year: the forms with two digits come first.
    written = (*_slashed(frame["c"].alias(cells.name), days), *_DAYS)
    forms = [f"{day} {time}" for day in written for time in _TIMES]
    at = [_read(form) for form in forms]
    dated = [pl.col("c").str.to_date(day, strict=False).cast(MOMENT) for day in written]
    offset = [
        _offset(form, zone)
        for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M")
    ]
    excel = pl.when(pl.col("c").str.contains(_EXCEL)).then(
        pl.col("c").cast(pl.Float64, strict=False)
    )
    serial = pl.lit("1899-12-30").str.to_datetime("%Y-%m-%d", time_unit="us") + pl.duration(
        seconds=(excel * 86_400).round().cast(pl.Int64)
    )
    with_time, only_day = pl.coalesce(*at, *offset, serial), pl.coalesce(dated)
    found = frame.select(at=pl.coalesce(with_time, only_day), timed=with_time.is_not_null())
    return found["at"], found["timed"]


def _read(form: str) -> pl.Expr:
    return pl.col("c").str.to_datetime(form, time_unit="us", strict=False)


def _offset(form: str, zone: str) -> pl.Expr:
    told = pl.when(pl.col("c").str.contains(_OFFSET)).then(
        pl.col("c").str.replace(r" ?(?:Z|UTC)$", "+0000").str.replace(r" ([+-])", "$1")
    )
    at = told.str.to_datetime(f"{form}%z", time_unit="us", strict=False)
    return at.dt.convert_time_zone(zone).dt.replace_time_zone(None)


def _slashed(cells: pl.Series, days: Days | None) -> tuple[str, ...]:
    """Decide over the column whether 05/01/2024 begins with the day or the month."""
    short = () if days is None else ("%d.%m.%y",)
    if days is None:
        cells = cells.str.replace(_SHORT_YEAR, "")
    parts = cells.str.extract_groups(_SLASHED).struct.unnest().cast(pl.Int64, strict=False)
    first, second = (parts[name].max() for name in parts.columns[:2])
    if first is None:
        return short
    first, second = int(str(first)), int(str(second))
    if max(first, second) <= _MONTHS and days is None:
        raise AmbiguousDaysError(cells.name)
    declared = days is Days.day_first or (days is Days.by_clock and not _has_noon(cells))
    day_first = first > _MONTHS or (second <= _MONTHS and declared)
    begins = ("%d/%m/", "%d-%m-") if day_first else ("%m/%d/", "%m-%d-")
    years = ("%Y",) if days is None else ("%y", "%Y")
    return (*short, *(f"{start}{year}" for start in begins for year in years))


def _has_noon(cells: pl.Series) -> bool:
    return bool(cells.str.contains(_NOON).any())


def _in_english(cells: pl.Series) -> pl.Series:
    """Write the months of other languages as the English ones."""
    names = [rf"(?i)\b(?:{names})\b\.?" for names in _ABROAD.values()]
    if not cells.str.contains("|".join(names)).any():
        return cells
    for month, name in zip(_ABROAD, names, strict=True):
        cells = cells.str.replace(name, month)
    return cells
