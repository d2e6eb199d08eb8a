"""Which orders were paid: only those are in any number; the others are counted beside.

An order is paid where one of its lines has a moment of payment or a paid state, or where a refund
of more than nothing was asked for it.
"""

import polars as pl

from shopmetrics.facts.match import same_shop
from shopmetrics.shop import OrderState

PAID_STATES = (OrderState.paid, OrderState.shipped, OrderState.received)


def with_paid(orders: pl.DataFrame, refunds: pl.DataFrame) -> pl.DataFrame:
    """Return the numbered lines (facts.line) with `paid_order`, the same on all lines of an order.

    Only the few lines that do not say so themselves are looked up among their order's other lines
    and among the refunds.
    """
    state = pl.col("state").is_in(PAID_STATES).fill_null(value=False)
    marked = orders.with_columns(paid_order=pl.col("paid_at").is_not_null() | state)
    silent = marked.filter(~pl.col("paid_order"))
    if silent.is_empty():
        return marked
    open_orders = silent["order"].unique().implode()
    beside = marked.filter(pl.col("paid_order") & pl.col("order").is_in(open_orders))["order"]
    vouched = pl.concat([beside, _refunded(silent, refunds)]).unique().implode()
    return marked.with_columns(pl.col("paid_order") | pl.col("order").is_in(vouched))


def _refunded(lines: pl.DataFrame, refunds: pl.DataFrame) -> pl.Series:
    """Return the orders of those lines that a refund names, by its order id or its sub-order's."""
    asked = refunds.filter(pl.col("amount") > 0).select("platform", "shop", "order_id")
    theirs = lines.select("platform", "shop", "order", "order_id", "line_id")
    found = [
        asked.join(theirs, left_on="order_id", right_on=name, suffix="_line").filter(same_shop())
        for name in ("order_id", "line_id")
    ]
    return pl.concat([pairs["order"] for pairs in found])
