"""A shop as it stood on an earlier day: what came later is taken out again."""

from dataclasses import replace
from datetime import datetime

import polars as pl

from shopmetrics.facts.line import ORDER_KEY
from shopmetrics.shop import RefundState, Shop


def as_it_stood(shop: Shop, end: datetime) -> Shop:
    """Return the shop as of a moment: no later order or request, and none that was settled later.

    A request that was settled after that waits again, and one of a later order is gone with it.
    What has no time cannot be told apart, and stays; so does the newest state that an export gives
    of an order.
    """
    orders, refunds = _orders(shop.orders, end), _refunds(shop, end)
    return replace(shop, orders=orders, refunds=refunds, as_of=end)


def _orders(rows: pl.DataFrame, end: datetime) -> pl.DataFrame:
    since = ("paid_at", "shipped_at", "received_at")
    return rows.filter(_by("ordered_at", end)).with_columns(
        pl.when(pl.col(name) <= end).then(name).alias(name) for name in since
    )


def _refunds(shop: Shop, end: datetime) -> pl.DataFrame:
    placed = shop.orders.select(*ORDER_KEY, pl.col("ordered_at") > end).filter("ordered_at")
    rows = shop.refunds.join(placed, on=ORDER_KEY, how="anti", maintain_order="left")
    later = (pl.col("settled_at") > end).fill_null(value=False)
    known = _by("requested_at", end) & ~(pl.col("requested_at").is_null() & later)
    state = pl.when(later).then(pl.lit(RefundState.pending)).otherwise("state")
    return rows.filter(known).with_columns(
        state=state.cast(rows.schema["state"]),
        settled_at=pl.when(~later).then("settled_at"),
    )


def _by(name: str, end: datetime) -> pl.Expr:
    return (pl.col(name) <= end).fill_null(value=True)
