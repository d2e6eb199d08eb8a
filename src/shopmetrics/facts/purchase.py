"""What is true of a purchase: all paid orders of a customer on one local day.

Orders that were wholly refunded before shipment are no purchases: nothing was ever bought.
"""

import polars as pl

from shopmetrics.settings import Period

# What purchases read of orders whatever is asked.
NEEDED_BY_PURCHASES = frozenset(
    {"customer", "day", "month", "now", "before", "paid", "unshipped_amount"}
)
_DAYS = 1_000_000  # more days than any calendar holds, so that keys of two customers never meet


def purchase_facts(orders: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row a customer and day with its number, and the days since the one before.

    `first_month` and `first_now` are of the customer's first purchase.
    """
    bought = pl.col("customer").is_not_null() & pl.col("day").is_not_null() & ~void()
    # One sort on one whole number, then runs: half the time of a group_by and a sort of two keys.
    key = pl.col("customer").cast(pl.Int64) * _DAYS + pl.col("day").to_physical()
    rows = (
        orders.filter(bought)
        .select("customer", "day", "month", "paid", "now", "before", key=key)
        .sort("key")
        .drop("key")
        .with_columns(begins=_changes(1), ends=_changes(-1))
    )
    same = rows.filter("begins").select("customer", "day", "month", "now", "before")
    days = pl.concat([same, _sums(rows)], how="horizontal")
    new = (pl.col("customer") != pl.col("customer").shift(1)).fill_null(value=True)
    first = pl.when(new).then(pl.int_range(pl.len())).forward_fill()
    return days.with_columns(
        gap=pl.when(~new).then((pl.col("day") - pl.col("day").shift(1)).dt.total_days()),
        number=pl.int_range(pl.len()) - first + 1,
        first_month=pl.when(new).then("month").forward_fill(),
        first_now=pl.when(new).then("now").forward_fill(),
    )


def void() -> pl.Expr:
    """Say which orders were wholly refunded before shipment."""
    return (pl.col("unshipped_amount") > 0) & (pl.col("unshipped_amount") >= pl.col("paid"))


def _changes(rows: int) -> pl.Expr:
    """Say where the customer or the day is not that of so many rows before."""
    pairs = (pl.col(name) != pl.col(name).shift(rows) for name in ("customer", "day"))
    return pl.any_horizontal(pairs).fill_null(value=True)


def _sums(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Sum over a purchase's orders by differences of running sums."""
    upto = rows.select(
        "ends", pl.col("paid").fill_null(0).cum_sum(), orders=pl.int_range(1, pl.len() + 1)
    )
    sums = pl.col("paid", "orders")
    return upto.filter("ends").select(sums - sums.shift(1, fill_value=0))


def customer_facts(purchases: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    """Return one row a customer: first and second purchase, and how many in the period."""
    earlier = pl.lit(value=False) if period.since is None else pl.col("day").min() < period.since
    return purchases.group_by("customer").agg(
        first_day=pl.col("day").first(),
        first_now=pl.col("first_now").first(),
        next_gap=pl.col("gap").filter(pl.col("number") == 2).first(),  # noqa: PLR2004 the second
        purchases=pl.len(),
        purchases_now=pl.col("now").sum(),
        purchases_before=pl.col("before").sum(),
        earlier=earlier,
    )
