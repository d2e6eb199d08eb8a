"""How far each group of many stands out from all the others."""

import polars as pl

from shopmetrics.stats.binomial import upper_tail
from shopmetrics.stats.multiple import benjamini_hochberg
from shopmetrics.stats.rate import rated, share
from shopmetrics.stats.shrinkage import shrink


def stand_out(groups: pl.DataFrame, *, min_n: int) -> pl.DataFrame:
    """Add rate, interval, shrunk, lift, excess, p and q to one row a group with `n` and `k`.

    The baseline of a group is the rate of all other groups; where there are none, nothing of
    this can be said. Groups of less than `min_n` get no q, for the correction is over the others.
    """
    others = (pl.col("k").sum() - pl.col("k")), (pl.col("n").sum() - pl.col("n"))
    rows = rated(groups).with_columns(baseline=share(*others))
    rows = rows.with_columns(
        shrunk=shrink(rows["k"], rows["n"]),
        lift=share(pl.col("rate"), pl.col("baseline")),
        excess=pl.col("k") - pl.col("n") * pl.col("baseline"),
        p=upper_tail(rows["k"], rows["n"], rows["baseline"]),
    )
    counted = rows.select(pl.when(pl.col("n") >= min_n).then("p")).to_series()
    return rows.with_columns(q=benjamini_hochberg(counted)).drop("baseline")
