"""What is true of an order line: whose it is, when and what was sold, and what came back of it."""

from collections.abc import Sequence

import polars as pl

from shopmetrics.facts.calendar import calendar, within
from shopmetrics.facts.clock import clock_days
from shopmetrics.facts.ids import all_differ
from shopmetrics.settings import Period

ORDER_KEY = ("platform", "shop", "order_id")
_LINE = (
    *("platform", "shop", "order_id", "line_id", "customer_id", "sku", "product", "category"),
    *("quantity", "paid", "ordered_at", "timed", "paid_at", "shipped_at", "received_at", "state"),
    *("region", "campaign", "member_tier", "product_id", "variant"),
)


def numbered(orders: pl.DataFrame) -> pl.DataFrame:
    """Return the lines with those of one order beside each other, and their order's number.

    Exports nearly always hold an order's lines together. Then runs of equal ids are the orders,
    which takes 0.02 s a million lines where a group_by takes 0.2 s; else they are sorted first.
    """
    key = _telling(orders)
    run = _run(orders, key)
    heads = orders.select(*key, run).filter(_new("order")).select(key)
    if all_differ(heads.to_series()) if len(key) == 1 else heads.n_unique() == heads.height:
        return orders.with_columns(run)
    grouped = orders.sort(key, maintain_order=True)
    return grouped.with_columns(_run(grouped, key))


def paid_lines(placed: pl.DataFrame) -> pl.LazyFrame:
    """Keep the lines of paid orders (facts.paid), and number customers and lines."""
    return (
        placed.lazy()
        .filter("paid_order")
        .select(*_LINE, "order", customer=_customer(placed))
        .with_row_index("line")
    )


def line_facts(lines: pl.LazyFrame, pieces: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    """Return one row a paid order line: what was sold, when, and what of it was refunded.

    `pieces` are the settled parts of refunds (facts.link); money is in minor units. `order_lines`
    counts the lines of its order, `changed` says that the line's SKU is not that of the line before
    it in the same order.
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
        lines.with_columns(
            **when,
            **clock_days(),
            units=pl.col("quantity").fill_null(1),
            order_lines=pl.len().over("order"),
            changed=_changed(),
        )
        .with_columns(
            now=within(pl.col("day"), period), before=within(pl.col("day"), period.before())
        )
        .join(back, on="line", how="left", maintain_order="left")
        .with_columns(
            pl.col("refunded_amount", "refunded_units").fill_null(0),
            pl.col("refunded").fill_null(value=False),
        )
    )


def _telling(orders: pl.DataFrame) -> list[str]:
    """Name what of an order's key differs between orders at all; one column is far quicker."""
    return [name for name in ORDER_KEY if name == "order_id" or orders[name].n_unique() > 1]


def _run(orders: pl.DataFrame, key: Sequence[str]) -> pl.Series:
    whole = pl.col(key[0]) if len(key) == 1 else pl.struct(key)
    return orders.select(order=whole.rle_id()).to_series()


def _new(column: str) -> pl.Expr:
    return (pl.col(column) != pl.col(column).shift(1)).fill_null(value=True)


def _changed() -> pl.Expr:
    sku = pl.col("sku")
    return ~_new("order") & sku.ne_missing(sku.shift(1))


def _customer(orders: pl.DataFrame) -> pl.Expr:
    """Number the customers: an id belongs to one platform; the codes are exact, unlike a hash."""
    alone = orders["platform"].n_unique() <= 1
    key = pl.concat_str("platform", "customer_id", separator="\x1f")
    return (pl.col("customer_id") if alone else key).cast(pl.Categorical).to_physical()
