"""What was paid for each line, from whatever an export says of money."""

import polars as pl

from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.profiles.profile import Profile, Sum, Totals
from shopmetrics.ingest.shape.evidence import totals_repeat
from shopmetrics.shop import RefundState


def with_sums(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Add the amounts that a file gives in parts; none where it has no column of `plus`."""
    if profile.net_of_refunds:
        rows = _gross(rows)
    made = {
        name: _sum(rows, one)
        for name, one in profile.sums.items()
        if set(one.plus) & set(rows.columns)
    }
    return rows.with_columns(**made)


def with_paid(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Give each line what was paid for it, before anything went back."""
    if profile.totals is not None and "order_paid" in rows.columns:
        rows = _from_total(rows, profile.totals)
    if profile.refund_is_whole:
        all_of_it = pl.when(pl.col("refund_state").is_not_null()).then(from_any(rows, "paid"))
        given = from_any(rows, "refund_amount")
        return rows.with_columns(refund_amount=pl.coalesce(given, all_of_it))
    return rows


def allocated(total: pl.Expr, weight: pl.Expr, *whole: str) -> pl.Expr:
    """Share a total over the rows of a whole by weight, largest remainder first, to the cent."""
    given = weight.fill_null(0)
    share = pl.when(given.sum().over(*whole) > 0).then(given).otherwise(1)
    of = share.sum().over(*whole)
    base, rest = total * share // of, total * share % of
    left = total - base.sum().over(*whole)
    place = rest.rank("ordinal", descending=True).over(*whole)
    return base + (place <= left).cast(pl.Int64)


def _gross(rows: pl.DataFrame) -> pl.DataFrame:
    """Add back what was refunded to an amount that is what the shop has left."""
    went_back = pl.lit(value=True)
    if "refund_state" in rows.columns:
        went_back = pl.col("refund_state") == RefundState.succeeded
    back = pl.when(went_back).then(from_any(rows, "refund_amount")).otherwise(0).fill_null(0)
    return rows.with_columns(
        pl.col(name) + back for name in ("paid", "total") if name in rows.columns
    )


def _sum(rows: pl.DataFrame, made: Sum) -> pl.Expr:
    plus = [pl.col(name) for name in made.plus if name in rows.columns]
    minus = [pl.col(name) for name in made.minus if name in rows.columns]
    less = pl.sum_horizontal(*(part.fill_null(0) for part in minus)) if minus else pl.lit(0)
    said = pl.any_horizontal(*(part.is_not_null() for part in plus))
    total = pl.sum_horizontal(*(part.fill_null(0) for part in plus)) - less
    return pl.when(said).then(total.clip(0))  # freight of an order that nothing was paid for


def _from_total(rows: pl.DataFrame, totals: Totals) -> pl.DataFrame:
    """Share an order's total over its lines by what they list for."""
    if totals is Totals.found and not totals_repeat(rows):
        return rows.with_columns(paid=pl.col("order_paid"))
    units = from_any(rows, "quantity").fill_null(1)
    total = pl.col("order_paid").drop_nulls().first().over("order_id")
    value = pl.coalesce(from_any(rows, "goods"), from_any(rows, "unit_price") * units)
    return rows.with_columns(paid=allocated(total, value.cast(pl.Int64), "order_id"))
