"""The tables of all files as one shop's: overlaps settled, orders joined with lines and money.

An order export without SKUs takes the lines of an item export; one that has its lines in another
export yields to them; payments in a file of their own become an order's money. Refunds inside an
order export count where no file of refunds tells of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.profiles.profile import Grain
from shopmetrics.ingest.shape.bare import without_bare
from shopmetrics.ingest.shape.canonical import shape_orders, shape_refunds
from shopmetrics.ingest.shape.clash import refuse_clashes
from shopmetrics.ingest.shape.decided import decided
from shopmetrics.ingest.shape.items import with_items
from shopmetrics.ingest.shape.overlap import newest
from shopmetrics.ingest.shape.shaped import FILE, GRAIN, Shaped
from shopmetrics.ingest.shape.shops import KEY, keyed, shops_of_orders, with_shops
from shopmetrics.ingest.shape.told import lines_before_orders, of_state, untold
from shopmetrics.ingest.table import Table
from shopmetrics.shop import COST_COLUMNS, ORDER_COLUMNS, REFUND_COLUMNS, Kind, Untold
from shopmetrics.value import value

# Known for what they are, but no page asks for them.
_UNNEEDED = (Kind.customers, Kind.reviews, Kind.chats)


@value
class Joined:
    """Canonical frames, and by file number how many rows were superseded or ignored, and money."""

    orders: pl.DataFrame
    refunds: pl.DataFrame
    costs: pl.DataFrame
    superseded: Counter[int]
    ignored: Counter[int]
    amounts: Mapping[int, int]


def join(tables: Sequence[Table]) -> Joined:
    """Put the tables together; later files win ties."""
    shaped, items = _in_shops(tables, _shaped(tables))
    orders, lost, unused = _orders(tables, shaped, items)
    refunds, repeated = _refunds(tables, shaped, orders)
    costs, older = _costs(tables)
    ignored = unused + Counter({at: one.ignored for at, one in shaped.items()})
    for kind in _UNNEEDED:
        ignored.update({at: table.rows.height for at, table in _of(tables, kind).items()})
    of_payments = {at: int(t.rows["amount"].sum()) for at, t in _of(tables, Kind.payments).items()}
    return Joined(
        orders=orders.select(*ORDER_COLUMNS),
        refunds=refunds.select(*REFUND_COLUMNS),
        costs=costs,
        superseded=lost + repeated + older,
        ignored=ignored,
        amounts=of_payments
        | _sums(orders, "paid")
        | _sums(refunds, "amount", _of(tables, Kind.refunds) | _of(tables, Kind.compensations)),
    )


def _of(tables: Sequence[Table], kind: Kind) -> dict[int, Table]:
    return {at: table for at, table in enumerate(tables) if table.profile.kind is kind}


def _sums(
    rows: pl.DataFrame, money: str, files: Mapping[int, object] | None = None
) -> dict[int, int]:
    sums = dict(rows.group_by(FILE).agg(pl.col(money).sum()).rows())
    return {at: amount for at, amount in sums.items() if files is None or at in files}


def _shaped(tables: Sequence[Table]) -> dict[int, Shaped]:
    """Shape each order and refund file by itself."""
    shaped = {}
    paid = list(_of(tables, Kind.payments).values())
    for at, table in _of(tables, Kind.orders).items():
        rows = _with_payments(table, paid)
        shaped[at] = shape_orders(rows, table.profile, table.decimals)
    asked = _of(tables, Kind.refunds) | _of(tables, Kind.compensations)
    for at, table in asked.items():
        shaped[at] = Shaped.of_refunds(shape_refunds(table.rows, table.profile))
    return {at: _numbered(one, at) for at, one in shaped.items()}


def _numbered(one: Shaped, at: int) -> Shaped:
    file = pl.lit(at, pl.UInt32).alias(FILE)
    return replace(
        one, orders=one.orders.with_columns(file), refunds=one.refunds.with_columns(file)
    )


def _in_shops(
    tables: Sequence[Table], shaped: Mapping[int, Shaped]
) -> tuple[Mapping[int, Shaped], Mapping[int, pl.DataFrame]]:
    """Return what files give, and the items in them, by shops as far as any file names them."""
    packed = {at: one.items for at, one in shaped.items() if one.items is not None}
    given = {at: table.rows for at, table in _of(tables, Kind.items).items()}
    items = {at: keyed(rows, tables[at].profile) for at, rows in (packed | given).items()}
    if not any("shop" in table.rows.columns for table in tables):
        return shaped, items
    known = shops_of_orders([*(one.orders for one in shaped.values()), *items.values()])
    named = {
        at: replace(
            one, orders=with_shops(one.orders, known), refunds=with_shops(one.refunds, known)
        )
        for at, one in shaped.items()
    }
    return named, {at: with_shops(rows, known) for at, rows in items.items()}


def _with_payments(table: Table, payments: Sequence[Table]) -> pl.DataFrame:
    theirs = [one.rows for one in payments if one.shop in {None, table.shop}]
    if not theirs or "paid" in table.rows.columns:
        return table.rows
    paid = pl.concat(one.select("order_id", "amount") for one in theirs)
    total = paid.group_by("order_id").agg(paid=pl.col("amount").sum())
    return table.rows.join(total, on="order_id", how="left", maintain_order="left")


def _orders(
    tables: Sequence[Table], shaped: Mapping[int, Shaped], items: Mapping[int, pl.DataFrame]
) -> tuple[pl.DataFrame, Counter[int], Counter[int]]:
    frames = [shaped[at].orders for at in _of(tables, Kind.orders)]
    if not frames:
        empty = pl.DataFrame(schema={**ORDER_COLUMNS, FILE: pl.UInt32})
        unused = {at: table.rows.height for at, table in _of(tables, Kind.items).items()}
        return empty, Counter(), Counter(unused)
    every = pl.concat(frames)
    rows, lost = newest(every, (*KEY, "line_id", GRAIN))
    if lost:
        refuse_clashes(every, [table.path for table in tables])
    rows, yielded = _lines_before_orders(rows)
    rows, repeated, unused = with_items(rows, items)
    for at in (
        shaped.keys() & items.keys()
    ):  # no rows of their own: they stand in cells of the order's row
        repeated.pop(at, None)
        unused.pop(at, None)
    return rows, lost + yielded + repeated, unused


def _lines_before_orders(rows: pl.DataFrame) -> tuple[pl.DataFrame, Counter[int]]:
    """Where one export has an order and another its lines, keep the lines, and the buyer."""
    if rows[GRAIN].n_unique() <= 1:
        return rows, Counter()
    on = list(KEY)
    lined = rows.filter(pl.col(GRAIN) == Grain.line).select(on).unique()
    whole = (pl.col(GRAIN) == Grain.order).alias("_whole")
    known = rows.with_columns(whole).join(
        lined.with_columns(_lined=pl.lit(value=True)), on=on, how="left", maintain_order="left"
    )
    yields = (pl.col("_whole") & pl.col("_lined")).fill_null(value=False)
    lost = known.filter(yields)
    buyers = lost.select(*on, _buyer="customer_id").unique(on, keep="last", maintain_order=True)
    kept = known.filter(~yields).join(buyers, on=on, how="left", maintain_order="left")
    kept = kept.with_columns(customer_id=pl.coalesce("customer_id", "_buyer"))
    return kept.select(rows.columns), Counter(lost[FILE].to_list())


def _refunds(
    tables: Sequence[Table], shaped: Mapping[int, Shaped], orders: pl.DataFrame
) -> tuple[pl.DataFrame, Counter[int]]:
    """Put refund files before what order exports say of refunds themselves."""
    empty = pl.DataFrame(schema={**REFUND_COLUMNS, FILE: pl.UInt32})
    own = pl.concat([empty, *(shaped[at].refunds for at in _of(tables, Kind.refunds))])
    inside = pl.concat([empty, *(shaped[at].refunds for at in _of(tables, Kind.orders))])
    key = ("platform", "shop", "refund_id")
    rows, lost = newest(own, key)
    bare = [at for at, table in enumerate(tables) if Untold.amounts in table.profile.cannot_tell]
    rows, yielded = without_bare(rows, bare)
    whole = [at for at, table in enumerate(tables) if table.profile.refund_is_whole]
    inside, _ = newest(lines_before_orders(inside), key)
    rows = decided(rows, inside.filter(of_state(whole)), orders)
    silent = untold(inside, rows, orders, whole)
    given = [shaped[at].refunds for at in _of(tables, Kind.compensations)]
    outside, repeated = newest(pl.concat([empty, *given]), key)
    return pl.concat([rows, silent, outside]), lost + yielded + repeated


def _costs(tables: Sequence[Table]) -> tuple[pl.DataFrame, Counter[int]]:
    """Return the costs of every SKU; of one that stands twice the last counts."""
    empty = pl.DataFrame(schema={**COST_COLUMNS, FILE: pl.UInt32})
    rows = [_parcels(table, at) for at, table in _of(tables, Kind.costs).items()]
    every = pl.concat([empty, *rows]).with_row_index("at")
    last = every.unique("sku", keep="last", maintain_order=True)
    older = every.join(last.select("at"), on="at", how="anti")[FILE]
    return last.select(*COST_COLUMNS), Counter(older.to_list())


def _parcels(table: Table, at: int) -> pl.DataFrame:
    named = ((from_any(table.rows, name), name, kind) for name, kind in COST_COLUMNS.items())
    columns = (one.cast(kind).alias(name) for one, name, kind in named)
    return table.rows.select(*columns, pl.lit(at, pl.UInt32).alias(FILE))
