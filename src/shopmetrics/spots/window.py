"""The stretch of hours whose orders come back most beyond what their goods would."""

import polars as pl

from shopmetrics.stats.rate import rated
from shopmetrics.stats.scan import likeliest

_HOURS = pl.DataFrame({"hour": range(24)}, schema={"hour": pl.Int8})
_SCHEMA = {"from_hour": pl.Int64, "until_hour": pl.Int64, "lift": pl.Float64, "p": pl.Float64}


def window(hours: pl.DataFrame, *, min_n: int) -> pl.DataFrame:
    """Return one row, the likeliest stretch, or none where no hours stand out at all.

    `hours` has n, k, amount and expected. `until_hour` is where it ends: 20 means up to 19:59.
    excess is against what the other hours' lift would give.
    """
    columns = ("n", "k", "amount", "expected")
    rows = _HOURS.join(hours.select(pl.col("hour").cast(pl.Int8), *columns), on="hour", how="left")
    day = rows.sort("hour").with_columns(pl.col(*columns).fill_null(0))
    found = likeliest(*(day[name].to_list() for name in ("k", "expected", "n")), min_n=min_n)
    if found is None:
        known = [pl.lit(None, kind).alias(name) for name, kind in _SCHEMA.items()]
        return _compared(hours.clear().select(*known, *columns))
    length = (found.end - found.start) % len(day)
    inside = (pl.col("hour").cast(pl.Int64) - found.start) % len(day) < length
    sums = day.filter(inside).select(pl.col(*columns).sum())
    ends = {"from_hour": found.start, "until_hour": found.end, "lift": found.lift, "p": found.p}
    typed = [pl.lit(value, _SCHEMA[name]).alias(name) for name, value in ends.items()]
    return _compared(sums.select(*typed, *columns))


def _compared(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what lies beyond normal, normal being the lift of the other hours; q is that of one."""
    normal = pl.when(pl.col("lift") > 0).then(pl.col("k") / pl.col("lift")).otherwise(0)
    return rated(rows).with_columns(excess=pl.col("k") - normal, q=pl.col("p"))
