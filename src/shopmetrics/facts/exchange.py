"""Exchanges by re-order: an order refunded while its customer orders a variant of the same product.

The other order is a later one of the same customer, holds another SKU of the same product, and was
placed within so many days (config) before or after the refund was asked for.
"""

import polars as pl

from shopmetrics.facts.purchase import void
from shopmetrics.settings import Settings


def exchange_facts(refunds: pl.LazyFrame, lines: pl.LazyFrame, settings: Settings) -> pl.LazyFrame:
    """Return one row an exchanged order, with the first order that replaced it.

    From refund facts and paid lines; a refund without any time is asked at no time, and is none.
    """
    asked = pl.coalesce("requested_at", "settled_at")
    went_back = pl.col("succeeded") & pl.col("matched")
    back = refunds.filter(went_back & asked.is_not_null()).select(
        "line", "now", "amount", asked_day=asked.dt.date()
    )
    sold = lines.select(
        *("line", "order", "order_id", "customer", "customer_id"),
        *("product", "sku", "ordered_at"),
    )
    returned = back.join(sold, on="line")
    later = sold.select(
        *("customer", "product"),
        **{f"new_{name}": pl.col(name) for name in ("order", "order_id", "sku", "ordered_at")},
    )
    days = (pl.col("new_ordered_at").dt.date() - pl.col("asked_day")).dt.total_days()
    same_day_or_so = days.abs() <= settings.config.exchanges.days
    other = (pl.col("new_order") != pl.col("order")) & (pl.col("new_sku") != pl.col("sku"))
    after = pl.col("new_ordered_at") > pl.col("ordered_at")
    pairs = (
        returned.join(later, on=["customer", "product"])
        .with_columns(days=days)
        .filter(other & after & same_day_or_so)
    )
    first = pairs.sort(*_FIRST).unique("order", keep="first", maintain_order=True)
    money = refunds.filter(went_back).group_by("order").agg(refunded=pl.col("amount").sum())
    return first.join(money, on="order", how="left").with_columns(
        day=pl.col("ordered_at").dt.date()
    )


# By what means the same in any order of the rows: ids, not row numbers.
_FIRST = ("order", "new_ordered_at", "new_order_id", "new_sku", "product", "sku", "days")


def left_out(facts: pl.LazyFrame, exchanges: pl.LazyFrame) -> pl.LazyFrame:
    """Take what is of exchanged orders out of facts."""
    return facts.join(exchanges, on="order", how="anti", maintain_order="left")


def without_replacements(orders: pl.LazyFrame, exchanges: pl.LazyFrame) -> pl.LazyFrame:
    """Leave out the orders that replace a purchase: they are none of their own."""
    bought = exchanges.join(orders.filter(~void()), on="order", how="semi")
    replacing = bought.select(order="new_order").unique()
    return orders.join(replacing, on="order", how="anti", maintain_order="left")
