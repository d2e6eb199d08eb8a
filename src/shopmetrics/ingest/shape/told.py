"""Which refunds inside order exports count beside files of refunds: those that no file tells of.

An order that a file of refunds names by any of its ids is told by that file alone; one that it does
not name keeps what its own export says: a list of returns holds no cancelled orders, and a shorter
list no older ones. Where a shop's list names none of its orders, the two speak of different things,
sub-orders of orders or one's own numbers: nothing would show what stands in both, and the list
alone counts. An order whose state says that all of it went back counts unless a file tells of
money that did.
"""

from collections.abc import Collection

import polars as pl

from shopmetrics.facts.match import ANY_PLATFORM, same_shop
from shopmetrics.ingest.shape.inside import CANCELLED
from shopmetrics.ingest.shape.shaped import FILE
from shopmetrics.ingest.shape.shops import KEY
from shopmetrics.shop import MONEY_KINDS, RefundState

_SHOP = ("platform", "shop")


def lines_before_orders(inside: pl.DataFrame) -> pl.DataFrame:
    """Return refunds inside orders, those of lines alone where two exports tell of an order."""
    of_line = pl.col("line_id").is_not_null()
    return inside.filter(of_line | ~of_line.any().over(KEY))


def of_state(whole: Collection[int]) -> pl.Expr:
    """Say which refunds follow from an order's state; `whole` are the numbers of such files."""
    return pl.col(FILE).is_in(list(whole)) | pl.col("refund_id").str.ends_with(CANCELLED)


def untold(
    inside: pl.DataFrame, own: pl.DataFrame, orders: pl.DataFrame, whole: Collection[int]
) -> pl.DataFrame:
    """Return the refunds inside orders of which the files of refunds do not tell.

    `whole` as of_state has it.
    """
    if inside.is_empty() or own.is_empty():
        return inside
    told = named(own, orders).group_by(KEY).agg(pl.col("back").any())
    strange = _listed(inside, own).join(told, on=_SHOP, how="anti")
    beside = inside.join(told, on=KEY, how="left", maintain_order="left").join(
        strange.with_columns(alone=pl.lit(value=True)),
        on=_SHOP,
        how="left",
        maintain_order="left",
    )
    silent, stated = pl.col("back").is_null(), of_state(whole)
    over = stated & (pl.col("state") == RefundState.succeeded) & ~pl.col("back")
    counts = (silent & (stated | pl.col("alone").is_null())) | over.fill_null(value=False)
    return beside.filter(counts).select(inside.columns)


def named(own: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """Return the KEY of every order that refunds name, by its id or by that of a line of it.

    One row a refund and order: its row number `at` in `own`, and `back`, whether money went back.
    """
    money = pl.col("kind").is_in(MONEY_KINDS) & (pl.col("state") == RefundState.succeeded)
    said = own.with_row_index("at").select(
        "at", *_SHOP, _id="order_id", back=money.fill_null(value=False)
    )
    found = (
        orders.join(said, left_on=name, right_on="_id", how="semi").select(*KEY, _id=name)
        for name in ("order_id", "line_id")  # Taobao's lists often name a sub-order
    )
    pairs = said.join(pl.concat(found).unique(), on="_id", suffix="_line").filter(same_shop())
    return pairs.select("at", "back", "order_id", platform="platform_line", shop="shop_line")


def _listed(inside: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Return the shops whose refunds are listed; a list that names no platform is of none."""
    theirs = own.select(_SHOP).unique().filter(pl.col("platform").cast(pl.String) != ANY_PLATFORM)
    pairs = theirs.join(inside.select(_SHOP).unique(), how="cross", suffix="_line")
    found = pairs.filter(same_shop())
    return found.select(platform="platform_line", shop="shop_line").unique()
