"""The measures of a refund rate: what was placed and what came back, as far as it is known."""

import polars as pl

from shopmetrics.config import Basis
from shopmetrics.settings import Settings
from shopmetrics.stats.rate import rated

NO_REFUNDS, NO_AMOUNTS = "no_refunds_loaded", "no_amounts"
NO_BACK, NO_UNITS = "no_refund_amounts", "no_quantities"
NO_BACK_UNITS, SOME_BACK = "no_refund_units", "some_refund_amounts"
_MOST_UNTOLD = 0.05  # of the refunds: with more, the sum of the others is not what went back
# The rate of orders is known.
_PARTLY = frozenset({NO_AMOUNTS, NO_BACK, SOME_BACK, NO_UNITS, NO_BACK_UNITS})
MEASURES = ("orders", "units", "amount")
SOLD = {"units": pl.col("units").sum(), "amount": pl.col("paid").sum()}
BACK = {
    "orders": pl.col("order").n_unique(),
    "units": pl.col("units").sum(),
    "amount": pl.col("amount").sum(),
}

# How many refunds there are, and how many of them give an amount.
PRICED = {"refunds": pl.len(), "priced": pl.col("amount").is_not_null().sum()}


def nearly_all(told: str, refunds: str = "refunds") -> pl.Expr:
    """Say of counts (PRICED) whether so many tell a thing that its sum is that of all refunds."""
    return pl.col(refunds) - pl.col(told) <= _MOST_UNTOLD * pl.col(refunds)


def counted(settings: Settings) -> pl.Expr:
    """Say which refunds count: those of the period's orders, or those settled in the period."""
    return pl.col("now" if settings.basis is Basis.order_time else "settled_now")


def told(unknown: tuple[str, ...]) -> bool:
    """Say whether there is a rate at all, in orders."""
    return set(unknown) <= _PARTLY


def as_rows(counts: pl.DataFrame, name: str, *index: str) -> pl.DataFrame:
    """Turn the three measures from columns into rows."""
    return counts.unpivot(MEASURES, index=index, variable_name="measure", value_name=name)


def rates(rows: pl.DataFrame, unknown: tuple[str, ...]) -> pl.DataFrame:
    """Add rate and interval: the interval at orders alone, nothing where a part is unknown."""
    known = rows.with_columns(pl.col("k").fill_null(0))
    if NO_AMOUNTS in unknown:
        known = known.with_columns(pl.when(pl.col("measure") != "amount").then(pl.col("n", "k")))
    if NO_UNITS in unknown:
        known = known.with_columns(pl.when(pl.col("measure") != "units").then(pl.col("n", "k")))
    if NO_BACK in unknown:
        known = known.with_columns(pl.when(pl.col("measure") != "amount").then(pl.col("k")))
    if NO_BACK_UNITS in unknown:
        known = known.with_columns(pl.when(pl.col("measure") != "units").then(pl.col("k")))
    if not told(unknown):
        known = known.with_columns(k=pl.lit(None, pl.Int64))
    found = rated(known)
    if SOME_BACK in unknown:  # what is known went back at least
        found = found.with_columns(pl.when(pl.col("measure") != "amount").then("rate"))
    counts = pl.col("measure") == "orders"
    return found.with_columns(pl.when(counts).then(pl.col("low", "high")))
