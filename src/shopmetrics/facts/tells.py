"""What the loaded files can tell at all, so that a page never shows a zero for "unknown"."""

import polars as pl

from shopmetrics.facts.match import ANY_PLATFORM
from shopmetrics.settings import Settings
from shopmetrics.shop import Kind, RefundKind
from shopmetrics.source import Loaded

ORDERS = "orders"
REFUNDS = "refunds"
COSTS = "costs"
COMPENSATIONS = "compensations"
RECEIPTS = "receipts"
_SHIPMENT = "shipment:"
_PLATFORM = "platform:"
_AFTER_SALES = "after_sales:"
_SILENT = "silent:"
_COARSE = "coarse_stages:"


def tells(loaded: Loaded) -> frozenset[str]:
    """Name what the files can tell: orders and of whom, refunds, costs, times of receipt."""
    orders = {ORDERS} if loaded.shop.orders.height else set()
    read = {REFUNDS for source in loaded.sources if source.kind is Kind.refunds}
    inside = {REFUNDS} if _inside(loaded) else set()
    costs = {COSTS} if loaded.shop.costs.height else set()
    outside = {COMPENSATIONS} if _compensated(loaded) else set()
    received = {RECEIPTS} if loaded.shop.orders["received_at"].count() else set()
    shipped = loaded.shop.orders.select("platform", "shipped_at").drop_nulls("shipped_at")
    platforms = shipped["platform"].unique().cast(pl.String)
    loads = loaded.shop.orders["platform"].unique().cast(pl.String)
    told = (
        orders
        | read
        | inside
        | costs
        | outside
        | received
        | {f"{_PLATFORM}{name}" for name in loads}
    )
    told |= {f"{_AFTER_SALES}{name}" for name in _without_after_sales(loaded)}
    told |= {f"{_COARSE}{one.platform}" for one in loaded.sources if one.coarse_stages}
    if REFUNDS in told:
        told |= {f"{_SILENT}{name}" for name in _silent(loaded)}
    return frozenset(told | {f"{_SHIPMENT}{platform}" for platform in platforms})


def _asked(loaded: Loaded) -> bool:
    """Say whether anything is asked back, besides what was paid outside the platform."""
    outside = (one.accepted for one in loaded.sources if one.kind is Kind.compensations)
    return loaded.shop.refunds.height > sum(outside)


def _compensated(loaded: Loaded) -> bool:
    paid = (loaded.shop.refunds["kind"] == RefundKind.compensation).any()
    return bool(paid) or any(one.kind is Kind.compensations for one in loaded.sources)


def _without_after_sales(loaded: Loaded) -> set[str]:
    """Name the platforms whose refunds are known from the orders alone, and need not be."""
    lists = {source.platform for source in loaded.sources if source.kind is Kind.refunds}
    known = {source.platform for source in loaded.sources if source.after_sales}
    return set() if ANY_PLATFORM in lists else known - lists


def _silent(loaded: Loaded) -> set[str]:
    """Name the platforms whose refunds no file tells of, where others' are told."""
    lists = {source.platform for source in loaded.sources if source.kind is Kind.refunds}
    if ANY_PLATFORM in lists:
        return set()
    orders = [source for source in loaded.sources if source.kind is Kind.orders]
    mute = {one.platform for one in orders} - lists
    mute -= {one.platform for one in orders if one.tells_refunds}
    return mute - {ANY_PLATFORM} if ANY_PLATFORM in mute and _named_by_lists(loaded) else mute


def _named_by_lists(loaded: Loaded) -> bool:
    """Say whether refunds of some platform are of orders that name no platform."""
    ours = loaded.shop.orders.filter(pl.col("platform") == ANY_PLATFORM)["order_id"]
    return bool(loaded.shop.refunds["order_id"].is_in(ours.implode()).any())


def _inside(loaded: Loaded) -> bool:
    """Say whether files of orders tell of refunds, and not of cancelled orders alone."""
    files = [source for source in loaded.sources if source.kind is Kind.orders]
    if any(one.tells_none for one in files):
        return True
    return _asked(loaded) and (any(one.tells_refunds for one in files) or not files)


def nothing_sold(settings: Settings) -> str:
    """Name why there is nothing to take a share of: no orders at all, or none in the period."""
    return "no_orders_in_period" if ORDERS in settings.tells else "no_orders"


def platforms(settings: Settings) -> tuple[str, ...]:
    """Return the platforms whose orders are loaded."""
    return _named(settings, _PLATFORM)


def without_after_sales(settings: Settings) -> tuple[str, ...]:
    """Return the platforms whose refunds are known from their orders alone, and need not be."""
    return _named(settings, _AFTER_SALES)


def silent(settings: Settings) -> tuple[str, ...]:
    """Return the platforms whose refunds no file tells of."""
    return _named(settings, _SILENT)


def shipping(settings: Settings) -> tuple[str, ...]:
    """Return the platforms whose exports tell when a line was shipped."""
    return _named(settings, _SHIPMENT)


def coarse(settings: Settings) -> tuple[str, ...]:
    """Return the platforms whose after-sales say "shipped" of what was received, too."""
    return _named(settings, _COARSE)


def _named(settings: Settings, what: str) -> tuple[str, ...]:
    return tuple(sorted(one.removeprefix(what) for one in settings.tells if one.startswith(what)))
