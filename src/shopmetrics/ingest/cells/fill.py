"""Cells that stand on the first row of an order alone, given to its other rows."""

import polars as pl

from shopmetrics.ingest.profiles.profile import Profile

_OF_ORDER = ("state", "ordered_at", "paid_at", "order_paid", "order_refund")


def filled(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Fill the columns that a profile names, within each order, from above.

    A row that is given the day of its order is given whether that day has an hour.
    """
    if "order_id" in profile.fill:  # then nothing but an order's place in the file tells its rows
        above = pl.when(_continues(rows)).then(pl.col("order_id").forward_fill())
        rows = rows.with_columns(order_id=pl.coalesce("order_id", above))
    there = [name for name in profile.fill if name in rows.columns and name != "order_id"]
    if not there:
        return rows
    if "ordered_at" in there:
        rows = rows.with_columns(timed=pl.when(pl.col("ordered_at").is_not_null()).then("timed"))
        there.append("timed")
    found = rows.with_columns(pl.col(there).forward_fill().over("order_id"))
    return found.with_columns(pl.col("timed").fill_null(value=False))


def _continues(rows: pl.DataFrame) -> pl.Expr:
    """Say which rows can be of the order above: they say nothing that is an order's own.

    A row with a state or a day has lost its id, and one with a total may be that of the file.
    """
    said = (pl.col(name).is_not_null() for name in _OF_ORDER if name in rows.columns)
    return ~pl.any_horizontal(pl.lit(value=False), *said)
