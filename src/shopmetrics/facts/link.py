"""How much of a refund's money and units each line gets back.

A refund of one line is that line's; one of several lines (facts.match) is spread over them by what
was paid for them. An order never gets back more than was paid: the rest is cut off the latest
refunds and counted.
"""

from collections.abc import Callable

import polars as pl

from shopmetrics.facts.match import matched
from shopmetrics.shop import MONEY_ALONE, MONEY_KINDS, RefundKind, RefundState

# Which line gets the odd cent, and which of two refunds of one moment is cut, is told by ids: the
# order of the rows in a file tells nothing.
_BY_ID = ("line_line_id", "line")


def link(lines: pl.DataFrame, refunds: pl.DataFrame) -> pl.DataFrame:
    """Return the pieces of every refund, one row a refund and line.

    Columns of `refunds` plus `refund` (row number), `line`, `order`, `customer` (null where no
    order was found), `how` (line, sku, variant, order, spread, customer, none), `units`,
    `succeeded`, and `amount` as spread, before any capping.
    """
    numbered = refunds.with_row_index("refund").with_columns(succeeded=_succeeded())
    found = matched(numbered, lines)
    pieces = numbered.join(found, on="refund", how="left", maintain_order="left").with_columns(
        pl.col("how").fill_null("none"), alone=pl.col("refund").is_unique()
    )
    worth = pl.col("line_paid").fill_null(0)
    whole = pieces.filter("alone").with_columns(units=_units(pl.col("quantity"), worth))
    spread = pieces.filter(~pl.col("alone")).with_columns(
        amount=_share("amount"), units=_units(_share("quantity"), worth.sum().over("refund"))
    )
    return _in_order(whole, spread)


def capped(pieces: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Cut what exceeds an order's money and a line's units off its latest refunds.

    `excess` is the money that was cut; `beyond_line` says that the refunds of a line are together
    more than was paid for it, though not for its order: those count as they stand. Where the price
    of a line is not known, neither is what the order was worth: nothing is cut.
    """
    asked = pieces.select("order").unique()
    theirs = lines.select("order", "paid").join(asked, on="order", how="semi")
    paid = theirs.group_by("order").agg(
        order_paid=pl.col("paid").sum(), priced=pl.col("paid").is_not_null().all()
    )
    priced = pieces.with_columns(
        _at=pl.coalesce("settled_at", "requested_at"), alone=pl.col("order").is_unique()
    ).join(paid, on="order", how="left", maintain_order="left")
    first = priced.filter("alone").with_columns(_cut(lambda part, _: part))
    several = priced.filter(~pl.col("alone")).with_columns(_cut(_upto))
    return (
        _in_order(first, several)
        .with_columns(
            amount=pl.col("amount") - pl.col("excess"),
            units=pl.col("units") - pl.col("_extra"),
            beyond_line=_beyond_line(),
        )
        .drop("_at", "_extra", "order_paid", "priced", "alone")
    )


def _beyond_line() -> pl.Expr:
    named = pl.col("succeeded") & pl.col("line").is_not_null() & (pl.col("how") != "spread")
    money = pl.when(named).then(pl.col("amount") - pl.col("excess")).sum().over("line")
    within = pl.col("excess").sum().over("order") == 0
    return (named & within & (money > pl.col("line_paid"))).fill_null(value=False)


def _in_order(*parts: pl.DataFrame) -> pl.DataFrame:
    """Put pieces together that were looked at apart.

    Nearly every refund is the only one of its order, and of one line: without a window over the
    others it takes a third of the time.
    """
    return pl.concat(parts).sort("refund", maintain_order=True)


def _cut(upto: Callable[[pl.Expr, str], pl.Expr]) -> list[pl.Expr]:
    """Return what of each piece's money and units is beyond what was paid and sold."""
    money = pl.when("succeeded").then(pl.col("amount").fill_null(0)).otherwise(0)
    units = pl.when("succeeded").then(pl.col("units")).otherwise(0)
    limit = pl.when("priced").then("order_paid")
    sold = pl.when(pl.col("line").is_not_null()).then(pl.col("line_quantity").fill_null(1))
    return [
        _beyond(money, upto(money, "order"), limit).alias("excess"),
        _beyond(units, upto(units, "line"), sold).alias("_extra"),
    ]


def _upto(part: pl.Expr, whole: str) -> pl.Expr:
    """Sum up the parts of a whole, the earliest first."""
    return part.cum_sum().over(whole, order_by=["_at", "refund_id", *_BY_ID, "refund"])


def _beyond(part: pl.Expr, upto: pl.Expr, limit: pl.Expr) -> pl.Expr:
    """Return how much of each part lies beyond the limit of its whole, the latest cut first."""
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


def _units(said: pl.Expr, worth: pl.Expr) -> pl.Expr:
    """Count the units that came back; `worth` is what was paid for all that the refund is of.

    As the export says; where it does not, the line's units for a return or for all of its money,
    and none for a part of the money without a return. Whether there was one is not known of a part
    of the money that an order file tells alone.
    """
    all_units = pl.col("line_quantity").fill_null(1)
    returned = pl.col("kind") == RefundKind.return_refund
    whole = pl.col("amount") >= worth
    of_part = pl.when(~pl.col("refund_id").str.ends_with(MONEY_ALONE)).then(0)
    guess = pl.when((returned | whole).fill_null(value=True)).then(all_units).otherwise(of_part)
    known = pl.coalesce(said, guess)
    return pl.when(known <= all_units).then(known).when(known.is_not_null()).then(all_units)
