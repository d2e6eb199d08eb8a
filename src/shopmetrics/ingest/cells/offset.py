"""Times with an offset from UTC: the zone they tell, and the wall time that they mean."""

from collections.abc import Iterable

import polars as pl

from shopmetrics.shop import MOMENT

UTC = "UTC"
OFFSET = r"^\S+[ T]\S+ ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})$"
_HOURS = r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)? ?([+-]\d{2}):?00$"
_TIMES = ("%H:%M:%S", "%H:%M", "%H:%M:%S%.f")


def zone_of(columns: Iterable[pl.Series]) -> str | None:
    """Return the zone of the offset that most times carry, None where none does."""
    offsets = [cells.str.extract(_HOURS).alias("") for cells in columns]
    told = pl.concat([pl.Series([], dtype=pl.String), *offsets]).drop_nulls()
    if told.is_empty():
        return None
    hours = int(str(told.value_counts(sort=True)[0, 0]))
    return f"Etc/GMT{-hours:+d}" if hours else UTC


def on_one_clock(text: pl.Series, zone: str) -> pl.Series:
    """Write the times of summer (an hour from the zone's offset) with that offset, unmoved.

    Where nothing but the offsets of a file tells its zone, two that are an hour apart are one
    shop's clock in winter and in summer: it is read as it stands.
    """
    usual = -int(zone.removeprefix("Etc/GMT").replace(UTC, "0"))
    summer = ((text.str.extract(_HOURS).cast(pl.Int8) - usual).abs() == 1).fill_null(value=False)
    moved = text.str.replace(r"[+-]\d{2}:?00$", f"{usual:+03d}:00")
    return moved.zip_with(summer, text)


def with_offset(text: pl.Series, zone: str) -> pl.Series:
    """Read moments with an offset as the zone's wall time."""
    told = text.str.replace(r" ?(?:Z|UTC|GMT)$", "+0000").str.replace(r" ([+-])", "$1")
    told = told.set(~told.str.contains(OFFSET), None)
    at = pl.Series([None], dtype=MOMENT).new_from_index(0, text.len())
    for form in _TIMES:
        left = (at.is_null() & told.is_not_null()).arg_true()
        found = told.gather(left).str.to_datetime(
            f"%Y-%m-%d {form}%z", time_unit="us", strict=False
        )
        wall = found.dt.convert_time_zone(zone).dt.replace_time_zone(None)
        at = at.scatter(left, wall.cast(MOMENT))
    return at
