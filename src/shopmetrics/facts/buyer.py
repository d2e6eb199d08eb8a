"""What is true of a customer's paid orders of the period: how many there were and came back."""

import polars as pl


def buyer_facts(orders: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row a customer with orders in the period, from order facts."""
    named = orders.filter(pl.col("now") & pl.col("customer").is_not_null())
    return named.group_by("customer").agg(
        pl.col("customer_id").first(),
        pl.col("platform").first(),
        orders=pl.len(),
        refunded_orders=pl.col("refunded").sum(),
        refunded_amount=pl.col("refunded_amount").sum(),
    )


NEEDED_BY_BUYERS = frozenset(
    {"customer", "customer_id", "platform", "now", "refunded", "refunded_amount"}
)
