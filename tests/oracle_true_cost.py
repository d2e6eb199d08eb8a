"""What refunds cost in truth once more, in plain Python, from the definition."""

from oracle_facts import (
    Facts,
    Order,
    Piece,
    Row,
    Tables,
    nothing_sold,
    placed_in,
    priced,
    stage_of,
)

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

SENT = {"after_shipment", "after_receipt"}
PARTS = ("refunds", "freight_out", "freight_back", "compensations")
NOTHING = {"freight_out": None, "freight_back": None}


def true_cost(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    orders = placed_in(facts, settings)
    pieces = [piece for order in orders for piece in order.pieces]
    costs = {row["sku"]: row for row in shop.costs.rows(named=True)}
    refunds, parcels = bool(shop.refunds.height), bool(costs) and bool(shop.refunds.height)
    outside = "compensation" in shop.refunds["kind"].cast(str).to_list()
    settled = [one.amount for one in pieces if one.succeeded]
    unread = not priced(settled)
    told = dict(zip(PARTS, (refunds and not unread, parcels, parcels, outside), strict=True))
    each = {
        sku: cost_of([one for one in pieces if one.line.row["sku"] == sku], costs, settings)
        for sku in {one.line.row["sku"] for one in pieces}
    }
    known = {
        part: sum(one[part] or 0 for one in each.values()) if told[part] else None for part in PARTS
    }
    known["total"] = added(known.values())
    paid = sum(order.paid for order in orders)
    summary = [
        {"name": name, "cost": cost, "share": cost / paid if cost is not None and paid else None}
        for name, cost in known.items()
    ]
    tables = {"summary": summary, "by_sku": by_sku(each, told), "paid_twice": paid_twice(orders)}
    if not orders:
        return tables, (nothing_sold(shop),)
    unpriced = any(
        None in {costs.get(sku, NOTHING)[name] for name in NOTHING}
        for sku, cost in each.items()
        if cost["sent"]
    )
    missing = {
        "no_refunds_loaded": not refunds,
        "no_refund_amounts": unread,
        "no_costs": not costs,
        "skus_without_costs": bool(costs) and unpriced,
        "no_compensations": not outside,
    }
    return tables, tuple(name for name, holds in missing.items() if holds)


def added(parts: object) -> int | None:
    found = [one for one in parts if one is not None]
    return sum(found) if found else None


def cost_of(pieces: list[Piece], costs: dict[object, Row], settings: Settings) -> Row:
    settled = [one for one in pieces if one.succeeded]
    parcel = costs.get(pieces[0].line.row["sku"], NOTHING)
    back = {one.line for one in settled if one.refund["kind"] == "return_refund"}
    sent = back | {one.line for one in settled if stage_of(one, settings) in SENT}
    freight = {"freight_out": len(sent), "freight_back": len(back)}
    return {
        "returned_lines": len({one.line for one in settled}),
        "refunds": sum(one.amount or 0 for one in settled),
        **{
            name: None if parcel[name] is None else parcel[name] * count
            for name, count in freight.items()
        },
        "compensations": sum(one.amount or 0 for one in pieces if paid_outside(one)),
        "sent": len(sent),
    }


def paid_outside(piece: Piece) -> bool:
    return piece.refund["kind"] == "compensation" and piece.refund["state"] == "succeeded"


def by_sku(each: dict[object, Row], told: dict[str, bool]) -> list[Row]:
    rows = []
    for sku, cost in each.items():
        known = {part: cost[part] if told[part] else None for part in PARTS}
        total = added(known.values())
        if sku is not None and (total or cost["returned_lines"]):
            row = {"sku": sku, "returned_lines": cost["returned_lines"]}
            row |= {f"{part}_cost": one for part, one in known.items()}
            rows.append(row | {"total_cost": total})
    return sorted(rows, key=lambda row: (-(row["total_cost"] or 0), row["sku"]))


def paid_twice(orders: list[Order]) -> list[Row]:
    rows = []
    for order in orders:
        refunded = sum(one.amount or 0 for one in order.settled)
        compensated = sum(one.amount or 0 for one in order.pieces if paid_outside(one))
        if refunded > 0 and compensated > 0:
            row = {"day": order.day, "order_id": order.row["order_id"]}
            rows.append(row | {"refunded_amount": refunded, "compensated_amount": compensated})
    return sorted(rows, key=lambda row: tuple(row.values()))
