"""Correction for having looked at many groups."""

import polars as pl


def benjamini_hochberg(p: pl.Series, tested: int | None = None) -> pl.Series:
    """Return the false-discovery-rate adjusted p of each; nulls stay null and are not counted.

    `tested` is how many there are, where those that are left out have a p of 1.
    Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995) 289.
    """
    one = p.cast(pl.Float64).rename("p").to_frame()
    count = pl.col("p").count() if tested is None else pl.lit(tested)
    ranked = pl.col("p").sort(nulls_last=True)
    scaled = ranked * count / pl.int_range(1, pl.len() + 1)
    places = pl.col("p").arg_sort(nulls_last=True).arg_sort()
    adjusted = scaled.cum_min(reverse=True).clip(0, 1).gather(places)
    return one.select(q=adjusted).to_series()
