"""What is true of an order line: whose it is, when and what was sold, and what came back of it."""

import polars as pl

from shopmetrics.facts.calendar import calendar, within
from shopmetrics.settings import Period
from shopmetrics.shop import OrderState

ORDER_KEY = ("platform", "shop", "order_id")
PAID_STATES = (OrderState.paid, OrderState.shipped, OrderState.received)


def numbered(orders: pl.DataFrame) -> pl.DataFrame:
    """Return the lines with those of one order beside each other, and their order's number.

    Exports nearly always hold an order's lines together. Then runs of equal ids are the orders,
    which takes 0.02 s a million lines where a group_by takes 0.2 s; else they are sorted first.
    """
    key = pl.struct(ORDER_KEY)
    runs = orders.with_columns(order=key.rle_id())
    starts = runs.filter(pl.col("order") != pl.col("order").shift(1, fill_value=-1))
    if starts.select(key.n_unique()).item() == starts.height:
        return runs
    return orders.sort(ORDER_KEY, maintain_order=True).with_columns(order=key.rle_id())


def paid_lines(orders: pl.LazyFrame, refunds: pl.DataFrame) -> pl.LazyFrame:
    """Keep the lines of paid orders, and number customers and lines.

    A line is paid where it has a moment of payment, a paid state, or its order a refund above zero.
    """
    refunded = refunds.filter(pl.col("amount") > 0)["order_id"].drop_nulls().unique()
    said = pl.col("paid_at").is_not_null() | pl.col("state").is_in(PAID_STATES)
    return (
        orders.filter(said.fill_null(value=False) | pl.col("order_id").is_in(refunded.implode()))
        .with_columns(customer=_customer())
        .with_row_index("line")
    )


def line_facts(lines: pl.LazyFrame, pieces: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    """Return one row a paid order line: what was sold, when, and what of it was refunded.

    `pieces` are the settled parts of refunds (facts.link); money is in minor units.
    """
    back = (
        pieces.filter(pl.col("succeeded") & pl.col("line").is_not_null())
        .group_by("line")
        .agg(
            refunded_amount=pl.col("amount").sum(),
            refunded_units=pl.col("units").sum(),
            refunded=pl.lit(value=True),
        )
    )
    when = calendar("ordered_at", pl.col("timed"))
    return (
        lines.with_columns(**when, units=pl.col("quantity").fill_null(1))
        .with_columns(
            now=within(pl.col("day"), period), before=within(pl.col("day"), period.before())
        )
        .join(back, on="line", how="left", maintain_order="left")
        .with_columns(
            pl.col("refunded_amount", "refunded_units").fill_null(0),
            pl.col("refunded").fill_null(value=False),
        )
    )


def _customer() -> pl.Expr:
    """Number the customers: an id belongs to one platform; the codes are exact, unlike a hash."""
    key = pl.concat_str("platform", "customer_id", separator="\x1f")
    return key.cast(pl.Categorical).to_physical()
