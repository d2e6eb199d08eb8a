"""Limits within which a rate varies by chance, and signals that it did not (control chart)."""

import math

import polars as pl

from shopmetrics.stats.binomial import upper_tail

LEAST = 8  # fewer periods than this draw no limits
_WIDE = 3
_RUN = 8
_CHANCE = 0.00135  # of a normal to lie more than 3 sigma above its mean
_EXPECTED = 5  # with fewer to expect the normal limits are too narrow for counts
_MOVING = math.sqrt(2) * 0.6744897501960817  # median distance of two draws of a standard normal


def limits(periods: pl.DataFrame) -> pl.DataFrame:
    """Add `centre`, `lower`, `upper` and `signal` to periods in the order of time.

    Each has `value` (its share), `size` (of how many) and `judged`, whether it is ripe and large
    enough: only such draw the limits and raise signals. All is null with less than LEAST of them.
    p-chart limits are centre +- 3 sigma of the binomial; where periods vary by more, sigma is as
    much larger as their z do from one to the next (p' chart: Laney, Quality Engineering 14 (2002)
    531), by the median of the moving ranges: one bad period does not widen the limits that it is
    held against (Wheeler, Understanding Variation, 1993). Signals: outside the limits, or the
    eighth on one side (Western Electric Statistical Quality Control Handbook, 1956, rule 4). Where
    fewer than 5 are expected, nothing lies below, and above is what the binomial itself gives as
    small a chance as 3 sigma.
    """
    judged = periods.filter("judged")
    if judged.height < LEAST:
        nothing = pl.lit(None, pl.Float64)
        return periods.with_columns(
            centre=nothing, lower=nothing, upper=nothing, signal=pl.lit(None, pl.String)
        )
    centre = float((judged["value"] * judged["size"]).sum()) / float(judged["size"].sum())
    sigma = (centre * (1 - centre) / pl.col("size")).sqrt()
    half = _WIDE * sigma * _spread(judged, centre, sigma)
    rows = periods.with_columns(
        centre=pl.lit(centre),
        lower=(centre - half).clip(0, None),
        upper=(centre + half).clip(None, 1),
    )
    return rows.with_columns(signal=_signal(centre, _rare(rows, centre))).with_columns(
        pl.when(pl.col("size") > 0).then(pl.col("lower", "upper"))
    )


def _spread(judged: pl.DataFrame, centre: float, sigma: pl.Expr) -> float:
    """Return how many times more the periods vary than the binomial, at least once."""
    if not 0 < centre < 1:
        return 1.0
    z = judged.select((pl.col("value") - centre) / sigma).to_series()
    ranges = (z - z.shift(1)).abs().drop_nulls()
    return max(1.0, float(str(ranges.median())) / _MOVING)


def _rare(rows: pl.DataFrame, centre: float) -> pl.Series:
    """Tell which periods have so many by a chance that is as small as that of 3 sigma."""
    if not 0 < centre < 1:
        return pl.repeat(value=False, n=rows.height, eager=True)
    size = rows["size"].round().cast(pl.Int64)
    many = (rows["value"] * rows["size"]).round().cast(pl.Int64)
    share = pl.repeat(centre, rows.height, eager=True)
    return (upper_tail(many, size, share) <= _CHANCE).fill_null(value=False)


def _signal(centre: float, rare: pl.Series) -> pl.Expr:
    value, judged = pl.col("value"), pl.col("judged")
    enough = judged & (pl.col("size") * min(centre, 1 - centre) >= _EXPECTED)
    side = pl.when("judged").then((value - centre).sign())
    # Periods that are not judged neither break a run nor lengthen it.
    kept = side.forward_fill()
    nth = judged.cast(pl.Int32).cum_sum().over(kept.rle_id())
    long = judged & (nth >= _RUN)
    return (
        pl.when((enough | (judged & rare)) & (value > pl.col("upper")))
        .then(pl.lit("above"))
        .when(enough & (value < pl.col("lower")))
        .then(pl.lit("below"))
        .when(long & (side > 0))
        .then(pl.lit("run_above"))
        .when(long & (side < 0))
        .then(pl.lit("run_below"))
    )
