"""When a request was made and how long it took, as whole days and hours."""

import polars as pl


def request_times() -> dict[str, pl.Expr]:
    """Return the day of a request, and the hours from there to the settlement; null if unknown."""
    took = pl.col("settled_at") - pl.col("requested_at")
    return {
        "requested_day": pl.col("requested_at").dt.date(),
        "hours_to_settle": pl.when(took >= pl.duration()).then(took.dt.total_hours()),
    }
