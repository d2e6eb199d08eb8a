"""Whether an amount is of the order or of the line, told by the amounts of a file themselves."""

import polars as pl

from shopmetrics.ingest.cells.ident import from_any


def totals_repeat(rows: pl.DataFrame) -> bool:
    """Say whether `order_paid` repeats the order's total on each of its rows.

    It does where it is the same on all rows of every order, and on most of them nearer to what
    the order's articles cost together than to what the row's own costs. What an article costs is
    read off the orders of one row. Where nothing tells, it is taken as the line's own.
    """
    units = from_any(rows, "quantity").cast(pl.Int64).fill_null(1)
    known = rows.select(
        "order_id",
        "order_paid",
        article=pl.coalesce(from_any(rows, "sku"), from_any(rows, "product")).cast(pl.String),
        units=pl.when(units > 0).then(units).otherwise(1),
        alone=pl.len().over("order_id") == 1,
    )
    single = known.filter("alone")
    cost = single.group_by("article").agg(cost=(pl.col("order_paid") / pl.col("units")).median())
    several = known.filter(~pl.col("alone")).join(cost, on="article", how="left")
    own = pl.col("cost") * pl.col("units")
    whole = own.sum().over("order_id")
    paid = pl.col("order_paid")
    nearer = ((paid - whole).abs() < (paid - own).abs()).fill_null(value=False)
    votes = several.select(
        same=(paid.n_unique().over("order_id") == 1).all(), repeated=nearer.mean()
    ).row(0, named=True)
    return bool(votes["same"]) and (votes["repeated"] or 0) > 1 / 2
