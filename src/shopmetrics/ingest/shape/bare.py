"""Returns of goods without a word on money yield to the refund that another list tells of."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from shopmetrics.ingest.shape.shaped import FILE
from shopmetrics.ingest.shape.shops import KEY

_AT = "_at"


def without_bare(rows: pl.DataFrame, bare: Sequence[int]) -> tuple[pl.DataFrame, Counter[int]]:
    """Return refunds without those of `bare` files that others tell of, and how many a file yields.

    What came back to a warehouse (Amazon's FBA returns) and the request of the same order and SKU
    are one event: the request says more, whether it was refused, an exchange, and for how much. One
    that names no SKU is of any in its order.
    """
    if not bare:
        return rows, Counter()
    numbered = rows.with_row_index(_AT)
    is_bare = pl.col(FILE).is_in(list(bare))
    told = numbered.filter(~is_bare).select(*KEY, told="sku").unique()
    pairs = numbered.filter(is_bare).join(told, on=KEY)
    same = pl.col("told").is_null() | (pl.col("sku") == pl.col("told"))
    yielded = numbered.join(pairs.filter(same).select(_AT), on=_AT, how="semi")
    kept = numbered.join(yielded, on=_AT, how="anti", maintain_order="left").drop(_AT)
    return kept, Counter(yielded[FILE].to_list())
