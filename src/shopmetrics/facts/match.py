"""Which line a refund belongs to.

It is the first of these that finds something: its line id, its order and SKU, all lines of its
order; where it names no order, the same customer's latest earlier purchase of the same SKU.
"""

import polars as pl

# A generic refund list names no platform or shop: it may belong to any.
ANY_PLATFORM = "plain"

_LINE: tuple[str | pl.Expr, ...] = (
    *("line", "order", "customer", "platform", "shop", "order_id", "line_id", "customer_id"),
    *("sku", "paid", "ordered_at", "shipped_at", "received_at", "timed"),
    pl.col("quantity").alias("sold"),  # the refund has a quantity of its own
)


def matched(refunds: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return one row a refund and line that it is of, none for a refund that finds no line.

    Columns: `refund`, `line`, `order`, `customer`, `how` (line, sku, order, spread, customer), and
    what of the line the refund's share and stage depend on.
    """
    sold = lines.select(*_LINE)
    found = [_by_order(refunds, sold)]
    # To look for refunds among all lines is most of the work: only done where some are left.
    left = refunds.join(found[0], on="refund", how="anti")
    if left["order_id"].count():
        found.append(_by_sub_order(left, sold))
    if left["order_id"].has_nulls():
        found.append(_by_customer(left.filter(pl.col("order_id").is_null()), sold))
    return pl.concat(found, how="diagonal_relaxed")


def same_shop() -> pl.Expr:
    """Order ids repeat between platforms and shops: both must agree, or not be known."""
    platform, shop = pl.col("platform").cast(pl.String), pl.col("shop").cast(pl.String)
    theirs, there = pl.col("platform_line").cast(pl.String), pl.col("shop_line").cast(pl.String)
    unnamed = (shop == platform) | (there == theirs)
    return (platform == ANY_PLATFORM) | ((platform == theirs) & ((shop == there) | unnamed))


def _by_order(refunds: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Match by order id, then keep the lines that fit best within the order."""
    asked = lines.join(refunds, on="order_id", how="semi")
    pairs = refunds.join(asked, on="order_id", suffix="_line").filter(same_shop())
    # An id that two shops use, in a list that names none, could mean either: it is not guessed.
    pairs = pairs.filter(pl.col("order").n_unique().over("refund") == 1)
    line = (pl.col("line_id") == pl.col("line_id_line")).fill_null(value=False)
    sku = (pl.col("sku").cast(pl.String) == pl.col("sku_line").cast(pl.String)).fill_null(
        value=False
    )
    fit = pl.when(line).then(0).when(sku).then(1).otherwise(2)
    best = pairs.with_columns(fit=fit).filter(pl.col("fit") == pl.col("fit").min().over("refund"))
    how = (
        pl.when(pl.col("fit") == 0)
        .then(pl.lit("line"))
        .when(pl.col("fit") == 1)
        .then(pl.lit("sku"))
        .when(pl.len().over("refund") == 1)
        .then(pl.lit("order"))
        .otherwise(pl.lit("spread"))
    )
    return best.with_columns(how=how).select(*_FOUND)


def _by_sub_order(refunds: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Match where the order id of the refund is the id of a line: Taobao's sub-orders."""
    asked = lines.join(refunds, left_on="line_id", right_on="order_id", how="semi")
    named = asked.with_columns(sub_order=pl.col("line_id"))
    pairs = refunds.join(named, left_on="order_id", right_on="sub_order", suffix="_line")
    return pairs.filter(same_shop()).with_columns(how=pl.lit("line")).select(*_FOUND)


def _by_customer(refunds: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Match a return that names no order to the customer's latest earlier purchase of the SKU.

    A customer's id is known on one platform only, and may be anyone's in a list that names none.
    """
    asked = refunds.filter(pl.all_horizontal(pl.col("customer_id", "sku").is_not_null()))
    anywhere = pl.col("platform") == ANY_PLATFORM
    same = ["customer_id", "sku"]
    found = [
        _latest(asked.filter(~anywhere), lines, [*same, "platform"]),
        _latest(asked.filter(anywhere), lines, same),
    ]
    return pl.concat(found, how="diagonal_relaxed")


def _latest(asked: pl.DataFrame, lines: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    texts = pl.col("sku", "platform").cast(pl.String)
    theirs = lines.join(asked, on="customer_id", how="semi").with_columns(texts)
    latest = (
        asked.with_columns(texts)
        .sort("requested_at", "refund")
        .join_asof(
            theirs.sort("ordered_at", "line"),
            left_on="requested_at",
            right_on="ordered_at",
            by=by,
            strategy="backward",
            suffix="_line",
            coalesce=False,
            check_sortedness=False,
        )
    )
    found = latest.filter(pl.col("line").is_not_null())
    return found.with_columns(how=pl.lit("customer")).select(*_FOUND)


_FOUND: tuple[str | pl.Expr, ...] = (
    *("refund", "line", "order", "customer", "how", pl.col("sold").alias("line_quantity")),
    pl.col("line_id_line").alias("line_line_id"),
    *(pl.col(name).alias(f"line_{name}") for name in ("paid", "ordered_at", "timed")),
    *(pl.col(name).alias(f"line_{name}") for name in ("shipped_at", "received_at")),
)
