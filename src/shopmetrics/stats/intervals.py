"""Intervals for a share of counts."""

from statistics import NormalDist

import polars as pl


def wilson(k: pl.Expr, n: pl.Expr, *, confidence: float = 0.95) -> tuple[pl.Expr, pl.Expr]:
    """Return the ends of Wilson's score interval for k of n, as shares.

    Null where n is 0, and where k is more than n: then k is no part of n, and the share no
    probability. Wilson, J. Am. Stat. Assoc. 22 (1927) 209.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    centre, whole = k + z * z / 2, n + z * z  # all times n: half the steps, which small tables feel
    half = z * (k * (n - k) / n + z * z / 4).sqrt()
    told = (n > 0) & (k <= n)
    low = pl.when(k == 0).then(0.0).otherwise((centre - half) / whole)
    high = pl.when(k == n).then(1.0).otherwise((centre + half) / whole)
    return pl.when(told).then(low), pl.when(told).then(high)
