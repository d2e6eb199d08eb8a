"""How many orders of each hour and weekday would come back, had their goods their usual rates."""

import polars as pl

from shopmetrics.stats.rate import share

_COUNTS = ("n", "k", "amount", "expected")
# What is expected is summed in whole parts of an order: they add up the same in any order of the
# rows and on any number of cores, which floats do not.
_PARTS = 2**32


def due(tally: pl.DataFrame, slot: str) -> pl.DataFrame:
    """Return n, k, amount and `expected` of each slot, from a tally by basket and slot.

    expected = sum over the baskets of the slot's orders x the basket's rate over all slots. The
    rates hold the slot itself: a SKU that is sold in one slot only expects just what it has.
    """
    of_all = share(pl.col("k").sum().over("basket"), pl.col("n").sum().over("basket"))
    parts = (pl.col("n") * of_all * _PARTS).round().cast(pl.Int64)
    slots = tally.with_columns(expected=parts).group_by(slot).agg(pl.col(*_COUNTS).sum())
    return slots.with_columns(pl.col("expected") / _PARTS).sort(slot)


def due_by_cell(cells: pl.DataFrame, weekdays: pl.DataFrame, hours: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of weekday and hour with `expected`, from what is due on each of the two.

    The mix of goods is taken to change over the week and over the day, and not in both at once:
    expected = n x (due rate of the hour) x (due rate of the weekday) / (rate of all).
    """
    of_hour = hours.select("hour", _hour=share(pl.col("expected"), pl.col("n")))
    of_day = weekdays.select("weekday", _day=share(pl.col("expected"), pl.col("n")))
    whole = share(pl.col("k").sum(), pl.col("n").sum())
    joined = cells.join(of_hour, on="hour", how="left", maintain_order="left").join(
        of_day, on="weekday", how="left", maintain_order="left"
    )
    based = joined.with_columns(_all=whole)
    expected = pl.col("n") * pl.col("_hour") * share(pl.col("_day"), pl.col("_all"))
    return based.with_columns(expected=expected.fill_null(0)).select("weekday", "hour", *_COUNTS)
