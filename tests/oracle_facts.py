"""What is true of each order and refund, in plain Python over rows, from the definitions alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import sqrt

from shopmetrics.settings import Period, Settings
from shopmetrics.shop import Shop

Row = dict[str, object]
CAUSES = {
    "质量问题": "quality",
    "尺码不合适": "size",
    "不想要了": "unneeded",
    "包装破损": "damaged",
    "火星文": None,
    None: "unstated",
}
Tables = dict[str, list[Row]]
Z = 1.959963984540054
MONEY_KINDS = {"refund_only", "return_refund"}


@dataclass(eq=False)
class Piece:
    """The part of one refund that falls on one line (on none, where no order was found)."""

    refund: Row
    number: int
    line: "Line | None"
    how: str
    amount: int | None
    units: int = 0
    excess: int = 0

    @property
    def succeeded(self) -> bool:
        money = self.refund["kind"] in MONEY_KINDS and self.refund["state"] == "succeeded"
        return money and self.refund["amount"] != 0

    @property
    def cause(self) -> str | None:
        return CAUSES[self.refund["reason"]]

    @property
    def settled_day(self) -> date | None:
        at = self.refund["settled_at"] or self.refund["requested_at"]
        return at.date() if at else None


@dataclass(eq=False)
class Line:
    """One order line and what came back of it."""

    row: Row
    position: int
    order: "Order"
    pieces: list[Piece] = field(default_factory=list)

    @property
    def paid(self) -> int:
        return self.row["paid"] or 0

    @property
    def units(self) -> int:
        return 1 if self.row["quantity"] is None else self.row["quantity"]

    @property
    def settled(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.succeeded]


@dataclass(eq=False)
class Order:
    """One order with its lines."""

    key: tuple[str, str, str]
    lines: list[Line] = field(default_factory=list)

    @property
    def row(self) -> Row:
        return self.lines[0].row

    @property
    def day(self) -> date:
        return self.row["ordered_at"].date()

    @property
    def pieces(self) -> list[Piece]:
        return [piece for line in self.lines for piece in line.pieces]

    @property
    def settled(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.succeeded]

    @property
    def paid(self) -> int:
        return sum(line.paid for line in self.lines)

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines)

    @property
    def customer(self) -> tuple[str, str] | None:
        name = self.row["customer_id"]
        return None if name is None else (self.row["platform"], name)


@dataclass
class Facts:
    """All paid orders, and every piece of every refund."""

    orders: list[Order]
    pieces: list[Piece]


def facts_of(shop: Shop) -> Facts:
    refunds = shop.refunds.rows(named=True)
    by_key: dict[tuple[str, str, str], Order] = {}
    for position, row in enumerate(shop.orders.rows(named=True)):
        key = row["platform"], row["shop"], row["order_id"]
        order = by_key.setdefault(key, Order(key))
        order.lines.append(Line(row, position, order))
    orders = [order for order in by_key.values() if is_paid(order, refunds)]
    lines = sorted((line for order in orders for line in order.lines), key=lambda x: x.position)
    pieces = [piece for n, refund in enumerate(refunds) for piece in pieces_of(n, refund, lines)]
    for piece in pieces:
        if piece.line:
            piece.line.pieces.append(piece)
    for order in orders:
        cut_money(order)
        for line in order.lines:
            cut_units(line)
    return Facts(orders, pieces)


def is_paid(order: Order, refunds: list[Row]) -> bool:
    said = any(
        line.row["paid_at"] is not None or line.row["state"] in {"paid", "shipped", "received"}
        for line in order.lines
    )
    ids = {order.key[2], *(line.row["line_id"] for line in order.lines)}
    return said or any(
        one["order_id"] in ids and same_shop(one, order.row) and (one["amount"] or 0) > 0
        for one in refunds
    )


def same_shop(refund: Row, line: Row) -> bool:
    """Say whether ids of one mean those of the other; a plain list may be of any platform."""
    return refund["platform"] in {"plain", line["platform"]}


def pieces_of(number: int, refund: Row, lines: list[Line]) -> list[Piece]:
    how, found = match(refund, lines)
    if not found:
        return [Piece(refund, number, None, how, refund["amount"])]
    amounts, quantities = (spread(refund[name], found) for name in ("amount", "quantity"))
    pieces = []
    for line, amount, quantity in zip(found, amounts, quantities, strict=True):
        piece = Piece(refund, number, line, how, amount)
        guess = line.units if all_came_back(refund, found) else 0
        piece.units = min(line.units, guess if quantity is None else quantity)
        pieces.append(piece)
    return pieces


def match(refund: Row, lines: list[Line]) -> tuple[str, list[Line]]:
    if refund["order_id"] is None:
        return by_customer(refund, lines)
    near = [line for line in lines if same_shop(refund, line.row)]
    own = [line for line in near if line.row["order_id"] == refund["order_id"]]
    exact = [line for line in own if line.row["line_id"] == refund["line_id"]]
    alike = [line for line in own if refund["sku"] and line.row["sku"] == refund["sku"]]
    if exact:
        return "line", exact
    if alike:
        return "sku", alike
    if own:
        return ("order" if len(own) == 1 else "spread"), own
    sub_order = [line for line in near if line.row["line_id"] == refund["order_id"]]
    return ("line" if sub_order else "none"), sub_order


def by_customer(refund: Row, lines: list[Line]) -> tuple[str, list[Line]]:
    who, sku, at = refund["customer_id"], refund["sku"], refund["requested_at"]
    if who is None or sku is None or at is None:
        return "none", []
    earlier = [
        line
        for line in lines
        if same_shop(refund, line.row)
        and line.row["customer_id"] == who
        and line.row["sku"] == sku
        and line.row["ordered_at"] <= at
    ]
    latest = max(earlier, key=lambda line: (line.row["ordered_at"], line.position), default=None)
    return ("customer", [latest]) if latest else ("none", [])


def spread(whole: int | None, lines: list[Line]) -> list[int | None]:
    """Share by what was paid, rounded so that the parts up to each line are right."""
    if whole is None:
        return [None] * len(lines)
    by_id = sorted(lines, key=lambda line: line.row["line_id"])
    weights = [line.paid for line in by_id]
    if not sum(weights):
        weights = [1] * len(lines)
    upto = [whole * sum(weights[: at + 1]) // sum(weights) for at in range(len(lines))]
    shares = [here - before for here, before in zip(upto, [0, *upto], strict=False)]
    return [shares[by_id.index(line)] for line in lines]


def all_came_back(refund: Row, lines: list[Line]) -> bool:
    """Say whether a refund without a quantity is of all units: a return, or all of the money."""
    if refund["kind"] == "return_refund" or refund["amount"] is None:
        return True
    return refund["amount"] >= sum(line.paid for line in lines)


def latest_last(pieces: list[Piece]) -> list[Piece]:
    """Sort by settlement, else request; one without any time counts as the earliest."""

    def key(piece: Piece) -> tuple[datetime, str, str]:
        at = piece.refund["settled_at"] or piece.refund["requested_at"] or datetime.min
        return at, piece.refund["refund_id"], piece.line.row["line_id"]

    return sorted(pieces, key=key)


def cut_money(order: Order) -> None:
    """Never give back more than was paid, where all of that is known: cut the latest."""
    if any(line.row["paid"] is None for line in order.lines):
        return
    left = order.paid
    for piece in latest_last(order.settled):
        if piece.amount is not None:
            piece.excess = max(0, piece.amount - left)
            piece.amount -= piece.excess
            left -= piece.amount


def cut_units(line: Line) -> None:
    left = line.units
    for piece in latest_last(line.settled):
        piece.units = min(piece.units, left)
        left -= piece.units


def stage_of(piece: Piece, settings: Settings) -> str | None:
    """Take the stage as given, else from the request against shipment and receipt."""
    if piece.refund["stage"] or not piece.line:
        return piece.refund["stage"]
    at, row = piece.refund["requested_at"], piece.line.row
    shipped, received = row["shipped_at"], row["received_at"]
    if at is None:
        return None
    if shipped is None and received is None:
        told = f"shipment:{row['platform']}" in settings.tells
        return "before_shipment" if told else None
    if received and at >= received:
        return "after_receipt"
    if shipped is None:
        return None
    return "before_shipment" if at < shipped else "after_shipment"


def within(day: date | None, period: Period | None) -> bool:
    if day is None or period is None:
        return False
    return (period.since or date.min) <= day <= (period.until or date.max)


def dimension_of(row: Row, name: str) -> object:
    """Read a breakdown off an order line; hours only where the export gives them."""
    at = row["ordered_at"]
    if name == "hour":
        return at.hour if row["timed"] else None
    if name == "weekday":
        return at.isoweekday()
    return calendar(at.date(), name) if name in {"day", "week", "month"} else row[name]


def calendar(day: date, name: str) -> date:
    starts = {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}
    return starts[name]


def grouped(items: list[object], key: object) -> dict[object, list[object]]:
    groups = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def rated(n: int | None, k: int | None, *, interval: bool = True) -> Row:
    row = {"n": n, "k": k, "rate": None, "low": None, "high": None}
    if n and k is not None:
        row["rate"] = p = k / n
        if interval and k <= n:
            middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
            row["low"] = 0.0 if k == 0 else (middle - half) / (1 + Z * Z / n)
            row["high"] = 1.0 if k == n else (middle + half) / (1 + Z * Z / n)
    return row


def priced(amounts: Iterable[int | None]) -> bool:
    """Say whether nearly all refunds give an amount."""
    given = list(amounts)
    return 20 * sum(one is None for one in given) <= len(given)


def nothing_sold(shop: Shop) -> str:
    return "no_orders_in_period" if shop.orders.height else "no_orders"


def placed_in(facts: Facts, settings: Settings) -> list[Order]:
    return [order for order in facts.orders if within(order.day, settings.period)]
