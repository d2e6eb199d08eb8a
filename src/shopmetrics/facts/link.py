"""Which line a refund belongs to, and how much of its money and units each line gets back.

A refund is matched by the first of these that finds something: its line id, its order and SKU,
its order (all lines, spread by what was paid for them); where it names no order, the same
customer's latest earlier purchase of the same SKU. An order never gets back more than was paid:
the rest is cut off the latest refunds and counted.
"""

import polars as pl

from shopmetrics.shop import MONEY_KINDS, RefundKind, RefundState

# A generic refund list names no platform or shop: it may belong to any.
ANY_PLATFORM = "plain"


_LINE: tuple[str | pl.Expr, ...] = (
    *("line", "order", "customer", "platform", "shop", "order_id", "line_id", "customer_id"),
    *("sku", "paid", "ordered_at", "shipped_at", "received_at", "timed"),
    pl.col("quantity").alias("sold"),  # the refund has a quantity of its own
)


def link(lines: pl.LazyFrame, refunds: pl.LazyFrame) -> pl.LazyFrame:
    """Return the pieces of every refund, one row a refund and line.

    Columns of `refunds` plus `refund` (row number), `line`, `order`, `customer` (null where no
    order was found), `how` (line, sku, order, spread, customer, none), `units`, `succeeded`,
    and `amount` as spread, before any capping.
    """
    numbered = refunds.with_row_index("refund").with_columns(succeeded=_succeeded())
    by_order = _by_order(numbered, lines.select(*_LINE))
    by_line = _by_sub_order(numbered.join(by_order, on="refund", how="anti"), lines.select(*_LINE))
    lost = numbered.filter(pl.col("order_id").is_null())
    by_customer = _by_customer(lost, lines.select(*_LINE))
    found = pl.concat([by_order, by_line, by_customer], how="diagonal_relaxed")
    pieces = numbered.join(found, on="refund", how="left").with_columns(
        pl.col("how").fill_null("none")
    )
    return pieces.with_columns(amount=_share("amount"), units=_units())


def capped(pieces: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Cut what exceeds an order's money and a line's units off its latest refunds.

    `excess` is the money that was cut.
    """
    paid = lines.group_by("order").agg(order_paid=pl.col("paid").sum(), priced=_any_paid())
    money = pl.when("succeeded").then(pl.col("amount").fill_null(0)).otherwise(0)
    units = pl.when("succeeded").then(pl.col("units")).otherwise(0)
    limit = pl.when("priced").then("order_paid")
    sold = pl.when(pl.col("line").is_not_null()).then(pl.col("line_quantity").fill_null(1))
    return (
        pieces.with_columns(_at=pl.coalesce("settled_at", "requested_at"))
        .join(paid, on="order", how="left")
        .with_columns(excess=_beyond(money, limit, "order"), _extra=_beyond(units, sold, "line"))
        .with_columns(
            amount=pl.col("amount") - pl.col("excess"), units=pl.col("units") - pl.col("_extra")
        )
        .drop("_at", "_extra", "order_paid", "priced")
    )


def _beyond(part: pl.Expr, limit: pl.Expr, whole: str) -> pl.Expr:
    """Return how much of each part lies beyond the limit of its whole, the latest cut first."""
    upto = part.cum_sum().over(whole, order_by=["_at", "refund", "line"])
    return pl.min_horizontal((upto - limit).clip(0, None).fill_null(0), part)


def _succeeded() -> pl.Expr:
    """Say which rows are money refunds that went through; an amount not known counts as some."""
    money = pl.col("kind").is_in(MONEY_KINDS) & (pl.col("state") == RefundState.succeeded)
    return money.fill_null(value=False) & (pl.col("amount").fill_null(1) > 0)


def _any_paid() -> pl.Expr:
    return pl.col("paid").is_not_null().any()


def _same_shop() -> pl.Expr:
    """Order ids repeat between platforms and shops: both must agree, or not be known."""
    platform, shop = pl.col("platform").cast(pl.String), pl.col("shop").cast(pl.String)
    theirs, there = pl.col("platform_line").cast(pl.String), pl.col("shop_line").cast(pl.String)
    unnamed = (shop == platform) | (there == theirs)
    return (platform == ANY_PLATFORM) | ((platform == theirs) & ((shop == there) | unnamed))


def _by_order(refunds: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Match by order id, then keep the lines that fit best within the order."""
    asked = lines.join(refunds, on="order_id", how="semi")
    pairs = refunds.join(asked, on="order_id", suffix="_line").filter(_same_shop())
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


def _by_sub_order(refunds: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Match where the order id of the refund is the id of a line: Taobao's sub-orders."""
    asked = lines.join(refunds, left_on="line_id", right_on="order_id", how="semi")
    named = asked.with_columns(sub_order=pl.col("line_id"))
    pairs = refunds.join(named, left_on="order_id", right_on="sub_order", suffix="_line")
    return pairs.filter(_same_shop()).with_columns(how=pl.lit("line")).select(*_FOUND)


def _by_customer(refunds: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Match a return that names no order to the customer's latest earlier purchase of the SKU."""
    keys = ["customer_id", "sku"]
    asked = refunds.filter(pl.all_horizontal(pl.col("customer_id", "sku").is_not_null()))
    theirs = lines.join(asked, on="customer_id", how="semi")
    earlier = theirs.with_columns(pl.col("sku").cast(pl.String)).sort("ordered_at", "line")
    latest = (
        asked.with_columns(pl.col("sku").cast(pl.String))
        .sort("requested_at", "refund")
        .join_asof(
            earlier,
            left_on="requested_at",
            right_on="ordered_at",
            by=keys,
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
    *(pl.col(name).alias(f"line_{name}") for name in ("paid", "ordered_at", "timed")),
    *(pl.col(name).alias(f"line_{name}") for name in ("shipped_at", "received_at")),
)


def _share(whole: str) -> pl.Expr:
    """Share a refund's money or units over its lines by what was paid for them.

    The cumulative share is rounded, so that the pieces always add up to the whole.
    """
    weight = pl.col("line_paid").fill_null(0)
    weight = pl.when(weight.sum().over("refund") > 0).then(weight).otherwise(1)
    total = weight.sum().over("refund")
    upto = weight.cum_sum().over("refund")
    return pl.col(whole) * upto // total - pl.col(whole) * (upto - weight) // total


def _units() -> pl.Expr:
    """Count the units that came back.

    As the export says; where it does not, the line's units for a return or for all of its money,
    and none for a part of the money without a return.
    """
    all_units = pl.col("line_quantity").fill_null(1)
    returned = pl.col("kind") == RefundKind.return_refund
    whole = pl.col("amount") >= pl.col("line_paid").sum().over("refund")
    guess = pl.when((returned | whole).fill_null(value=True)).then(all_units).otherwise(0)
    return pl.min_horizontal(pl.coalesce(_share("quantity"), guess), all_units)
