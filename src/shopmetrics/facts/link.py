"""How much of a refund's money and units each line gets back.

A refund of one line is that line's; one of several lines (facts.match) is spread over them by what
was paid for them. An order never gets back more than was paid: the rest is cut off the latest
refunds and counted.
"""

import polars as pl

from shopmetrics.facts.match import matched
from shopmetrics.shop import MONEY_KINDS, RefundKind, RefundState

# Which line gets the odd cent, and which of two refunds of one moment is cut, is told by ids: the
# order of the rows in a file tells nothing.
_BY_ID = ("line_line_id", "line")


def link(lines: pl.LazyFrame, refunds: pl.LazyFrame) -> pl.LazyFrame:
    """Return the pieces of every refund, one row a refund and line.

    Columns of `refunds` plus `refund` (row number), `line`, `order`, `customer` (null where no
    order was found), `how` (line, sku, order, spread, customer, none), `units`, `succeeded`,
    and `amount` as spread, before any capping.
    """
    numbered = refunds.with_row_index("refund").with_columns(succeeded=_succeeded())
    pieces = numbered.join(matched(numbered, lines), on="refund", how="left").with_columns(
        pl.col("how").fill_null("none")
    )
    return pieces.with_columns(amount=_share("amount"), units=_units())


def capped(pieces: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Cut what exceeds an order's money and a line's units off its latest refunds.

    `excess` is the money that was cut. Where the price of a line is not known, neither is what the
    order was worth: nothing is cut.
    """
    paid = lines.group_by("order").agg(
        order_paid=pl.col("paid").sum(), priced=pl.col("paid").is_not_null().all()
    )
    money = pl.when("succeeded").then(pl.col("amount").fill_null(0)).otherwise(0)
    units = pl.when("succeeded").then(pl.col("units")).otherwise(0)
    limit = pl.when("priced").then("order_paid")
    sold = pl.when(pl.col("line").is_not_null()).then(pl.col("line_quantity").fill_null(1))
    return (
        pieces.with_columns(_at=pl.coalesce("settled_at", "requested_at"))
        .join(paid, on="order", how="left")
        .with_columns(excess=_beyond(money, limit, "order"), _extra=_beyond(units, sold, "line"))
        .with_columns(
            amount=pl.col("amount") - pl.col("excess"), units=pl.col("units") - pl.col("_extra")
        )
        .drop("_at", "_extra", "order_paid", "priced")
    )


def _beyond(part: pl.Expr, limit: pl.Expr, whole: str) -> pl.Expr:
    """Return how much of each part lies beyond the limit of its whole, the latest cut first."""
    upto = part.cum_sum().over(whole, order_by=["_at", "refund_id", *_BY_ID, "refund"])
    return pl.min_horizontal((upto - limit).clip(0, None).fill_null(0), part)


def _succeeded() -> pl.Expr:
    """Say which rows are money refunds that went through; an amount not known counts as some."""
    money = pl.col("kind").is_in(MONEY_KINDS) & (pl.col("state") == RefundState.succeeded)
    return money.fill_null(value=False) & (pl.col("amount").fill_null(1) > 0)


def _share(whole: str) -> pl.Expr:
    """Share a refund's money or units over its lines by what was paid for them.

    The cumulative share is rounded, so that the pieces always add up to the whole.
    """
    weight = pl.col("line_paid").fill_null(0)
    weight = pl.when(weight.sum().over("refund") > 0).then(weight).otherwise(1)
    total = weight.sum().over("refund")
    upto = weight.cum_sum().over("refund", order_by=_BY_ID)
    return pl.col(whole) * upto // total - pl.col(whole) * (upto - weight) // total


def _units() -> pl.Expr:
    """Count the units that came back.

    As the export says; where it does not, the line's units for a return or for all of its money,
    and none for a part of the money without a return.
    """
    all_units = pl.col("line_quantity").fill_null(1)
    returned = pl.col("kind") == RefundKind.return_refund
    whole = pl.col("amount") >= pl.col("line_paid").sum().over("refund")
    guess = pl.when((returned | whole).fill_null(value=True)).then(all_units).otherwise(0)
    return pl.min_horizontal(pl.coalesce(_share("quantity"), guess), all_units)
