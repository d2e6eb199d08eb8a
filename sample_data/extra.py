"""Reviews and service chats of the sample shop: for questions that come later."""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import timedelta

from story import END, Order

_GOOD = ("很喜欢", "质量不错", "物流很快", "回购了")
_BAD = ("尺码偏小", "洗一次就开线", "杯子有裂纹", "和图片不一样")
_AGENTS = ("agent-1", "agent-2", "agent-3")


def reviews(orders: Iterable[Order]) -> bytes:
    """Write a review for every fifth order that arrived; bad ones follow refunds."""
    chance = random.Random(5)
    header = ("order_id", "sku", "customer_id", "rating", "text", "created_at", "replied_at")
    rows = []
    for order in orders:
        if order.received_at is None or chance.random() > 0.2:  # noqa: PLR2004 one in five writes
            continue
        bad = bool(order.refunds) or chance.random() < 0.04  # noqa: PLR2004 some complain anyway
        rating, text = (
            (chance.choice((1, 2)), chance.choice(_BAD)) if bad else (5, chance.choice(_GOOD))
        )
        at = min(order.received_at + timedelta(hours=chance.randrange(2, 90)), END)
        replied = at + timedelta(hours=chance.randrange(1, 30)) if chance.random() < 0.7 else ""  # noqa: PLR2004 most are answered
        name = f"{order.platform}-{order.number}"
        rows.append((name, order.lines[0].sku, f"c{order.customer}", rating, text, at, replied))
    return _csv(header, rows)


def chats(orders: Iterable[Order]) -> bytes:
    """Write a chat for every sixth order; evenings are answered later."""
    chance = random.Random(6)
    header = (
        *("session_id", "customer_id", "order_id", "agent", "started_at"),
        *("first_reply_at", "closed_at", "messages", "rating"),
    )
    rows = []
    for number, order in enumerate(orders):
        if chance.random() > 1 / 6:
            continue
        started = order.at + timedelta(minutes=chance.randrange(5, 3000))
        slow = 6 if started.hour >= 20 or started.hour < 8 else 1  # noqa: PLR2004 after hours
        reply = started + timedelta(seconds=chance.randrange(20, 400) * slow)
        closed = reply + timedelta(minutes=chance.randrange(2, 60))
        name = f"{order.platform}-{order.number}"
        agent, stars = chance.choice(_AGENTS), chance.choice((3, 4, 5, ""))
        chat = (f"s{number}", f"c{order.customer}", name, agent, started, reply, closed)
        rows.append((*chat, chance.randrange(2, 30), stars))
    return _csv(header, rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()
