"""Cells that stand on the first row of an order alone, given to its other rows."""

import polars as pl

from shopmetrics.ingest.profile import Profile


def filled(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Fill the columns that a profile names, within each order, from above."""
    there = [name for name in profile.fill if name in rows.columns]
    if not there:
        return rows
    return rows.with_columns(pl.col(there).forward_fill().over("order_id"))
