"""Typed rows of one file as canonical rows: lines with money of their own, refunds as rows."""

from collections.abc import Mapping

import polars as pl

from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.cells.need import DAMAGED
from shopmetrics.ingest.profiles.profile import Grain, Profile
from shopmetrics.ingest.shape.inside import refunds_inside
from shopmetrics.ingest.shape.paid import with_paid, with_sums
from shopmetrics.ingest.shape.region import province
from shopmetrics.ingest.shape.shaped import GRAIN, Shaped, line_id
from shopmetrics.ingest.shape.steps import stepped
from shopmetrics.shop import ORDER_COLUMNS, REFUND_COLUMNS, Kind, OrderState, RefundState

_ASKED = ("order_id", "line_id", "sku", "requested_at", "settled_at", "amount")


def shape_orders(rows: pl.DataFrame, profile: Profile, decimals: int = 2) -> Shaped:
    """Return the lines of an order export, and the refunds that stand inside it.

    `decimals` are those of money that is still text, in cells that hold several lines.
    """
    found = stepped(with_sums(_with_constants(rows, profile), profile), profile, decimals)
    sold = with_paid(found.rows, profile)
    inside = _canonical(refunds_inside(sold, profile), REFUND_COLUMNS)
    returns = inside if found.returns is None else shape_refunds(found.returns, profile)
    return Shaped(_lines(sold, profile), returns, found.ignored, found.items)


def shape_refunds(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Return canonical refunds; a row without an id, or with a damaged one, gets one made of it."""
    rows = with_sums(_with_constants(rows, profile), profile)
    if profile.kind is Kind.refunds:
        rows = stepped(rows, profile).rows
    return _canonical(
        rows.with_columns(
            refund_id=_refund_ids(rows),
            kind=from_any(rows, "kind").fill_null(profile.usual_kind),
            state=_refund_state(rows, profile),
            first_reason=pl.coalesce(from_any(rows, "first_reason"), from_any(rows, "reason")),
            quantity=from_any(rows, "refund_quantity"),
        ),
        REFUND_COLUMNS,
    )


def _refund_ids(rows: pl.DataFrame) -> pl.Series:
    """Return the ids of refunds, made up only where one has none: that takes its time."""
    whole = rows.select(refund_id=_whole_id(rows))
    if not whole["refund_id"].has_nulls():
        return whole["refund_id"]
    return rows.select(refund_id=pl.coalesce(whole["refund_id"], _derived_id(rows)))["refund_id"]


def _derived_id(rows: pl.DataFrame) -> pl.Expr:
    """Return ids made of what rows say; of rows that are equal throughout, each has its own.

    Two refunds of one amount on one day are two; the same two in another file get the same ids.
    """
    said = [pl.col(n).cast(pl.String).fill_null("") for n in _ASKED if n in rows.columns]
    place = pl.int_range(pl.len()).over([name for name in rows.columns if name != "line"])
    again = pl.when(place > 0).then(pl.concat_str(pl.lit("|"), place + 1)).otherwise(pl.lit(""))
    return pl.concat_str(said or [pl.lit("")], separator="|") + again


def _whole_id(rows: pl.DataFrame) -> pl.Expr:
    """Return the ids of refunds but those that a spreadsheet has made alike: 1.23E+17."""
    said = from_any(rows, "refund_id").cast(pl.String)
    return pl.when(~said.str.contains(DAMAGED)).then(said)


def _with_constants(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Add what the profile knows and the file does not say."""
    platform = pl.lit(profile.platform)
    return rows.with_columns(
        platform=platform,
        shop=pl.coalesce(from_any(rows, "shop"), platform),
        currency=pl.coalesce(from_any(rows, "currency"), pl.lit(profile.currency)),
    )


def _lines(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    silent = profile.paid_if_silent and not {"state", "paid_at"} & set(rows.columns)
    state = pl.lit(OrderState.paid) if silent else _state(rows)
    unit = profile.grain is Grain.unit and "quantity" not in rows.columns
    named = rows.with_columns(
        state=state,
        ordered_at=pl.coalesce(from_any(rows, "ordered_at"), from_any(rows, "paid_at")),
        sku=pl.coalesce(from_any(rows, "sku"), from_any(rows, "product")),
        quantity=pl.lit(1) if unit else from_any(rows, "quantity"),
        line_id=line_id(rows),
        list_price=from_any(rows, "unit_price"),
        region=province(rows) if "address" in rows.columns else from_any(rows, "region"),
    )
    grain = pl.lit(_grain(profile)).alias(GRAIN)
    return _canonical(named, ORDER_COLUMNS).with_columns(grain)


def _state(rows: pl.DataFrame) -> pl.Expr:
    """Read how far a line has come: where only a payment is told, one that has none is unpaid."""
    if "state" not in rows.columns and "paid_at" in rows.columns:
        paid = pl.col("paid_at").is_not_null()
        return pl.when(paid).then(pl.lit(OrderState.paid)).otherwise(pl.lit(OrderState.unpaid))
    alone = from_any(rows, "line_state") == OrderState.closed
    return pl.when(alone).then(pl.lit(OrderState.closed)).otherwise(from_any(rows, "state"))


def _grain(profile: Profile) -> str:
    """Name what a row is beside the rows of other files: a line, or an order as a whole."""
    return Grain.order.value if profile.grain is Grain.order else Grain.line.value


def _refund_state(rows: pl.DataFrame, profile: Profile) -> pl.Expr:
    """Read the state; where none is given, what was settled succeeded."""
    amount = from_any(rows, "amount")
    return (
        pl.when(amount > 0)
        .then(pl.lit(profile.if_paid_out))
        .when(amount.is_null())
        .then(pl.lit(profile.if_blank))
        .otherwise(pl.lit(None))
        .fill_null(_said_state(rows))
    )


def _said_state(rows: pl.DataFrame) -> pl.Expr:
    if "refund_state" in rows.columns:
        return pl.col("refund_state")
    if "settled_at" not in rows.columns:
        return pl.lit(RefundState.succeeded)
    settled = pl.col("settled_at").is_not_null()
    return (
        pl.when(settled).then(pl.lit(RefundState.succeeded)).otherwise(pl.lit(RefundState.pending))
    )


def _canonical(rows: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return rows.select(
        from_any(rows, name).cast(kind).alias(name) for name, kind in columns.items()
    )
