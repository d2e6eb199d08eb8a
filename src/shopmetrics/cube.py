"""What a reader can choose from: counts by platform, shop and SKU, to be added up and divided.

Everything in it adds up, so that whatever is chosen has the numbers that refund_rate gives for it:
an order lies in one platform and one shop, and counts once in each SKU it holds. ALL counts orders
whatever they hold, OTHERS those that hold a SKU beyond the first MOST_SKUS. No customer and no
order is named; a reason that a single order gives could be the customer's own words, and is not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from shopmetrics.config import Band
from shopmetrics.engine import tally
from shopmetrics.facts.tells import REFUNDS
from shopmetrics.measures import BACK, SOLD, counted
from shopmetrics.page import Entity, Tally
from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

ALL, OTHERS, FIRST = 0, 1, 2  # items: all goods, those beyond the listed, the first listed SKU
MOST_SKUS = 500
MOST_CELLS = 2_000  # of platform, shop and SKU
_MOST_REASONS = 200
_LEAST_ORDERS = 2  # that give a reason
_PLACE = ("platform", "shop")
SLOTS = ("hour", "weekday")

Tallies = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Cube:
    """The counts; money is in minor units.

    `skus`: item, sku, product. `totals`: platform, shop, item, n, units, amount (placed), k,
    k_units, k_amount (came back). `hour`, `weekday`: platform, shop, item, the slot, n, k.
    `reasons`: platform, shop, item, reason, cause, orders. `others` SKUs are beyond the listed.
    """

    skus: pl.DataFrame
    totals: pl.DataFrame
    hour: pl.DataFrame
    weekday: pl.DataFrame
    reasons: pl.DataFrame
    others: int
    priced: bool
    band: Band | None
    min_orders: int


def cube(shop: Shop, settings: Settings) -> Cube | None:
    """Count it all; None where nothing was sold, or no file tells of refunds."""
    if REFUNDS not in settings.tells:
        return None
    found = tally(shop, {"cube": _tallies(settings)}, settings)["cube"]
    if not found["all.placed"].height:
        return None
    skus = _listed(found["sku.placed"])
    names = found["sku.placed"]["sku"].unique()
    others = names.len() - skus.height
    if others:
        beyond = ~pl.col("sku").is_in(skus["sku"].implode()).fill_null(value=False)
        asked = dict(_scope("others", Entity.order_line, (), settings, beyond))
        found = {**found, **tally(shop, {"cube": asked}, settings)["cube"]}
    return _put_together(found, skus, others - names.null_count(), settings)


def _tallies(settings: Settings) -> Mapping[str, Tally]:
    whole = dict(_scope("all", Entity.order, (), settings))
    by_sku = dict(_scope("sku", Entity.order_line, ("sku",), settings))
    lines = {"lines": pl.len(), "priced": pl.col("paid").is_not_null().sum()}
    titles = Tally(Entity.order_line, ("sku", "product"), lines, pl.col("now"))
    return {**whole, **by_sku, "titles": titles}


def _scope(
    name: str,
    entity: Entity,
    by: tuple[str, ...],
    settings: Settings,
    only: pl.Expr | None = None,
) -> Iterator[tuple[str, Tally]]:
    """Yield what is counted of all goods, of each SKU, or of the other ones together."""
    narrow = pl.lit(value=True) if only is None else only
    sold = pl.col("now") & narrow
    back = counted(settings) & pl.col("succeeded") & pl.col("matched") & narrow
    orders = pl.len() if entity is Entity.order else pl.col("order").n_unique()
    group = (*_PLACE, *by)
    gave = {"orders": BACK["orders"]}
    yield f"{name}.placed", Tally(entity, group, {"orders": orders, **SOLD}, sold)
    yield f"{name}.back", Tally(Entity.refund, group, BACK, back)
    for slot in SLOTS:
        yield f"{name}.{slot}.placed", Tally(entity, (*group, slot), {"n": orders}, sold)
        yield f"{name}.{slot}.back", Tally(Entity.refund, (*group, slot), gave, back)
    yield f"{name}.reasons", Tally(Entity.refund, (*group, "reason", "cause"), gave, back)


def _listed(placed: pl.DataFrame) -> pl.DataFrame:
    """Number the SKUs with the most orders, as many as the bounds allow."""
    named = placed.drop_nulls("sku").group_by("sku").agg(pl.col("orders").sum(), cells=pl.len())
    ranked = named.sort("orders", "sku", descending=[True, False]).head(MOST_SKUS)
    fitting = ranked.filter(pl.col("cells").cum_sum() <= MOST_CELLS)
    return fitting.with_row_index("item", FIRST).select(pl.col("item").cast(pl.Int64), "sku")


def _put_together(found: Tallies, skus: pl.DataFrame, others: int, settings: Settings) -> Cube:
    titles = found["titles"].sort("lines", "product", descending=[True, False], nulls_last=True)
    first = titles.unique("sku", keep="first", maintain_order=True).select("sku", "product")
    gathered = {
        name: _items(found, name, skus)
        for name in ("placed", "back", "reasons", *(f"{s}.{k}" for s in SLOTS for k in _KINDS))
    }
    return Cube(
        skus=skus.join(first, on="sku", how="left", maintain_order="left"),
        totals=_totals(gathered["placed"], gathered["back"]),
        **{slot: _slots(gathered, slot) for slot in SLOTS},
        reasons=_reasons(gathered["reasons"]),
        others=others,
        priced=bool(titles["priced"].sum()),
        band=settings.config.bands.refund_rate,
        min_orders=settings.config.min_orders,
    )


_KINDS = ("placed", "back")


def _items(found: Tallies, name: str, skus: pl.DataFrame) -> pl.DataFrame:
    """Lay all goods, the others and each listed SKU below each other, by number."""
    sku = found[f"sku.{name}"].join(skus, on="sku").drop("sku")
    parts = [found[f"all.{name}"].with_columns(item=pl.lit(ALL, pl.Int64)), sku]
    if f"others.{name}" in found:
        parts.append(found[f"others.{name}"].with_columns(item=pl.lit(OTHERS, pl.Int64)))
    return pl.concat(parts, how="diagonal").sort("item", *_PLACE, nulls_last=True)


_KEY = (*_PLACE, "item")


def _totals(placed: pl.DataFrame, back: pl.DataFrame) -> pl.DataFrame:
    sold = placed.select(*_KEY, n="orders", units="units", amount="amount")
    came = back.select(*_KEY, k="orders", k_units="units", k_amount="amount")
    joined = sold.join(came, on=_KEY, how="full", coalesce=True, nulls_equal=True)
    return joined.with_columns(pl.exclude(_KEY).fill_null(0)).sort("item", *_PLACE, nulls_last=True)


def _slots(gathered: Mapping[str, pl.DataFrame], slot: str) -> pl.DataFrame:
    key = (*_KEY, slot)
    sold, came = (gathered[f"{slot}.{kind}"].drop_nulls(slot) for kind in _KINDS)
    joined = sold.join(
        came.rename({"orders": "k"}), on=key, how="full", coalesce=True, nulls_equal=True
    )
    return joined.select(*key, pl.col("n", "k").fill_null(0)).sort(key, nulls_last=True)


def _reasons(rows: pl.DataFrame) -> pl.DataFrame:
    """Keep the reasons that several orders give, the most frequent of them."""
    given = rows.filter(pl.col("item") == ALL).drop_nulls("reason")
    sums = given.group_by("reason").agg(pl.col("orders").sum())
    several = sums.filter(pl.col("orders") >= _LEAST_ORDERS)
    kept = several.sort("orders", "reason", descending=[True, False]).head(_MOST_REASONS)
    return rows.join(kept.select("reason"), on="reason").sort(*_KEY, "reason", nulls_last=True)
