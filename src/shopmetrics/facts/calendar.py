"""When something happened, in the shop's own day, hour, weekday, week and month."""

import polars as pl

from shopmetrics.settings import Period

CALENDAR = ("day", "hour", "weekday", "week", "month")


def calendar(moment: str, timed: pl.Expr) -> dict[str, pl.Expr]:
    """Return the calendar columns of a moment; the hour is null where only a day was given."""
    at = pl.col(moment)
    return {
        "day": at.dt.date(),
        "hour": pl.when(timed).then(at.dt.hour()),
        "weekday": at.dt.weekday(),
        "week": at.dt.truncate("1w").dt.date(),
        "month": at.dt.month_start().dt.date(),
    }


def within(day: pl.Expr, period: Period | None) -> pl.Expr:
    """Say whether a day lies in a period; in no period at all lies no day."""
    if period is None:
        return pl.lit(value=False)
    inside = day.is_not_null()
    if period.since is not None:
        inside &= day >= period.since
    if period.until is not None:
        inside &= day <= period.until
    return inside
