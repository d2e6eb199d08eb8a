"""How far single ones stand out of very many: the many are given as counts of equal ones."""

import polars as pl

from shopmetrics.stats.binomial import upper_tail
from shopmetrics.stats.rate import share
from shopmetrics.stats.shrinkage import shrink


def stand_out_in_crowd(crowd: pl.DataFrame, *, min_n: int) -> pl.DataFrame:
    """Add overall, shrunk, p and q to rows of `n`, `k` and how many `customers` have just these.

    The baseline of one is the rate of all others. Those of less than `min_n` get no q; of the
    others each counts by itself in the correction (Benjamini and Hochberg 1995), equal ones alike.
    """
    many, n, k = (pl.col(name) for name in ("customers", "n", "k"))
    all_n, all_k = (n * many).sum(), (k * many).sum()
    rows = crowd.with_columns(
        overall=share(all_k, all_n).cast(pl.Float64), baseline=share(all_k - k, all_n - n)
    )
    rows = rows.with_columns(
        shrunk=shrink(rows["k"], rows["n"], rows["customers"]),
        p=upper_tail(rows["k"], rows["n"], rows["baseline"]),
    )
    ranked = rows.filter((n >= min_n) & pl.col("p").is_not_null()).sort("p", "n", "k")
    scaled = pl.col("p") * many.sum() / many.cum_sum()
    adjusted = ranked.with_columns(q=scaled.cum_min(reverse=True).clip(0, 1))
    return rows.join(adjusted.select("n", "k", "q"), on=["n", "k"], how="left").drop("baseline")
