"""What takes code to read: the named steps of profiles, each one function over typed rows."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.profiles.profile import Profile, Step
from shopmetrics.ingest.shape.packed import counted_products, listed_skus, named_products
from shopmetrics.shop import RefundKind, RefundState
from shopmetrics.value import value


@value
class Stepped:
    """Rows of a file after a step: sales, returns, lines unpacked, and how many were neither.

    `rows` and `returns` are typed rows in canonical names; returns are read like a refund export.
    `items` hold order_id, sku, product, quantity, unit_price: see shaped.Shaped.
    """

    rows: pl.DataFrame
    returns: pl.DataFrame | None = None
    items: pl.DataFrame | None = None
    ignored: int = 0


Take = Callable[[pl.DataFrame, int], Stepped]


def stepped(rows: pl.DataFrame, profile: Profile, decimals: int = 2) -> Stepped:
    """Take the steps of a profile one after the other; `decimals` are those of money in cells."""
    found = Stepped(rows)
    for step in profile.steps:
        taken = STEPS[step](found.rows, decimals)
        found = replace(
            taken,
            returns=found.returns if taken.returns is None else taken.returns,
            items=found.items if taken.items is None else taken.items,
            ignored=found.ignored + taken.ignored,
        )
    return found


def negative_returns(rows: pl.DataFrame, _: int) -> Stepped:
    """Split invoices of returns from sales.

    Other negative lines are write-offs, lines at a price of 0 corrections of the stock: no sales.
    """
    back = pl.col("order_id").str.starts_with("C")
    money = rows.with_columns(paid=pl.col("unit_price") * pl.col("quantity"))
    sold = (pl.col("quantity").fill_null(0) >= 0) & (pl.col("unit_price") != 0).fill_null(
        value=True
    )
    sales = money.filter(~back & sold)
    place = pl.int_range(1, pl.len() + 1).over("order_id").cast(pl.String)
    returned = money.filter(back).with_columns(
        refund_id=pl.concat_str("order_id", pl.lit("#"), place),
        order_id=pl.lit(None, pl.String),
        amount=-pl.col("paid"),
        refund_quantity=-pl.col("quantity"),
        requested_at=pl.col("ordered_at"),
        settled_at=pl.col("ordered_at"),
        kind=pl.lit(RefundKind.return_refund),
        refund_state=pl.lit(RefundState.succeeded),
    )
    return Stepped(sales, returned, ignored=rows.height - sales.height - returned.height)


def summary_rows(rows: pl.DataFrame, _: int) -> Stepped:
    """Give an order's total to its items, and leave the row out that holds it and no item."""
    item = pl.any_horizontal(
        from_any(rows, name).is_not_null() for name in ("product_id", "sku", "product")
    )
    total = pl.col("order_paid").drop_nulls().first().over("order_id")
    return Stepped(rows.with_columns(order_paid=total).filter(item | ~item.any().over("order_id")))


def net_quantity(rows: pl.DataFrame, _: int) -> Stepped:
    """Count at least one unit on each line: what was bought and wholly refunded stands as 0."""
    return Stepped(rows.with_columns(quantity=from_any(rows, "quantity").clip(1)))


def buyer_in_brackets(rows: pl.DataFrame, _: int) -> Stepped:
    """Take the user name out of `Ada Smith (ada1815)`: names repeat, user names do not."""
    user = pl.col("customer_id").str.extract(r"\(([^()]+)\)\s*$")
    return Stepped(rows.with_columns(customer_id=pl.coalesce(user, "customer_id")))


def stage_if_shipped(rows: pl.DataFrame, _: int) -> Stepped:
    """Keep the stage of orders that were cancelled, or where the file tells shipments at all.

    A shop that ships without a word to its platform has orders that are "unfulfilled" for ever.
    """
    ships = from_any(rows, "shipped_at").is_not_null().any()
    told = ships | from_any(rows, "cancelled").is_not_null()
    return Stepped(rows.with_columns(stage=pl.when(told).then(from_any(rows, "stage"))))


def bare_reasons(rows: pl.DataFrame, _: int) -> Stepped:
    """Take the prefix off Amazon's CR-DEFECTIVE and AMZ-PG-BAD-DESC, as other reports write it."""
    return Stepped(
        rows.with_columns(pl.col("reason").cast(pl.String).str.replace(r"^(?:CR|AMZ-PG)-", ""))
    )


def _unpacked(unpack: Callable[[pl.DataFrame, int], pl.DataFrame]) -> Take:
    def take(rows: pl.DataFrame, decimals: int) -> Stepped:
        return Stepped(rows, items=unpack(rows, decimals))

    return take


STEPS: Mapping[Step, Take] = {
    Step.negative_returns: negative_returns,
    Step.summary_rows: summary_rows,
    Step.net_quantity: net_quantity,
    Step.named_products: _unpacked(named_products),
    Step.counted_products: _unpacked(counted_products),
    Step.listed_skus: _unpacked(listed_skus),
    Step.buyer_in_brackets: buyer_in_brackets,
    Step.stage_if_shipped: stage_if_shipped,
    Step.bare_reasons: bare_reasons,
}
