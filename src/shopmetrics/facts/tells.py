"""What the loaded files can tell at all, so that a page never shows a zero for "unknown"."""

import polars as pl

from shopmetrics.settings import Settings
from shopmetrics.shop import Kind, Loaded, Untold

ORDERS = "orders"
REFUNDS = "refunds"
_SHIPMENT = "shipment:"


def tells(loaded: Loaded) -> frozenset[str]:
    """Name what the files can tell: orders, refunds, and whose times of shipment."""
    orders = {ORDERS} if loaded.shop.orders.height else set()
    read = {REFUNDS for source in loaded.sources if source.kind is Kind.refunds}
    inside = {REFUNDS} if loaded.shop.refunds.height and _inside(loaded) else set()
    shipped = loaded.shop.orders.select("platform", "shipped_at").drop_nulls("shipped_at")
    platforms = shipped["platform"].unique().cast(pl.String)
    return frozenset(orders | read | inside | {f"{_SHIPMENT}{platform}" for platform in platforms})


def _inside(loaded: Loaded) -> bool:
    """Say whether some file of orders tells of refunds, and not of cancelled orders alone."""
    files = [source for source in loaded.sources if source.kind is Kind.orders]
    return any(Untold.refunds not in source.cannot_tell for source in files) or not files


def nothing_sold(settings: Settings) -> str:
    """Name why there is nothing to take a share of: no orders at all, or none in the period."""
    return "no_orders_in_period" if ORDERS in settings.tells else "no_orders"


def shipping(settings: Settings) -> tuple[str, ...]:
    """Return the platforms whose exports tell when a line was shipped."""
    named = (name.removeprefix(_SHIPMENT) for name in settings.tells if name.startswith(_SHIPMENT))
    return tuple(sorted(named))
