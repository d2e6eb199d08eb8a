"""Random small shops with many collisions, as canonical frames."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

import polars as pl

from shopmetrics.shop import (
    ORDER_COLUMNS,
    REFUND_COLUMNS,
    OrderState,
    RefundKind,
    RefundState,
    Shop,
    Stage,
)

START = datetime(2026, 1, 1)  # noqa: DTZ001 the shop's own wall time
REASONS = ("质量问题", "尺码不合适", "不想要了", "火星文", None)


def random_shop(seed: int, orders: int = 12) -> Shop:
    chance = random.Random(seed)
    sold = [line for number in range(orders) for line in order(chance, number)]
    back = [refund(chance, number, sold) for number in range(chance.randrange(orders))]
    end = START + timedelta(days=99)
    frames = canonical(frame(sold), ORDER_COLUMNS), canonical(frame(back), REFUND_COLUMNS)
    return Shop(*frames, "Asia/Shanghai", "CNY", 2, end)


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def canonical(rows: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    if not rows.height:
        return pl.DataFrame(schema=columns)
    named = (pl.col(name) if name in rows.columns else pl.lit(None) for name in columns)
    return rows.select(
        one.cast(kind).alias(name) for one, (name, kind) in zip(named, columns.items(), strict=True)
    )


def order(chance: random.Random, number: int) -> list[dict[str, object]]:
    platform = chance.choice(("taobao", "douyin"))
    at = START + timedelta(days=chance.randrange(90), hours=chance.randrange(24))
    shipped = chance.choice((None, at + timedelta(days=1)))
    head = {
        "platform": platform,
        "shop": platform,
        "order_id": f"A{number}",
        "customer_id": chance.choice(("ann", "bob", "cat", None)),
        "ordered_at": at,
        "timed": chance.random() < 0.9,
        "paid_at": chance.choice((at, at, at, None)),
        "shipped_at": shipped,
        "received_at": chance.choice((None, at + timedelta(days=3))),
        "state": chance.choice((*map(str, OrderState), None)),
        "currency": "CNY",
        "region": chance.choice(("浙江省", None)),
    }
    return [head | line(chance, number, at) for at in range(chance.randint(1, 3))]


def line(chance: random.Random, number: int, at: int) -> dict[str, object]:
    return {
        "line_id": f"A{number}-{at}",
        "sku": chance.choice(("mug", "cup", "hat", None)),
        "product": chance.choice(("Mug", "Cup", None)),
        "quantity": chance.choice((1, 1, 2, None)),
        "paid": chance.choice((1000, 333, 2500, 0, None)),
    }


def refund(chance: random.Random, number: int, sold: list[dict[str, object]]) -> dict[str, object]:
    of = chance.choice(sold)
    lost, nameless = chance.random() < 0.15, chance.random() < 0.1
    asked = START + timedelta(days=chance.randrange(99), hours=chance.randrange(24))
    return {
        "platform": of["platform"],
        "shop": of["platform"],
        "refund_id": f"R{number}",
        "order_id": None if nameless else f"Z{number}" if lost else of["order_id"],
        "line_id": chance.choice((of["line_id"], None)),
        "customer_id": of["customer_id"],
        "sku": chance.choice((of["sku"], None)),
        "requested_at": chance.choice((asked, asked, None)),
        "settled_at": chance.choice((asked + timedelta(days=1), None)),
        "amount": chance.choice((100, 1000, 5000, 0, None)),
        "quantity": chance.choice((1, None)),
        "kind": str(chance.choice(tuple(RefundKind))),
        "state": str(chance.choice((*RefundState, RefundState.succeeded, RefundState.succeeded))),
        "stage": chance.choice((*map(str, Stage), None)),
        "first_reason": chance.choice(REASONS),
        "reason": chance.choice(REASONS),
    }
