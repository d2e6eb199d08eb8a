"""The days by which a platform's rule may count an order: paid, shipped, received."""

import polars as pl

from shopmetrics.shop import OrderState


def clock_days() -> dict[str, pl.Expr]:
    """Return the days a rule may count by, and how far the order came where no day says so."""
    received = pl.col("state") == OrderState.received
    shipped = received | (pl.col("state") == OrderState.shipped)
    return {
        "paid_day": pl.coalesce("paid_at", "ordered_at").dt.date(),
        "shipped_day": pl.col("shipped_at").dt.date(),
        "received_day": pl.col("received_at").dt.date(),
        "shipped": pl.any_horizontal(
            pl.col("shipped_at", "received_at").is_not_null(), shipped.fill_null(value=False)
        ),
        "received": pl.col("received_at").is_not_null() | received.fill_null(value=False),
        "priced": pl.col("paid").is_not_null(),
    }
