"""What the rows of one file become: canonical lines and refunds, before files are joined."""

import polars as pl

from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.shop import ORDER_COLUMNS
from shopmetrics.value import value

FILE = "_file"
GRAIN = "_grain"


@value
class Shaped:
    """What one file gives: order lines (with GRAIN), refunds, and how many rows were neither.

    `items` are lines of orders that stand in one cell, as an item export would give them:
    order_id, sku, product, quantity, unit_price.
    """

    orders: pl.DataFrame
    refunds: pl.DataFrame
    ignored: int = 0
    items: pl.DataFrame | None = None

    @staticmethod
    def of_refunds(refunds: pl.DataFrame) -> "Shaped":
        """Hold a file of refunds alone."""
        return Shaped(pl.DataFrame(schema={**ORDER_COLUMNS, GRAIN: pl.String}), refunds)


def line_id(rows: pl.DataFrame) -> pl.Expr:
    """Return the line's id, else its order's and its place in it."""
    if "line_id" in rows.columns and not rows["line_id"].has_nulls():
        return pl.col("line_id")
    place = pl.int_range(1, pl.len() + 1).over("order_id").cast(pl.String)
    return pl.coalesce(
        from_any(rows, "line_id"), pl.concat_str("order_id", pl.lit("#"), place, separator="")
    )
