"""Which refunds inside order exports count beside files of refunds: those that no file tells of.

Where a platform's refunds are loaded, an amount inside its orders is one of them and counts no
more: sub-orders in the one need not stand in the other. An order whose state says that all of it
went back still counts, unless a file tells of that order.
"""

from collections.abc import Collection

import polars as pl

from shopmetrics.ingest.inside import CANCELLED
from shopmetrics.ingest.shaped import FILE

_ANY = "plain"  # a list of refunds that names no platform
_KEY = "_key"


def untold(inside: pl.DataFrame, own: pl.DataFrame, whole: Collection[int]) -> pl.DataFrame:
    """Return the refunds inside orders of which the files of refunds do not tell.

    `whole` are the numbers of files whose refunds follow from the state of an order.
    """
    platforms = own["platform"].cast(pl.String).unique().implode()
    loaded = pl.col("platform").cast(pl.String).is_in(platforms).fill_null(value=False)
    of_state = pl.col(FILE).is_in(list(whole)) | pl.col("refund_id").str.ends_with(CANCELLED)
    kept = inside.filter(~loaded | of_state)
    named = own.filter(pl.col("order_id").is_not_null())  # Taobao's may name a sub-order
    known = named.select(_key(pl.col("platform").cast(pl.String), "order_id")).unique()
    for platform in (pl.col("platform").cast(pl.String), pl.lit(_ANY)):
        for name in ("order_id", "line_id"):
            keyed = kept.with_columns(_key(platform, name))
            kept = keyed.join(known, on=_KEY, how="anti", maintain_order="left").drop(_KEY)
    return kept


def _key(platform: pl.Expr, name: str) -> pl.Expr:
    return pl.concat_str(platform, pl.lit("\x1f"), pl.col(name)).alias(_KEY)
