"""What is true of a purchase: all paid orders of a customer on one local day.

Orders that were wholly refunded before shipment are no purchases: nothing was ever bought.
"""

import polars as pl

from shopmetrics.settings import Period


def purchase_facts(orders: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row a customer and day with its number, and the days since the one before."""
    void = (pl.col("unshipped_amount") > 0) & (pl.col("unshipped_amount") >= pl.col("paid"))
    days = (
        orders.filter(pl.col("customer").is_not_null() & pl.col("day").is_not_null() & ~void)
        .group_by("customer", "day")
        .agg(pl.len().alias("orders"), pl.col("paid").sum(), pl.col("now").first())
        .sort("customer", "day")
    )
    same = (pl.col("customer") == pl.col("customer").shift(1)).fill_null(value=False)
    return days.with_columns(
        gap=pl.when(same).then((pl.col("day") - pl.col("day").shift(1)).dt.total_days()),
        number=pl.int_range(pl.len()) - pl.int_range(pl.len()).filter(~same).gather(
            (~same).cum_sum() - 1
        ) + 1,
    )


def customer_facts(purchases: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    """Return one row a customer: first and second purchase, and how many in the period."""
    earlier = pl.lit(value=False) if period.since is None else pl.col("day").min() < period.since
    return purchases.group_by("customer").agg(
        first_day=pl.col("day").first(),
        first_now=pl.col("now").first(),
        next_gap=pl.col("gap").filter(pl.col("number") == 2).first(),  # noqa: PLR2004 the second
        purchases=pl.len(),
        purchases_now=pl.col("now").sum(),
        earlier=earlier,
    )
