"""What several oracles share: a rate with its interval, and the orders of the period."""

from math import sqrt

from oracle_facts import Facts, Order, Row, within

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

Tables = dict[str, list[Row]]
Z = 1.959963984540054


def rated(n: int | None, k: int | None, *, interval: bool = True) -> Row:
    row = {"n": n, "k": k, "rate": None, "low": None, "high": None}
    if n and k is not None:
        row["rate"] = p = k / n
        if interval and k <= n:
            middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
            row["low"] = 0.0 if k == 0 else (middle - half) / (1 + Z * Z / n)
            row["high"] = 1.0 if k == n else (middle + half) / (1 + Z * Z / n)
    return row


def nothing_sold(shop: Shop) -> str:
    return "no_orders_in_period" if shop.orders.height else "no_orders"


def placed_in(facts: Facts, settings: Settings) -> list[Order]:
    return [order for order in facts.orders if within(order.day, settings.period)]
