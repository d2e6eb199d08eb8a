"""What takes code to read: the named steps of profiles, each one function over typed rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from shopmetrics.ingest.profile import Profile, Step
from shopmetrics.shop import RefundKind, RefundState


@dataclass(frozen=True, slots=True)
class Stepped:
    """Rows of a file after a step: sales, returns, lines unpacked, and how many were neither.

    `rows` and `returns` are typed rows in canonical names; returns are read like a refund export.
    `items` hold order_id, sku, product, quantity, unit_price: see shaped.Shaped.
    """

    rows: pl.DataFrame
    returns: pl.DataFrame | None = None
    items: pl.DataFrame | None = None
    ignored: int = 0


def stepped(rows: pl.DataFrame, profile: Profile) -> Stepped:
    """Take the steps of a profile one after the other."""
    found = Stepped(rows)
    for step in profile.steps:
        taken = STEPS[step](found.rows)
        found = replace(
            taken,
            returns=found.returns if taken.returns is None else taken.returns,
            items=found.items if taken.items is None else taken.items,
            ignored=found.ignored + taken.ignored,
        )
    return found


def negative_returns(rows: pl.DataFrame) -> Stepped:
    """Split invoices of returns from sales; other negative lines are write-offs, and no sale."""
    back = pl.col("order_id").str.starts_with("C")
    money = rows.with_columns(paid=pl.col("unit_price") * pl.col("quantity"))
    sales = money.filter(~back & (pl.col("quantity").fill_null(0) >= 0))
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


STEPS: Mapping[Step, Callable[[pl.DataFrame], Stepped]] = {Step.negative_returns: negative_returns}
