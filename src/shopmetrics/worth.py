"""What something costs a month: money of a period over the months that its orders span."""

import polars as pl

from shopmetrics.page import Entity, Tally

# Every page that says something by the month asks for this tally.
DAYS = Tally(Entity.order, ("day",), {"orders": pl.len()}, pl.col("now"))
_MONTH = 365.25 / 12
_LEAST_DAYS = 7  # a week of orders at least: less says nothing of a month


def months(days: pl.DataFrame) -> float | None:
    """Return how many months lie between the first and the last day of the tally DAYS.

    None where that is less than a week: a month could not be told from it.
    """
    known = days["day"].drop_nulls()
    if known.is_empty():
        return None
    span: int = known.sort().to_physical()[-1] - known.sort().to_physical()[0] + 1
    return span / _MONTH if span >= _LEAST_DAYS else None


def a_month(money: pl.Expr, months: float | None) -> pl.Expr:
    """Spread money of the period over its months, in whole minor units; null where unknown."""
    return pl.lit(None, pl.Int64) if months is None else (money / months).round().cast(pl.Int64)
