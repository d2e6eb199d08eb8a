"""Correction for having looked at many groups."""

import polars as pl


def benjamini_hochberg(p: pl.Series, tested: int | None = None) -> pl.Series:
    """Return the false-discovery-rate adjusted p of each; nulls stay null and are not counted.

    `tested` is how many there are, where those that are left out have a p of 1.
    Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995) 289.
    """
    rows = pl.LazyFrame({"p": p.cast(pl.Float64)}).with_row_index("at")
    count = pl.len() if tested is None else pl.lit(tested)
    scaled = pl.col("p") * count / pl.int_range(1, pl.len() + 1)
    ranked = rows.drop_nulls("p").sort("p", "at")
    adjusted = ranked.select("at", q=scaled.cum_min(reverse=True).clip(0, 1))
    return rows.join(adjusted, on="at", how="left", maintain_order="left").collect()["q"]
