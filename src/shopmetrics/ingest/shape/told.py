"""Which refunds inside order exports count beside files of refunds: those that no file tells of.

Where a shop's refunds are loaded, an amount inside its orders is one of them and counts no more:
sub-orders in the one need not stand in the other. An order whose state says that all of it went
back still counts, unless a file tells of that order.
"""

from collections.abc import Collection

import polars as pl

from shopmetrics.facts.match import ANY_PLATFORM, same_shop
from shopmetrics.ingest.shape.inside import CANCELLED
from shopmetrics.ingest.shape.shaped import FILE

_AT = "_at"
_SHOP = ("platform", "shop")


def untold(inside: pl.DataFrame, own: pl.DataFrame, whole: Collection[int]) -> pl.DataFrame:
    """Return the refunds inside orders of which the files of refunds do not tell.

    `whole` are the numbers of files whose refunds follow from the state of an order.
    """
    if inside.is_empty():
        return inside
    of_state = pl.col(FILE).is_in(list(whole)) | pl.col("refund_id").str.ends_with(CANCELLED)
    kept = inside.filter(~_loaded(inside, own) | of_state).with_row_index(_AT)
    named = own.filter(pl.col("order_id").is_not_null())  # Taobao's may name a sub-order
    known = named.select(*_SHOP, _id="order_id").unique()
    told = pl.concat(
        known.join(kept.select(_AT, *_SHOP, _id=name), on="_id", suffix="_line")
        .filter(same_shop())
        .select(_AT)
        for name in ("order_id", "line_id")
    )
    return kept.join(told, on=_AT, how="anti", maintain_order="left").drop(_AT)


def _loaded(inside: pl.DataFrame, own: pl.DataFrame) -> pl.Series:
    """Tell which rows are of a shop whose refunds are loaded; a list of none has them of all."""
    theirs = own.select(_SHOP).unique().filter(pl.col("platform").cast(pl.String) != ANY_PLATFORM)
    pairs = theirs.join(inside.select(_SHOP).unique(), how="cross", suffix="_line")
    found = pairs.filter(same_shop()).select(platform="platform_line", shop="shop_line").unique()
    marked = inside.select(_SHOP).join(
        found.with_columns(loaded=pl.lit(value=True)), on=_SHOP, how="left", maintain_order="left"
    )
    return marked["loaded"].fill_null(value=False)
