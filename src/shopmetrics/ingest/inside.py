"""Refunds that an order export holds in columns of its own, as rows."""

import polars as pl

from shopmetrics.ingest.ident import from_any
from shopmetrics.ingest.profile import Grain, Profile
from shopmetrics.ingest.shaped import line_id
from shopmetrics.shop import RefundKind, RefundState


def refunds_inside(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Return one row a refunded line, or order where the export gives the order's refund."""
    whole = "order_refund" in rows.columns
    money = "order_refund" if whole else "refund_amount"
    if money not in rows.columns:
        return rows.clear()
    found = rows.with_columns(line_id=line_id(rows)).filter(pl.col(money) > 0)
    if whole or profile.grain is Grain.order:
        found = found.unique("order_id", keep="first", maintain_order=True)
        found = found.with_columns(line_id=pl.lit(None, pl.String))
    state = from_any(rows, "refund_state").fill_null(RefundState.pending)
    return found.with_columns(
        refund_id=pl.concat_str(pl.coalesce("line_id", "order_id"), pl.lit("#refund")),
        amount=pl.col(money),
        kind=pl.lit(RefundKind.refund_only),
        state=state if "refund_state" in rows.columns else pl.lit(RefundState.succeeded),
        sku=pl.lit(None),
        quantity=pl.lit(None) if whole else from_any(rows, "refund_quantity"),
    )
