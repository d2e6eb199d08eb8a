"""Order ids that stand for several orders: two shops with the same numbers, or ids cut short."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from shopmetrics.errors import InputError
from shopmetrics.ingest.shape.shaped import FILE
from shopmetrics.ingest.shape.shops import KEY

_SHOWN = 3
_APART = pl.duration(days=1)  # what two exports of one order may differ by


def refuse_clashes(rows: pl.DataFrame, paths: Sequence[Path]) -> None:
    """Stop where rows that stand for one line of one order are of several customers.

    Told by moments of order a day apart, unless one customer is named alone; or by other customers
    on most of the lines that two files share.

    Taken for one order they would make a number that looks right: the older ones would be dropped.

    Raises:
        InputError: naming the ids, the files they stand in, and both cures.
    """
    at, customers = pl.col("ordered_at"), pl.col("customer_id").drop_nulls().n_unique()
    several = rows.group_by(*KEY, "line_id").agg(
        files=pl.col(FILE).unique().sort(),
        others=customers > 1,
        clash=(at.max() - at.min() > _APART) & (customers != 1),
    )
    shared = several.filter(pl.col("files").list.len() > 1)
    mostly = shared["others"].sum() > shared.height / 2  # the same moments, and other people
    clashing = shared if mostly else several.filter("clash")
    if clashing.is_empty():
        return
    orders = clashing["order_id"].unique().sort()
    files = ", ".join(str(paths[at]) for at in clashing["files"].explode().unique().sort())
    ids = ", ".join(orders.head(_SHOWN))
    raise InputError(
        f"{files}: {orders.len()} order ids stand for different orders: {ids}",
        hint="if these are two shops with the same numbers, name each shop's files under shops in"
        " the config; if a spreadsheet cut the ids short, export again",
    )
