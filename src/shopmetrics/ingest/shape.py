"""Typed rows of one file as canonical rows: lines with money of their own, refunds as rows."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from shopmetrics.ingest.ident import from_any
from shopmetrics.ingest.profile import Grain, Profile
from shopmetrics.shop import ORDER_COLUMNS, REFUND_COLUMNS, OrderState, RefundKind, RefundState

FILE = "_file"
GRAIN = "_grain"
_ASKED = ("order_id", "line_id", "sku", "requested_at", "settled_at", "amount")


@dataclass(frozen=True, slots=True)
class Shaped:
    """What one file gives: order lines (with GRAIN), refunds, and how many rows were neither."""

    orders: pl.DataFrame
    refunds: pl.DataFrame
    ignored: int = 0

    @staticmethod
    def of_refunds(refunds: pl.DataFrame) -> "Shaped":
        """Hold a file of refunds alone."""
        return Shaped(pl.DataFrame(schema={**ORDER_COLUMNS, GRAIN: pl.String}), refunds)


def shape_orders(rows: pl.DataFrame, profile: Profile) -> Shaped:
    """Return the lines of an order export, and the refunds that stand inside it."""
    rows = _with_constants(rows, profile)
    filled = [name for name in profile.fill if name in rows.columns]
    if filled:
        rows = rows.with_columns(pl.col(filled).forward_fill().over("order_id"))
    if profile.returns_are_negative:
        return _without_returns(rows, profile)
    rows = _own_money(rows, profile)
    return Shaped(_lines(rows, profile), _inside(rows, profile))


def shape_refunds(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Return canonical refunds; a row without an id gets one from what it says."""
    rows = _with_constants(rows, profile)
    said = [pl.col(n).cast(pl.String).fill_null("") for n in _ASKED if n in rows.columns]
    derived = pl.concat_str(said, separator="|") if said else pl.lit(None, pl.String)
    return _canonical(
        rows.with_columns(
            refund_id=pl.coalesce(from_any(rows, "refund_id"), derived),
            kind=from_any(rows, "kind").fill_null(RefundKind.refund_only),
            state=_refund_state(rows),
            first_reason=pl.coalesce(from_any(rows, "first_reason"), from_any(rows, "reason")),
            quantity=from_any(rows, "refund_quantity"),
        ),
        REFUND_COLUMNS,
    )


def allocated(total: pl.Expr, weight: pl.Expr, whole: str) -> pl.Expr:
    """Share a total over the rows of a whole by weight, largest remainder first, to the cent."""
    given = weight.fill_null(0)
    share = pl.when(given.sum().over(whole) > 0).then(given).otherwise(1)
    of = share.sum().over(whole)
    base, rest = total * share // of, total * share % of
    left = total - base.sum().over(whole)
    place = rest.rank("ordinal", descending=True).over(whole)
    return base + (place <= left).cast(pl.Int64)


def _with_constants(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Add what the profile knows and the file does not say."""
    platform = pl.lit(profile.platform)
    return rows.with_columns(
        platform=platform,
        shop=pl.coalesce(from_any(rows, "shop"), platform),
        currency=pl.coalesce(from_any(rows, "currency"), pl.lit(profile.currency)),
    )


def _own_money(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Give each line what was paid for it, before anything went back."""
    if profile.totals is not None:
        units = from_any(rows, "quantity").fill_null(1)
        total = pl.col("order_paid").drop_nulls().first().over("order_id")
        return rows.with_columns(
            paid=allocated(total, from_any(rows, "unit_price") * units, "order_id")
        )
    if profile.net_of_refunds:
        went_back = pl.col("refund_state") == RefundState.succeeded
        back = pl.when(went_back).then("refund_amount").otherwise(0)
        return rows.with_columns(paid=pl.col("paid") + back.fill_null(0))
    if profile.refund_is_whole:
        asked = pl.when(pl.col("refund_state").is_not_null()).then(from_any(rows, "paid"))
        return rows.with_columns(refund_amount=asked)
    return rows


def _lines(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    silent = profile.paid_if_silent and not {"state", "paid_at"} & set(rows.columns)
    state = pl.lit(OrderState.paid) if silent else from_any(rows, "state")
    moments = (from_any(rows, "ordered_at"), from_any(rows, "paid_at"))
    named = rows.with_columns(
        state=state,
        ordered_at=pl.coalesce(moments),
        sku=pl.coalesce(from_any(rows, "sku"), from_any(rows, "product")),
        line_id=_line_id(rows),
        list_price=from_any(rows, "unit_price"),
    )
    grain = pl.lit(profile.grain.value).alias(GRAIN)
    return _canonical(named, ORDER_COLUMNS).with_columns(grain)


def _line_id(rows: pl.DataFrame) -> pl.Expr:
    """Return the line's id, else its order's and its place in it."""
    if "line_id" in rows.columns and not rows["line_id"].has_nulls():
        return pl.col("line_id")
    place = pl.int_range(1, pl.len() + 1).over("order_id").cast(pl.String)
    return pl.coalesce(
        from_any(rows, "line_id"), pl.concat_str("order_id", pl.lit("#"), place, separator="")
    )


def _inside(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Make rows of the refunds that an order export holds in columns of its own."""
    if "refund_amount" not in rows.columns:
        return pl.DataFrame(schema=REFUND_COLUMNS)
    found = rows.with_columns(line_id=_line_id(rows)).filter(pl.col("refund_amount") > 0)
    if profile.totals is not None or profile.grain is Grain.order:
        found = found.unique("order_id", keep="first", maintain_order=True)
        found = found.with_columns(line_id=pl.lit(None, pl.String))
    state = from_any(rows, "refund_state")
    return _canonical(
        found.with_columns(
            refund_id=pl.concat_str(pl.coalesce("line_id", "order_id"), pl.lit("#refund")),
            amount=pl.col("refund_amount"),
            kind=pl.lit(RefundKind.refund_only),
            state=state if "refund_state" in rows.columns else pl.lit(RefundState.succeeded),
            sku=pl.lit(None),
            quantity=pl.lit(None),
        ),
        REFUND_COLUMNS,
    )


def _refund_state(rows: pl.DataFrame) -> pl.Expr:
    """Read the state; where none is given, what was settled succeeded."""
    if "refund_state" in rows.columns:
        return pl.col("refund_state").fill_null(RefundState.pending)
    if "settled_at" not in rows.columns:
        return pl.lit(RefundState.succeeded)
    settled = pl.col("settled_at").is_not_null()
    return (
        pl.when(settled).then(pl.lit(RefundState.succeeded)).otherwise(pl.lit(RefundState.pending))
    )


def _without_returns(rows: pl.DataFrame, profile: Profile) -> Shaped:
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
    neither = rows.height - sales.height - returned.height
    return Shaped(_lines(sales, profile), shape_refunds(returned, profile), neither)


def _canonical(rows: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return rows.select(
        from_any(rows, name).cast(kind).alias(name) for name, kind in columns.items()
    )
