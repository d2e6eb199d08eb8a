"""Write the sample exports: python sample_data/make.py [FOLDER]. Same script, same bytes."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import dress
import extra
from story import END, Order, Refund, tell

SEED = 20260301
# Two exports of the Taobao orders, as an operator makes them: they overlap in May, and what was
# on its way in the first has arrived in the second.
FIRST_SEEN = datetime(2026, 6, 1)  # noqa: DTZ001 the shop's own wall time
SECOND_FROM = datetime(2026, 5, 1)  # noqa: DTZ001 likewise


def main(folder: Path) -> None:
    """Write every file of the sample shop."""
    for name, content in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def files() -> Mapping[str, bytes]:
    """Return the exports by name."""
    orders = [replace(o, refunds=[r for r in o.refunds if r.state != "future"]) for o in tell(SEED)]
    taobao, douyin, shopify = (
        [order for order in orders if order.platform == name]
        for name in ("taobao", "douyin", "shopify")
    )
    _plant(taobao)
    earlier = [order for order in taobao if order.at < FIRST_SEEN]
    later = [order for order in taobao if order.at >= SECOND_FROM]
    return {
        "taobao/ExportOrderList202606010900.csv": dress.taobao_orders(earlier, FIRST_SEEN),
        "taobao/ExportOrderList202607010900.csv": dress.taobao_orders(later, END),
        "taobao/ExportOrderDetailList202607010900.csv": dress.taobao_items(taobao),
        "taobao/退款管理202607010900.csv": dress.taobao_refunds(taobao),
        "douyin/订单202607010900.csv": dress.douyin_orders(douyin),
        "douyin/售后单202607010900.csv": dress.douyin_refunds(douyin),
        "shopify/orders_export.csv": dress.shopify_orders(shopify),
        "shopify/returns.csv": dress.shopify_refunds(shopify),
        "extra/reviews.csv": extra.reviews(orders),
        "extra/service_chats.csv": extra.chats(orders),
    }


def _plant(taobao: list[Order]) -> None:
    """Plant what no shop lacks: an order refunded beyond its price, and exchanges by re-order."""
    paid = [order for order in taobao if order.paid_at and not order.refunds]
    over = paid[40]
    for part in (70, 60):
        asked = over.at + timedelta(days=2, minutes=part)
        amount = over.lines[0].paid * part // 100
        settled = asked + timedelta(days=1)
        over.refunds.append(
            Refund(0, "damaged", "refund", "done", amount, asked, settled, shipped=True)
        )
    for order in paid[100:400:50]:
        _exchange(order, taobao)


def _exchange(order: Order, taobao: list[Order]) -> None:
    """Buy the same product in another size two days later, and send the first back."""
    line = order.lines[0]
    again = next(
        other for other in taobao if other.at > order.at + timedelta(days=2) and other.paid_at
    )
    again.customer = order.customer
    other = line.sku.rsplit("-", 1)[0] + "-L"
    again.lines[0] = replace(again.lines[0], sku=other if line.sku != other else line.sku)
    asked = order.at + timedelta(days=3, hours=1)
    settled = asked + timedelta(days=2)
    order.refunds.append(
        Refund(0, "size", "return", "done", line.paid, asked, settled, shipped=True)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
