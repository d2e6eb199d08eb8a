"""Small generated shops in which everything collides: few days, SKUs, customers and amounts."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import strategies as st
from oracle_appeals import LONG, NOTES
from tables import settings_of

from shopmetrics.config import Exchanges
from shopmetrics.dimensions import Dimension
from shopmetrics.rule import DEFAULT, Clock, Count, Denominator, Known, Numerator, Rule
from shopmetrics.settings import Settings
from shopmetrics.shop import (
    COST_COLUMNS,
    ORDER_COLUMNS,
    REFUND_COLUMNS,
    OrderState,
    RefundKind,
    RefundState,
    Shop,
    Stage,
)

Draw = Callable[..., object]
Row = dict[str, object]

START = datetime(2026, 1, 1)  # noqa: DTZ001 the shop's own wall time
COUNTS = st.sampled_from(Exchanges)
DAYS = (0, 1, 2, 29, 30, 31, 59, 60, 88)  # Thursday 1 January to Monday 30 March
REASONS = ("质量问题", "尺码不合适", "不想要了", "包装破损", "火星文", None)
MONEY = (1000, 333, 2500, 1, 0, None)
NAMES = (
    *("line", "line", "line_and_sku", "sku", "sku", "order", "order", "order_and_sku"),
    *("sub_order", "customer", "customer_and_sku", "unknown"),
)
MOMENTS = st.builds(
    lambda day, hour: START + timedelta(days=day, hours=hour),
    st.sampled_from(DAYS),
    st.sampled_from((0, 9, 9, 23)),
)
SOME_DAYS = st.sampled_from((None, "2025-12-30", "2026-01-02", "2026-01-30", "2026-02-01"))
LAST_DAYS = st.sampled_from((None, "2026-02-01", "2026-02-28", "2026-03-31", "2026-05-01"))


def a(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from(values)


MATURITY = st.fixed_dictionaries(
    {"horizon": a(1, 30, 60), "min_refunds": a(1, 1, 3), "follow_up": a(1, 7)}
)
ORDERS = st.fixed_dictionaries(
    {
        "platform": a("taobao", "taobao", "douyin"),
        "customer_id": a("ann", "bob", "cat", "ann", None),
        "ordered_at": MOMENTS,
        "timed": a(True, True, True, False),
        "paid": a(True, True, True, False),
        "shipped_after": a(1, 1, None),
        "received_after": a(3, None),
        "state": a("paid", "received", "shipped", *map(str, OrderState), None),
        "region": a("浙江省", "广东省", None),
    }
)
LINES = st.fixed_dictionaries(
    {
        "sku": a("mug", "cup", "hat", None),
        "product": a("Mug", "Cup", None),
        "category": a("home", None),
        "quantity": a(1, 1, 2, 3, None),
        "paid": a(*MONEY),
    }
)
REFUNDS = st.fixed_dictionaries(
    {
        "at": st.integers(0, 99),  # which line it is about
        "names": a(*NAMES),
        "sku": a("mug", "cup", "hat", None),
        "unplaced": a(False, False, False, True),  # a list that names no platform
        "requested_at": st.one_of(MOMENTS, MOMENTS, st.none()),
        "settled_after": a(0, 1, 40, None),
        "amount": a(*MONEY, 5000, 500),
        "quantity": a(1, 2, 0, None, None),
        "kind": a("return_refund", "refund_only", "refund_only", *map(str, RefundKind)),
        "state": a("succeeded", "succeeded", "succeeded", *map(str, RefundState)),
        "stage": a(*map(str, Stage), None, None, None),
        "first_reason": a(*REASONS),
        "reason": a(*REASONS),
        "note": a(None, None, *NOTES, f"太大了{LONG}"),
    }
)


COSTS = st.fixed_dictionaries(
    {
        "sku": a("mug", "cup", "hat"),
        "unit_cost": st.none(),
        "freight_out": a(300, 250, None),
        "freight_back": a(400, 0, None),
    }
)
RULES = st.builds(
    Rule,
    name=st.just("random"),
    platform=st.sampled_from(("any", "taobao", "douyin", "jd")),
    title=st.just("drawn"),
    numerator=st.builds(
        Numerator,
        count=st.sampled_from(Count),
        causes=a(None, None, "all", ("quality", "damaged"), ("size",)),
        stages=a(None, None, ("after_receipt",), ("before_shipment", "after_shipment")),
        also_bad_reviews=st.booleans(),
    ),
    denominator=st.sampled_from(Denominator),
    clock=st.sampled_from(Clock),
    window_days=a(None, 1, 30, 60),
    lag_days=a(None, 0, 14),
    follow_up_days=a(None, None, 0, 30),
    min_orders=a(None, 2),
    exclude=a((), ("free",), ("free", "refunded_before_shipment")),
    known=a(Known.public, Known.public, Known.partly, Known.not_public),
)


@st.composite
def shops(draw: Draw, most_refunds: int = 8) -> Shop:
    """Draw a shop; ids are given in the order of the rows, so that ties have one right order."""
    orders = draw(st.lists(st.tuples(ORDERS, st.lists(LINES, min_size=1, max_size=3)), max_size=8))
    alike = draw(st.booleans())  # both platforms number their orders from 0
    seen: Counter[object] = Counter()
    sold = []
    for order, lines in orders:
        series = order["platform"] if alike else None
        sold += _lines(seen[series], order, lines)
        seen[series] += 1
    back = draw(st.lists(REFUNDS, max_size=most_refunds))
    if alike:  # then a list that names no platform could mean either
        back = [one | {"unplaced": False} for one in back]
    refunds = [_refund(number, one, sold) for number, one in enumerate(back)]
    as_of = START + timedelta(days=draw(a(88, 95, 150)))
    frames = _frame(sold, ORDER_COLUMNS), _frame(refunds, REFUND_COLUMNS)
    costs = draw(st.lists(COSTS, unique_by=lambda row: row["sku"], max_size=3))
    return Shop(*frames, "Asia/Shanghai", "CNY", 2, as_of, _frame(costs, COST_COLUMNS))


@st.composite
def asked(draw: Draw, shop: Shop) -> Settings:
    """Draw a question: period, basis, breakdowns, and limits that small shops can pass."""
    options = {
        "since": draw(SOME_DAYS),
        "until": draw(LAST_DAYS),
        "basis": draw(a("order_time", "refund_time")),
        "by": tuple(draw(st.lists(st.sampled_from(tuple(map(str, Dimension))), unique=True))),
        "top": draw(st.integers(1, 4)),
    }
    settings = settings_of(shop, {name: one for name, one in options.items() if one is not None})
    cost = Decimal(draw(a("0", "1.50")))
    limits = {"min_orders": draw(a(1, 2, 3)), "q": 0.5, "lift": 1.2, "cost_per_return": cost}
    limits |= {"peak_requests": draw(a(1, 2)), "peak_share": 0.25}
    config = replace(
        settings.config,
        hotspots=replace(settings.config.hotspots, **limits),
        repurchase=replace(settings.config.repurchase, windows=(1, 30, 59)),
        min_orders=draw(a(1, 5)),
        exchanges=replace(settings.config.exchanges, days=draw(a(0, 7, 40)), count=draw(COUNTS)),
        abuse=replace(
            settings.config.abuse, min_orders=draw(a(1, 2)), q=draw(a(0.4, 1.0)), lift=1.0
        ),
        maturity=replace(settings.config.maturity, **draw(MATURITY)),
    )
    return replace(settings, config=config, rules=(draw(st.one_of(st.just(DEFAULT), RULES)),))


@st.composite
def cases(draw: Draw) -> tuple[Shop, Settings]:
    shop = draw(shops())
    return shop, draw(asked(shop))


def _lines(number: int, order: Row, lines: list[Row]) -> list[Row]:
    at, platform = order["ordered_at"], order["platform"]
    head = {
        **{name: order[name] for name in ("customer_id", "ordered_at", "timed", "state", "region")},
        "platform": platform,
        "shop": platform,
        "order_id": f"A{number}",
        "paid_at": at if order["paid"] else None,
        "shipped_at": _after(at, order["shipped_after"]),
        "received_at": _after(at, order["received_after"]),
        "currency": "CNY",
    }
    return [
        {**head, **line, "line_id": f"A{number}-{position}"} for position, line in enumerate(lines)
    ]


def _refund(number: int, one: Row, sold: list[Row]) -> Row:
    names = one["names"] if sold else "unknown"
    of = sold[one["at"] % len(sold)] if sold else {}
    any_sku = {"sku": one["sku"]}
    ids = {
        "line": {"order_id": of.get("order_id"), "line_id": of.get("line_id")},
        "sku": {"order_id": of.get("order_id"), "sku": of.get("sku")},
        "order": {"order_id": of.get("order_id")},
        "sub_order": {"order_id": of.get("line_id")},
        "line_and_sku": {name: of.get(name) for name in ("order_id", "line_id")} | any_sku,
        "order_and_sku": {"order_id": of.get("order_id")} | any_sku,
        "customer": {"customer_id": of.get("customer_id"), "sku": of.get("sku")},
        "customer_and_sku": {"customer_id": of.get("customer_id")} | any_sku,
        "unknown": {"order_id": f"Z{one['at'] % 3}"},
    }[names]
    platform = "plain" if one["unplaced"] else of.get("platform", "taobao")
    known = {name: one[name] for name in REFUND_COLUMNS if name in one and name != "sku"}
    settled = _after(one["requested_at"] or START, one["settled_after"])
    return {
        **known,
        **ids,
        "platform": platform,
        "shop": platform,
        "refund_id": f"R{number}",
        "settled_at": settled,
        "currency": "CNY",
    }


def _after(at: datetime, days: int | None) -> datetime | None:
    return None if days is None else at + timedelta(days=days)


def _frame(rows: list[Row], columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=columns)
    return pl.DataFrame(
        {
            name: pl.Series([row.get(name) for row in rows]).cast(kind)
            for name, kind in columns.items()
        }
    )
