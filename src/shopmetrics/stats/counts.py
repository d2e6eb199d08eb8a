"""Quantiles read off a table of counts, so that they add up over parts of the data."""

import polars as pl


def quantile(values: pl.Series, counts: pl.Series, share: float) -> int | None:
    """Return the smallest value that this share of all does not exceed; None of nothing."""
    ranked = pl.DataFrame({"value": values, "count": counts}).sort("value")
    upto = ranked.with_columns(upto=pl.col("count").cum_sum())
    total = ranked["count"].sum()
    reached = upto.filter(pl.col("upto") >= share * float(total))
    return int(reached["value"][0]) if total else None
