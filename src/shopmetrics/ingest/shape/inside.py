"""Refunds that an order export holds in columns of its own, as rows."""

import polars as pl

from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.profiles.profile import Grain, Profile
from shopmetrics.ingest.shape.shaped import line_id
from shopmetrics.shop import MONEY_ALONE, OrderState, RefundKind, RefundState, Stage

# At the end of the id of a refund that follows from a cancelled order: no export of returns has it.
CANCELLED = "#cancelled"
# What the first row of an order says of its own line, and not of the order's refund.
_OF_A_LINE = ("line_id", "sku", "product", "product_id", "variant")


def refunds_inside(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Return one row a refunded line, or order where the export gives the order's refund."""
    if not profile.cancelled_is_refunded or "state" not in rows.columns:
        return _written(rows, profile)
    back = (pl.col("state") == OrderState.closed) & from_any(rows, "paid_at").is_not_null()
    back = back.fill_null(value=False)
    if "order_refund" in rows.columns:  # which holds what went back for single lines
        back = back.all().over("order_id")
    told = rows.with_columns(_back=back)
    return pl.concat(
        [
            _written(told.filter(~pl.col("_back")), profile),
            _cancelled(told.filter("_back")),
        ],
        how="diagonal_relaxed",
    )


def _written(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    whole = "order_refund" in rows.columns
    money = "order_refund" if whole else "refund_amount"
    if money not in rows.columns:
        return rows.clear()
    found = rows.with_columns(line_id=line_id(rows)).filter(pl.col(money) > 0)
    if whole or profile.grain is Grain.order:
        found = found.unique("order_id", keep="first", maintain_order=True)
        nothing = dict.fromkeys(_OF_A_LINE, pl.lit(None, pl.String))
        found = found.with_columns(**nothing)
    state = from_any(rows, "refund_state").fill_null(RefundState.pending)
    return found.with_columns(
        refund_id=pl.concat_str(pl.coalesce("line_id", "order_id"), pl.lit(MONEY_ALONE)),
        amount=pl.col(money),
        kind=pl.lit(RefundKind.refund_only),
        state=state if "refund_state" in rows.columns else pl.lit(RefundState.succeeded),
        quantity=pl.lit(None) if whole else from_any(rows, "refund_quantity"),
    )


def _cancelled(rows: pl.DataFrame) -> pl.DataFrame:
    """Return all that was paid for lines of orders that were cancelled after their payment."""
    unshipped = from_any(rows, "shipped_at").is_null()
    return rows.with_columns(
        refund_id=pl.concat_str("order_id", pl.lit("/"), line_id(rows), pl.lit(CANCELLED)),
        line_id=line_id(rows),
        amount=pl.col("paid"),
        kind=pl.lit(RefundKind.refund_only),
        state=pl.lit(RefundState.succeeded),
        stage=pl.when(unshipped).then(pl.lit(Stage.before_shipment)),
    )
