"""Which line a refund belongs to.

It is the first of these that finds something: its line id; its order and SKU; its order and what
else tells an article (its variant, the platform's id of it, its title: the more agree the better);
all lines of its order. Where it names no order, it is the same customer's latest earlier purchase
of the same SKU.
"""

import polars as pl

# A generic refund list names no platform or shop: it may belong to any.
ANY_PLATFORM = "plain"

# What tells an article of an order where no SKU does.
_ARTICLE = ("variant", "product_id", "product")
_FITS = ("line", "sku", "variant")

_LINE: tuple[str | pl.Expr, ...] = (
    *("line", "order", "customer", "platform", "shop", "order_id", "line_id", "customer_id"),
    *("sku", "product", "product_id", "variant"),
    *("paid", "ordered_at", "shipped_at", "received_at", "timed"),
    pl.col("quantity").alias("sold"),  # the refund has a quantity of its own
)


def matched(refunds: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return one row a refund and line that it is of, none for a refund that finds no line.

    Columns: `refund`, `line`, `order`, `customer`, `how` (line, sku, variant, order, spread,
    customer), and what of the line the refund's share and stage depend on.
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
    """Order ids repeat between platforms and shops: both must agree, or not be known.

    Orders of a list that names no platform may be any platform's, as refunds of such a list; shops
    that the config names are told apart all the same.
    """
    platform, shop = pl.col("platform").cast(pl.String), pl.col("shop").cast(pl.String)
    theirs, there = pl.col("platform_line").cast(pl.String), pl.col("shop_line").cast(pl.String)
    unnamed = (shop == platform) | (there == theirs)
    generic = (platform == ANY_PLATFORM) | (theirs == ANY_PLATFORM)
    return (generic | (platform == theirs)) & ((shop == there) | unnamed)


def _by_order(refunds: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Match by order id, then keep the lines that fit best within the order."""
    asked = lines.join(refunds, on="order_id", how="semi")
    pairs = refunds.join(asked, on="order_id", suffix="_line").filter(same_shop())
    # Orders of the refund's own platform come before those of no platform.
    own = pl.col("platform").cast(pl.String) == pl.col("platform_line").cast(pl.String)
    pairs = pairs.filter(own | ~own.any().over("refund"))
    # An id that two shops use, in a list that names none, could mean either: it is not guessed.
    pairs = pairs.filter(pl.col("order").n_unique().over("refund") == 1)
    fits = pairs.with_columns(fit=_fit(), agree=_agree())
    best = fits.filter(pl.col("fit") == pl.col("fit").min().over("refund"))
    best = best.filter(pl.col("agree") == pl.col("agree").max().over("refund"))
    return best.with_columns(how=_how()).select(*_FOUND)


def _same(name: str) -> pl.Expr:
    theirs = pl.col(f"{name}_line").cast(pl.String)
    return (pl.col(name).cast(pl.String) == theirs).fill_null(value=False)


def _fit() -> pl.Expr:
    """Say by what a line of the order is the refund's: 0 is the surest."""
    article = pl.any_horizontal(_same(name) for name in _ARTICLE)
    return (
        pl.when(_same("line_id"))
        .then(0)
        .when(_same("sku"))
        .then(1)
        .when(article)
        .then(2)
        .otherwise(3)
    )


def _agree() -> pl.Expr:
    """Count what tells the same article, where nothing surer does; else nothing is counted."""
    return (
        pl.when(_fit() == _FITS.index("variant"))
        .then(pl.sum_horizontal(_same(name) for name in _ARTICLE))
        .otherwise(0)
    )


def _how() -> pl.Expr:
    """Name how the line was found: several that fit by no SKU share the refund."""
    alone = pl.len().over("refund") == 1
    return (
        pl.when(pl.col("fit") == 0)
        .then(pl.lit("line"))
        .when(pl.col("fit") == 1)
        .then(pl.lit("sku"))
        .when(~alone)
        .then(pl.lit("spread"))
        .when(pl.col("fit") == _FITS.index("variant"))
        .then(pl.lit("variant"))
        .otherwise(pl.lit("order"))
    )


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
