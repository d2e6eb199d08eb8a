"""How far the files reach: their first day, and how much of their last."""

from datetime import date, datetime, timedelta

import polars as pl

_FINEST = timedelta(minutes=1)  # many exports write no seconds


def first_day(orders: pl.DataFrame) -> date | None:
    """Return the day of the first order, paid or not."""
    first = orders["ordered_at"].min()
    return first.date() if isinstance(first, datetime) else None


def last_day(as_of: datetime | None) -> float:
    """Return the share of its day that lies before a moment: what an export of that moment saw."""
    if as_of is None:
        return 1.0
    midnight = as_of.replace(hour=0, minute=0, second=0, microsecond=0)
    return min(1.0, (as_of + _FINEST - midnight) / timedelta(days=1))
