"""Which rows are turned away: what they cannot do without is missing, or cannot be read."""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.ingest.cells.column import Column
from shopmetrics.ingest.cells.reason import Reason
from shopmetrics.ingest.cells.turned import GONE_BACK
from shopmetrics.ingest.profiles.profile import Profile, Step, Sum
from shopmetrics.shop import Kind, OrderState

DAMAGED = r"(?i)^\d(\.\d+)?e\+?\d+$|^#(n/?a|name|ref|value|div|num|null)"
_TOTALS = r"(?i)^(合计|总计|小计|总 ?计|total|grand total|sum|totals)[:：]?$"
_UNPAID = (OrderState.unpaid, OrderState.closed)

_BELOW_ZERO = {Step.negative_returns, Step.net_quantity}  # which know what such a quantity means
_OF_MONEY = (Kind.refunds, Kind.compensations)

Columns = Mapping[str, Column]


def faults(rows: pl.DataFrame, columns: Columns, profile: Profile) -> pl.DataFrame:
    """Return the `place` of every row to turn away, with `column` and `reason`, in order.

    `rows` hold the values, `columns` what of them could not be read.

    A clean file has none, and costs a look at what could not be read instead of at every row.
    """
    schema = {"place": pl.UInt32, "column": pl.String, "reason": pl.String}
    found = [pl.DataFrame(schema=schema)]
    for column, reason, places in _needs(rows, columns, profile):
        said = (pl.lit(column).alias("column"), pl.lit(str(reason)).alias("reason"))
        found.append(places.cast(pl.UInt32).to_frame("place").with_columns(said))
    # A row is told by the first thing that is wrong with it.
    return pl.concat(found).unique("place", keep="first", maintain_order=True).sort("place")


def _needs(
    rows: pl.DataFrame, columns: Columns, profile: Profile
) -> Iterator[tuple[str, Reason, pl.Series]]:
    """Yield what turns rows away: column, reason, and their places."""
    key = "order_id" if "order_id" in columns else "refund_id"
    if key in columns:
        yield from _key_needs(rows[key], profile, digits=columns[key].digits)
    if profile.kind is Kind.orders:
        yield from _moment_needs(rows, columns)
        yield from _money_needs(rows, columns, profile)
        if "quantity" in columns and not _BELOW_ZERO & set(profile.steps):
            yield "quantity", Reason.negative_quantity, (rows["quantity"] < 0).arg_true()
    elif profile.kind in _OF_MONEY and "amount" in columns:
        yield "amount", Reason.not_an_amount, columns["amount"].unread
    for name in (one for one in GONE_BACK if one in rows.columns):
        yield name, Reason.negative_amount, (rows[name] < 0).arg_true()


def _key_needs(
    key: pl.Series, profile: Profile, *, digits: bool
) -> Iterator[tuple[str, Reason, pl.Series]]:
    if not digits:
        yield key.name, Reason.totals_row, key.str.contains(_TOTALS).arg_true()
        if profile.kind is not Kind.refunds:
            yield key.name, Reason.damaged_id, key.str.contains(DAMAGED).arg_true()
    yield key.name, Reason.missing, key.is_null().arg_true()


def _moment_needs(rows: pl.DataFrame, columns: Columns) -> Iterator[tuple[str, Reason, pl.Series]]:
    at = [name for name in ("ordered_at", "paid_at") if name in columns]
    if at:
        yield at[0], Reason.not_a_moment, columns[at[0]].unread
        missing = rows.select(pl.all_horizontal(pl.col(at).is_null())).to_series()
        yield at[0], Reason.missing, _unless_unpaid(missing, rows)


def _money_needs(
    rows: pl.DataFrame, columns: Columns, profile: Profile
) -> Iterator[tuple[str, Reason, pl.Series]]:
    """Yield what is wrong with what was paid, or with what that is the sum of."""
    for whole in ("paid", "order_paid"):
        made = profile.sums.get(whole, Sum(plus=(whole,)))
        for name in (*made.plus, *made.minus):
            if name in columns:
                yield name, Reason.not_an_amount, columns[name].unread
        for name in made.plus:
            if name in columns:
                yield name, Reason.negative_amount, (rows[name] < 0).arg_true()
                if whole == "paid" and len(made.plus) == 1:
                    yield name, Reason.missing, _unless_unpaid(rows[name].is_null(), rows)


def _unless_unpaid(missing: pl.Series, rows: pl.DataFrame) -> pl.Series:
    """Return the places of what is missing, but for what was never paid or is cancelled."""
    for name in ("state", "line_state"):
        if name in rows.columns and missing.any():
            missing &= ~rows[name].is_in(_UNPAID).fill_null(value=False)
    return missing.arg_true()
