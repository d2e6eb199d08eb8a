"""Whether an amount belongs to a row or to its whole order, told by how it stands on the rows."""

from enum import StrEnum

import polars as pl

from shopmetrics.ingest.cells.money import minor_units
from shopmetrics.value import value

_MOST = 0.95
_ENOUGH = 5  # orders of several rows that make the answer sure


class Whole(StrEnum):
    """What an amount is of, and how it stands."""

    row = "row"
    repeated = "repeated"  # the order's, on each of its rows
    blank = "blank"  # the order's, on its first row alone


@value
class Told:
    """The answer, and whether the rows show it clearly."""

    whole: Whole
    sure: bool


def whole_of(orders: pl.Series, amounts: pl.Series, each: pl.Series | None) -> Told:
    """Look at the orders of several rows; `each` is what quantity and price make of every row."""
    rows = pl.DataFrame({"order": orders, "amount": minor_units(amounts)})
    rows = rows.with_columns(each=pl.lit(None, pl.Int64) if each is None else each)
    several = (
        rows.group_by("order", maintain_order=True)
        .agg(
            rows=pl.len(),
            different=pl.col("amount").drop_nulls().n_unique(),
            told=pl.col("amount").count(),
            first=pl.col("amount").first().is_not_null(),
            per_row=(pl.col("amount") == pl.col("each")).all(ignore_nulls=False),
            in_all=(pl.col("amount").first() == pl.col("each").sum()),
        )
        .filter(pl.col("rows") > 1)
    )
    return _told(several)


def _told(several: pl.DataFrame) -> Told:
    count = several.height
    if count == 0:
        return Told(Whole.row, sure=True)
    if _mostly(several, (pl.col("told") == 1) & pl.col("first")):
        return Told(Whole.blank, sure=True)
    if _mostly(several, pl.col("per_row")):
        return Told(Whole.row, sure=True)
    same = (pl.col("different") == 1) & (pl.col("told") == pl.col("rows"))
    if _mostly(several, same):
        return Told(Whole.repeated, sure=count >= _ENOUGH or _mostly(several, pl.col("in_all")))
    return Told(Whole.row, sure=True)


def _mostly(several: pl.DataFrame, where: pl.Expr) -> bool:
    held = several.select(where.fill_null(value=False).mean()).item()
    return bool(held >= _MOST)
