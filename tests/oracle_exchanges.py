"""Exchanges by re-order once more, in plain Python, from the definition."""

from oracle_facts import Facts, Line, Order, Row, Tables, nothing_sold, placed_in, rated

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop


def exchanges(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    orders = placed_in(facts, settings)
    found = [row for order in orders if (row := exchange_of(order, facts, settings))]
    listed = sorted(found, key=lambda row: tuple(row.values()))
    unknown = untold(orders, shop)
    n, k = len(orders), sum(bool(order.settled) for order in orders)
    money = sum(one.amount or 0 for order in orders for one in order.settled)
    gone = sum(row["refunded"] for row in found)
    x = len(found)
    rows = [
        ("refunded", n, k if shop.refunds.height else None, money),
        ("without_exchanges", n - x, k - x, money - gone),
        ("of_refunded", k, x, gone),
    ]
    summary = [
        {"name": name} | rated(of, part) | {"refunded": back}
        for name, of, part, back in (rows[:1] if unknown else rows)
    ]
    return {"summary": summary, "list": listed}, unknown


def exchange_of(order: Order, facts: Facts, settings: Settings) -> Row | None:
    """Return the first later order of the same customer that replaced something of this one."""
    ways = [
        (
            *(new.row["ordered_at"], new.row["order_id"], new.row["sku"]),
            *(line.row["product"], line.row["sku"], days),
        )
        for line in order.lines
        for piece in line.settled
        if (at := piece.refund["requested_at"] or piece.refund["settled_at"])
        for new in replacements(line, order, facts)
        if abs(days := (new.row["ordered_at"].date() - at.date()).days)
        <= settings.config.exchanges.days
    ]
    if not ways:
        return None
    _, new_order, new_sku, product, sku, days = min(ways)
    return {
        "day": order.day,
        "order_id": order.row["order_id"],
        "customer_id": order.row["customer_id"],
        "product": product,
        "sku": sku,
        "new_order_id": new_order,
        "new_sku": new_sku,
        "days": days,
        "refunded": sum(one.amount or 0 for one in order.settled),
    }


def left_out(facts: Facts, settings: Settings) -> list[Order]:
    """Return the exchanged orders, where they are to be in no rate."""
    if settings.config.exchanges.count != "exclude":
        return []
    return [order for order in facts.orders if exchange_of(order, facts, settings)]


def without(facts: Facts, gone: list[Order]) -> Facts:
    """Return the facts as if these orders had never been."""
    return Facts(
        [order for order in facts.orders if order not in gone],
        [one for one in facts.pieces if not (one.line and one.line.order in gone)],
    )


def replacing(order: Order, facts: Facts, settings: Settings) -> Order:
    """Return the order that replaced an exchanged one."""
    name = exchange_of(order, facts, settings)["new_order_id"]
    return next(
        one
        for one in facts.orders
        if one.row["order_id"] == name and one.customer == order.customer
    )


def replacements(line: Line, order: Order, facts: Facts) -> list[Line]:
    if order.customer is None or line.row["product"] is None or line.row["sku"] is None:
        return []
    return [
        new
        for other in facts.orders
        if other is not order and other.customer == order.customer
        for new in other.lines
        if new.row["product"] == line.row["product"]
        and new.row["sku"] not in {None, line.row["sku"]}
        and new.row["ordered_at"] > line.row["ordered_at"]
    ]


def untold(orders: list[Order], shop: Shop) -> tuple[str, ...]:
    titles = [line.row["product"] for order in orders for line in order.lines]
    why = [
        (nothing_sold(shop), not orders),
        ("no_refunds_loaded", not shop.refunds.height),
        ("no_customers", not any(order.customer for order in orders)),
        ("no_titles", not any(titles)),
    ]
    return tuple(name for name, holds in why if holds)[:1]
