"""Requests that wait in a file of refunds, though the state of their order says how they ended.

A file of refunds may be older than that of the orders. Where the order's state says that all of it
went back, and no refund of it has, its open requests are that refund: for their amount, where they
give one.
"""

import polars as pl

from shopmetrics.ingest.shape.shops import KEY
from shopmetrics.ingest.shape.told import named
from shopmetrics.shop import MONEY_KINDS, RefundState


def decided(own: pl.DataFrame, stated: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """Return refunds with what the state of orders decides.

    `stated` are refunds that follow from an order's state.
    """
    over = stated.filter(pl.col("state") == RefundState.succeeded)
    if over.is_empty() or own.is_empty():
        return own
    worth = over.group_by(KEY).agg(_worth=pl.col("amount").sum())
    pairs = named(own, orders.join(worth, on=KEY, how="semi")).join(worth, on=KEY)
    left = pairs.filter(~pl.col("back").any().over(KEY)).unique("at").select("at", "_worth")
    beside = own.with_row_index("at").join(left, on="at", how="left", maintain_order="left")
    waits = pl.col("state").is_null() | (pl.col("state") == RefundState.pending)
    back = waits & pl.col("kind").is_in(MONEY_KINDS) & pl.col("_worth").is_not_null()
    succeeded = pl.lit(RefundState.succeeded).cast(own.schema["state"])
    return beside.with_columns(
        state=pl.when(back).then(succeeded).otherwise("state"),
        amount=pl.when(back).then(pl.coalesce("amount", "_worth")).otherwise("amount"),
    ).select(own.columns)
