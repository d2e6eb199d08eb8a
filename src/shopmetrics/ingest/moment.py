"""Moments in the shop's wall time, from every way in which exports write them."""

from dataclasses import dataclass

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
    "%d-%b-%y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%b-%d-%y",
    "%b %d, %Y",
)
_OFFSET = r"^\S+[ T]\S+ ?(?:Z|[+-]\d{2}:?\d{2})$"
_HOURS = r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)? ?([+-]\d{2}):?00$"
_EXCEL = r"^[1-9]\d{4}(?:\.\d+)?$"
_SLASHED = r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})"
_MONTHS = 12
UTC = "UTC"
TIMES = ("ordered_at", "paid_at", "requested_at", "settled_at")
EARLIEST, SPAN = 2000, 20  # years


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


def moments(cells: pl.Series, zone: str) -> Moments:
    """Read moments; null where a cell is blank, no moment, or before the year 2000.

    Offsets are turned into the zone's wall time. Raises AmbiguousDaysError for days like 05/01/2024
    that no cell of the column decides.
    """
    clean = cells.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    clean = pl.select(pl.when(cells.str.contains(_CLEAN)).then(clean)).to_series().cast(MOMENT)
    odd = (clean.is_null() & cells.is_not_null()).arg_true()
    timed = cells.is_not_null()
    if odd.len():
        at, with_time = _odd(cells.gather(odd), zone)
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


def _odd(cells: pl.Series, zone: str) -> tuple[pl.Series, pl.Series]:
    """Try every written form on what the common form did not fit."""
    column = pl.col("c").str.replace("T", " ").str.replace_all(r"\s+", " ")
    frame = cells.rename("c").to_frame().select(column)
    days = (*_DAYS, *_slashed(frame["c"].alias(cells.name)))
    forms = [f"{day} {time}" for day in days for time in _TIMES]
    at = [_read(form) for form in forms]
    dated = [pl.col("c").str.to_date(day, strict=False).cast(MOMENT) for day in days]
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
        pl.col("c").str.replace(r" ?Z$", "+0000").str.replace(r" ([+-])", "$1")
    )
    at = told.str.to_datetime(f"{form}%z", time_unit="us", strict=False)
    return at.dt.convert_time_zone(zone).dt.replace_time_zone(None)


def _slashed(cells: pl.Series) -> tuple[str, ...]:
    """Decide over the column whether 05/01/2024 begins with the day or the month."""
    parts = cells.str.extract_groups(_SLASHED).struct.unnest().cast(pl.Int64, strict=False)
    first, second = (parts[name].max() for name in parts.columns[:2])
    if first is None:
        return ()
    first, second = int(str(first)), int(str(second))
    if max(first, second) <= _MONTHS:
        raise AmbiguousDaysError(cells.name)
    if first > _MONTHS:
        return ("%d/%m/%Y", "%d.%m.%Y")
    return ("%m/%d/%Y",)
