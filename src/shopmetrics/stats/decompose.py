"""Why two rates differ: by what happened within groups, and by how much of each group there was."""

import polars as pl

from shopmetrics.stats.rate import share


def kitagawa(groups: pl.DataFrame) -> pl.DataFrame:
    """Add `rate_effect`, `mix_effect` and `total` to groups with n_a, k_a, n_b and k_b.

    The groups part each side, so that the totals add up to the difference of the two rates. A
    group that only one side has changed the mix alone: it is given the same rate on both.
    Kitagawa, J. Am. Stat. Assoc. 50 (1955) 1168, with the mean of both rates taken off the mix.
    """
    rate = {side: share(pl.col(f"k_{side}"), pl.col(f"n_{side}")) for side in ("a", "b")}
    rate_a, rate_b = pl.coalesce(rate["a"], rate["b"]), pl.coalesce(rate["b"], rate["a"])
    weight_a, weight_b = (pl.col(f"n_{side}") / pl.col(f"n_{side}").sum() for side in ("a", "b"))
    middle = sum(pl.col(f"k_{side}").sum() / pl.col(f"n_{side}").sum() for side in ("a", "b")) / 2
    rows = groups.with_columns(
        rate_effect=(rate_b - rate_a) * (weight_a + weight_b) / 2,
        mix_effect=(weight_b - weight_a) * ((rate_a + rate_b) / 2 - middle),
    )
    return rows.with_columns(total=pl.col("rate_effect") + pl.col("mix_effect"))
