"""What went back, where a file writes all of it below zero: as amounts and units, above it."""

import polars as pl

GONE_BACK = ("amount", "refund_amount", "order_refund")
_UNITS = "refund_quantity"


def turned(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with refunds above zero; of a column with both signs none is changed."""
    every = (*GONE_BACK, _UNITS)
    below = [name for name in every if name in rows.columns and not (rows[name] > 0).any()]
    return rows.with_columns(pl.col(below).abs()) if below else rows
