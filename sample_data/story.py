"""The invented shop behind the sample exports: what was sold, to whom, and what came back.

What is planted stands here as constants, so that a reader can hold the report against it.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

START, DAYS = datetime(2026, 3, 1), 122  # noqa: DTZ001 the shop's own wall time
END = START + timedelta(days=DAYS)
ORDERS = {"taobao": 1750, "douyin": 1450, "shopify": 800}
BASE_RATE = 0.055  # of orders refunded, before the plants
EVENING, EVENING_LIFT = range(20, 24), 1.5  # hours whose orders come back more often
SIZE_SKU, SIZE_LIFT, SIZE_DAY = "DR-RED-M", 4.0, 3  # its size returns peak on day 3
QUALITY_SKU, QUALITY_LIFT = "CUP-BLUE", 2.5
UNPAID, RETURNING = 0.05, 0.30  # share of orders never paid; placed by an earlier customer

TITLES = {
    "DR-RED": ("真丝印花连衣裙", "Silk Print Dress", 39900),
    "TS-WHT": ("纯棉圆领短袖T恤", "Cotton Crew T-Shirt", 5900),
    "JN-BLU": ("高腰直筒牛仔裤", "High Waist Straight Jeans", 12900),
    "KN-GRY": ("羊毛针织开衫", "Wool Knit Cardigan", 26800),
    "SH-BLK": ("轻便休闲运动鞋", "Light Everyday Sneakers", 19900),
    "CUP": ("手工陶瓷马克杯", "Handmade Ceramic Mug", 4900),
    "TOWEL": ("长绒棉浴巾", "Long-Staple Bath Towel", 6900),
    "LAMP": ("护眼阅读台灯", "Reading Lamp", 15900),
    "BED": ("水洗棉四件套", "Washed Cotton Bed Set", 29900),
}
VARIANTS = {
    "CUP": ("BLUE", "WHITE"),
    "LAMP": ("1",),
    "BED": ("150", "180"),
    "TOWEL": ("GREY", "SAND"),
}
SIZES = ("S", "M", "L", "XL")
REASONS = ("size", "quality", "changed_mind", "damaged", "wrong", "late", "mistake", "described")
WEIGHTS = (22, 14, 24, 10, 8, 7, 10, 5)
HOURS = (2, 1, 1, 1, 1, 1, 2, 4, 5, 6, 7, 6, 6, 6, 6, 6, 6, 6, 7, 9, 12, 12, 9, 5)
REGIONS = ("浙江省", "广东省", "江苏省", "北京市", "四川省", "湖北省", "山东省", "福建省")


@dataclass(slots=True)
class Line:
    """One SKU of an order; money in cents."""

    sku: str
    units: int
    price: int
    paid: int


@dataclass(slots=True)
class Refund:
    """One after-sales request; `line` is its place in the order."""

    line: int
    reason: str
    kind: str
    state: str
    amount: int
    asked: datetime
    settled: datetime | None
    shipped: bool


@dataclass(slots=True)
class Order:
    """One order with its lines and what became of it."""

    number: int
    platform: str
    customer: int
    at: datetime
    region: str
    lines: list[Line]
    paid_at: datetime | None
    shipped_at: datetime | None = None
    received_at: datetime | None = None
    refunds: list[Refund] = field(default_factory=list)

    @property
    def paid(self) -> int:
        """Return what was paid for all lines."""
        return sum(line.paid for line in self.lines)


def skus() -> list[tuple[str, int]]:
    """Return every SKU with its price; the planted dress and mug sell well."""
    found = []
    for code, (_, _, price) in TITLES.items():
        found += [(f"{code}-{variant}", price) for variant in VARIANTS.get(code, SIZES)]
    return found


def tell(seed: int) -> list[Order]:
    """Tell the whole story; the same seed tells the same one."""
    chance = random.Random(seed)
    orders: list[Order] = []
    for platform, count in ORDERS.items():
        mine: list[Order] = []
        moments = sorted(_moment(chance) for _ in range(count))
        for number, at in enumerate(moments, 1):
            mine.append(_order(chance, platform, number, at, mine))
        orders += mine
    return orders


def _moment(chance: random.Random) -> datetime:
    hour = chance.choices(range(24), HOURS)[0]
    clock = timedelta(hours=hour, minutes=chance.randrange(60), seconds=chance.randrange(60))
    return START + timedelta(days=chance.randrange(DAYS)) + clock


def _order(
    chance: random.Random, platform: str, number: int, at: datetime, before: list[Order]
) -> Order:
    again = before and chance.random() < RETURNING
    customer = chance.choice(before).customer if again else number
    lines = [_line(chance) for _ in range(chance.choices((1, 2, 3), (78, 17, 5))[0])]
    lines = list({line.sku: line for line in lines}.values())
    order = Order(number, platform, customer, at, chance.choice(REGIONS), lines, None)
    if chance.random() < UNPAID:
        return order
    order.paid_at = at + timedelta(seconds=chance.randrange(20, 900))
    _deliver(chance, order)
    _send_back(chance, order)
    return order


def _line(chance: random.Random) -> Line:
    every = skus()
    weights = [5 if sku in {SIZE_SKU, QUALITY_SKU} else 1 for sku, _ in every]
    sku, price = chance.choices(every, weights)[0]
    units = chance.choices((1, 2, 3), (85, 12, 3))[0]
    return Line(sku, units, price, price * units * chance.choice((100, 100, 95, 90)) // 100)


def _deliver(chance: random.Random, order: Order) -> None:
    shipped = order.at + timedelta(hours=chance.randrange(3, 60))
    received = shipped + timedelta(hours=chance.randrange(36, 120))
    order.shipped_at = shipped if shipped < END else None
    order.received_at = received if received < END else None


def _send_back(chance: random.Random, order: Order) -> None:
    """Refund a line, or ask for it in vain, as often as its SKU and hour make it."""
    for place, line in enumerate(order.lines):
        rate = BASE_RATE * (EVENING_LIFT if order.at.hour in EVENING else 1)
        rate *= {SIZE_SKU: SIZE_LIFT, QUALITY_SKU: QUALITY_LIFT}.get(line.sku, 0.65)
        if chance.random() < rate:
            order.refunds.append(_refund(chance, order, place))


def _refund(chance: random.Random, order: Order, place: int) -> Refund:
    line = order.lines[place]
    reason = chance.choices(REASONS, WEIGHTS)[0]
    days = chance.choices(range(15), (6, 10, 12, 10, 9, 9, 8, 8, 6, 5, 4, 4, 3, 3, 3))[0]
    if line.sku == SIZE_SKU and chance.random() < 0.75:  # noqa: PLR2004 the planted peak
        reason, days = "size", SIZE_DAY
    if line.sku == QUALITY_SKU and chance.random() < 0.6:  # noqa: PLR2004 the planted fault
        reason = "quality"
    asked = order.at + timedelta(days=days, minutes=chance.randrange(30, 600))
    shipped = order.shipped_at is not None and asked >= order.shipped_at
    kind = "return" if shipped and chance.random() < 0.75 else "refund"  # noqa: PLR2004 a usual mix
    state = chance.choices(("done", "closed", "exchange"), (84, 9, 7))[0]
    partial = kind == "refund" and shipped and state == "done"
    amount = line.paid * chance.choice((10, 20, 30)) // 100 if partial else line.paid
    kind, amount = ("exchange", 0) if state == "exchange" and shipped else (kind, amount)
    state = "done" if state == "exchange" else state
    settled = asked + timedelta(hours=chance.randrange(4, 110))
    if asked >= END:
        return Refund(place, reason, kind, "future", 0, asked, None, shipped)
    open_ = settled >= END
    state = "open" if open_ else state
    return Refund(place, reason, kind, state, amount, asked, None if open_ else settled, shipped)
