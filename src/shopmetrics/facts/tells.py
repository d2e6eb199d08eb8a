"""What the loaded files can tell at all, so that a page never shows a zero for "unknown"."""

import polars as pl

from shopmetrics.settings import Settings
from shopmetrics.shop import Kind, Loaded

ORDERS = "orders"
REFUNDS = "refunds"
_SHIPMENT = "shipment:"


def tells(loaded: Loaded) -> frozenset[str]:
    """Name what the files can tell: orders, refunds, and whose times of shipment."""
    orders = {ORDERS} if loaded.shop.orders.height else set()
    read = {REFUNDS for source in loaded.sources if source.kind is Kind.refunds}
    inside = {REFUNDS} if loaded.shop.refunds.height else set()
    shipped = loaded.shop.orders.filter(pl.col("shipped_at").is_not_null())
    platforms = shipped["platform"].cast(pl.String).unique()
    return frozenset(orders | read | inside | {f"{_SHIPMENT}{platform}" for platform in platforms})


def nothing_sold(settings: Settings) -> str:
    """Name why there is nothing to take a share of: no orders at all, or none in the period."""
    return "no_orders_in_period" if ORDERS in settings.tells else "no_orders"


def shipping(settings: Settings) -> tuple[str, ...]:
    """Return the platforms whose exports tell when a line was shipped."""
    named = (name.removeprefix(_SHIPMENT) for name in settings.tells if name.startswith(_SHIPMENT))
    return tuple(sorted(named))
