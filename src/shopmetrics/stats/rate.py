"""A rate with its interval: the one place where a count is divided by another."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from shopmetrics.stats.intervals import wilson


def rated(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `rate` = k / n and its 95 % Wilson interval `low`, `high`; null where n is 0."""
    return rows.with_columns(**_rate())


@cache
def _rate() -> Mapping[str, pl.Expr]:
    k, n = pl.col("k"), pl.col("n")
    low, high = wilson(k, n)
    return {"rate": share(k, n), "low": low, "high": high}


def share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Divide; null where the whole is 0, for there is nothing to have a share of."""
    return pl.when(whole != 0).then(part / whole)
