"""Order lines from an item export: the order's row is replaced by its lines, its money shared."""

from collections import Counter
from collections.abc import Mapping

import polars as pl

from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.profiles.profile import Grain
from shopmetrics.ingest.shape.paid import allocated
from shopmetrics.ingest.shape.shaped import GRAIN
from shopmetrics.ingest.shape.shops import KEY
from shopmetrics.shop import LABEL

_ITEM_FILE = "_item_file"
_AT = "_item"
_COLUMNS: Mapping[str, pl.DataType] = {
    "sku": LABEL,
    "product": LABEL,
    "quantity": pl.Int64(),
    "unit_price": pl.Int64(),
}


def with_items(
    rows: pl.DataFrame, items: Mapping[int, pl.DataFrame]
) -> tuple[pl.DataFrame, Counter[int], Counter[int]]:
    """Return the rows with lines for orders, and by file the items superseded and ignored.

    The same order's items in two exports are one, the later; items of no loaded order are ignored.
    Rows and items have shops.KEY.
    """
    if not items:
        return rows, Counter(), Counter()
    every = pl.concat([_named(frame, at) for at, frame in items.items()])
    last = every.filter(pl.col(_ITEM_FILE) == pl.col(_ITEM_FILE).max().over(*KEY))
    whole = rows.filter(pl.col(GRAIN) == Grain.order).select(*KEY).unique()
    used = last.join(whole, on=KEY, how="semi", maintain_order="left")
    counts = [Counter(frame[_ITEM_FILE].to_list()) for frame in (every, last, used)]
    joined = rows.join(used, on=KEY, how="left", suffix=_AT, maintain_order="left")
    return _lines(joined).select(rows.columns), counts[0] - counts[1], counts[1] - counts[2]


def _named(frame: pl.DataFrame, at: int) -> pl.DataFrame:
    return frame.select(
        *KEY,
        **{name: from_any(frame, name).cast(kind) for name, kind in _COLUMNS.items()},
        _position=pl.int_range(1, pl.len() + 1).over("order_id"),
        **{_ITEM_FILE: pl.lit(at)},
    )


def _lines(joined: pl.DataFrame) -> pl.DataFrame:
    has = pl.col("_position").is_not_null() & (pl.col(GRAIN) == Grain.order)
    units = pl.col(f"quantity{_AT}").fill_null(1)
    value = pl.coalesce(pl.col("unit_price") * units, units)
    sku = pl.coalesce(f"sku{_AT}", f"product{_AT}")
    line = pl.concat_str("order_id", pl.lit("#"), pl.col("_position").cast(pl.String))

    def either(found: pl.Expr, name: str) -> pl.Expr:
        return pl.when(has).then(found).otherwise(pl.col(name).cast(pl.String)).cast(LABEL)

    return joined.with_columns(
        paid=pl.when(has).then(allocated(pl.col("paid"), value, *KEY)).otherwise("paid"),
        sku=either(sku, "sku"),
        product=either(pl.col(f"product{_AT}"), "product"),
        quantity=pl.when(has).then(f"quantity{_AT}").otherwise("quantity"),
        list_price=pl.when(has).then("unit_price").otherwise("list_price"),
        line_id=pl.when(has).then(line).otherwise("line_id"),
    )
