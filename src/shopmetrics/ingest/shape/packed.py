"""The lines of an order that an export packs into one cell, as an item export would give them.

Each function takes typed rows with `order_id` and `contents`, and returns one row a line: order_id,
sku, product, quantity, and unit_price in minor units where the cell tells it.
"""

from collections.abc import Callable

import polars as pl

from shopmetrics.ingest.cells.ident import tidy
from shopmetrics.ingest.cells.money import minor_units

_PARTS = "_parts"


def named_products(rows: pl.DataFrame, decimals: int) -> pl.DataFrame:
    """Unpack BigCommerce's `Product SKU: A, Product Qty: 1, … | Product SKU: B, …`."""
    part = pl.col(_PARTS)

    def told(key: str) -> pl.Expr:
        # A name may hold commas: a value ends where the next key begins.
        return part.str.extract(rf"(?:^|, )Product {key}: (.*?)(?:, Product [A-Z][A-Za-z ]*: |$)")

    lines = _split(rows, lambda cell: cell.str.split(" | ")).select(
        "order_id",
        sku=told("SKU"),
        product=told("Name"),
        quantity=told("Qty").cast(pl.Int64, strict=False),
        unit_price=told("Unit Price"),
        total=told("Total Price"),
    )
    each, total = (
        minor_units(tidy(lines[name]), decimals=decimals) for name in ("unit_price", "total")
    )
    whole = pl.lit(total) // pl.col("quantity").fill_null(1).clip(1)
    price = pl.coalesce(pl.lit(each), whole)
    return lines.select(
        "order_id",
        sku=tidy(lines["sku"]),
        product=tidy(lines["product"]),
        quantity="quantity",
        unit_price=price,
    )


def counted_products(rows: pl.DataFrame, decimals: int) -> pl.DataFrame:  # noqa: ARG001 no money
    """Unpack WooCommerce's `2× Name, 1× Other, in red`: a name may hold a comma."""
    part = pl.col(_PARTS)
    lines = _split(
        rows, lambda cell: cell.str.replace_all(r", (\d+× )", "\x1f$1").str.split("\x1f")
    )
    return lines.select(
        "order_id",
        sku=pl.lit(None, pl.String),
        product=part.str.extract(r"^\d+× (.*)$"),
        quantity=part.str.extract(r"^(\d+)×").cast(pl.Int64, strict=False),
        unit_price=pl.lit(None, pl.Int64),
    )


def listed_skus(rows: pl.DataFrame, decimals: int) -> pl.DataFrame:  # noqa: ARG001 no money
    """Unpack Etsy's `SKU-A,SKU-B`: how many of each is not told, except where there is one SKU."""
    alone = pl.len().over("order_id") == 1
    return _split(rows, lambda cell: cell.str.split(",")).select(
        "order_id",
        sku=pl.col(_PARTS).str.strip_chars(),
        product=pl.lit(None, pl.String),
        quantity=pl.when(alone).then("quantity").otherwise(1),
        unit_price=pl.lit(None, pl.Int64),
    )


def _split(rows: pl.DataFrame, parts: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Return a row for each part of `contents`; an order without parts gives none."""
    told = rows.with_columns(parts(pl.col("contents")).alias(_PARTS)).explode(_PARTS)
    return told.filter(pl.col(_PARTS).str.strip_chars(" ,").str.len_chars() > 0)
