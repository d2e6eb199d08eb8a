"""The sample shop in the dress of three platforms: their headers, words and quirks."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from story import TITLES, Line, Order, Refund

TAOBAO_ORDERS = (
    "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,"
    "订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,"
    "买家服务费,发票抬头,是否手机订单,退款金额,确认收货时间,打款商家金额,主订单编号"
)
TAOBAO_ITEMS = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码"
TAOBAO_REFUNDS = (
    "订单编号,退款编号,支付单号,订单付款时间,商品id,商品编码,退款完结时间,买家实际支付金额,宝贝标题,买家退款金额,"
    "手工退款/系统退款,售后类型,退款的申请时间,超时时间,退款状态,货物状态,退货物流信息,客服介入状态,买家退款原因,"
    "买家退款说明,责任方,售中或售后,完结时间,部分退款/全部退款"
)
DOUYIN_ORDERS = (
    "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,优惠总金额,支付方式,"
    "收件人,收件人手机号,省,市,区,详细地址,买家留言,订单提交时间,订单完成时间,支付完成时间,APP渠道,流量来源,订单状态,"
    "售后状态,取消原因,发货时间"
)
DOUYIN_REFUNDS = (
    "售后单号,订单号,商品单号,商品名称,商品ID,应付金额（元）,商品发货状态,售后类型,退商品金额（元）,售后状态,"
    "售后申请时间,退款方式,售后原因,售后原因标签,用户到账时间,售后完结时间,用户售后说明,商家编码"
)
SHOPIFY_ORDERS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
    "Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Lineitem sku,Billing Name,Shipping Name,Shipping Province,Shipping Country,Notes,Cancelled at,Refunded Amount,"
    "Vendor,Id"
)
SHOPIFY_REFUNDS = (
    "Order,Return,Return status,Return requested at,Line item SKU,Line item name,Quantity,Return reason,"
    "Return reason note,Refund amount,Refunded at,Currency"
)
ZH = {
    "size": "尺码不合适",
    "quality": "质量问题",
    "changed_mind": "7天无理由退换货",
    "damaged": "包装/商品破损",
    "wrong": "少件/漏发",
    "late": "未按约定时间发货",
    "mistake": "多拍/拍错/不想要",
    "described": "商品与描述不符",
}
EN = {
    "size": "Size was too small",
    "quality": "Damaged or defective",
    "changed_mind": "Customer changed their mind",
    "damaged": "Arrived damaged",
    "wrong": "Received the wrong item",
    "late": "Arrived late",
    "mistake": "Ordered by mistake",
    "described": "Item not as described",
}
_TIME = "%Y-%m-%d %H:%M:%S"
_ZONE = " +0800"


def taobao_orders(orders: Iterable[Order], seen: datetime) -> bytes:
    """Write ExportOrderList as it stood at a moment: GBK, ids as spreadsheet text."""
    return _csv(TAOBAO_ORDERS, (_taobao_order(order, seen) for order in orders), "gbk")


def taobao_items(orders: Iterable[Order]) -> bytes:
    """Write ExportOrderDetailList: the lines, raw ="…" and all."""
    lines = [TAOBAO_ITEMS]
    for order in orders:
        for line in order.lines:
            cells = [f'="{_taobao_id(order)}"', _title(line), _money(line.price), str(line.units)]
            lines.append(",".join([*cells, "null", line.sku[-3:], "", "", "交易成功", line.sku]))
    return ("\r\n".join(lines) + "\r\n").encode("gbk")


def taobao_refunds(orders: Iterable[Order]) -> bytes:
    """Write the refund list in its layout of 2025."""
    pairs = ((order, refund) for order in orders for refund in order.refunds)
    return _csv(TAOBAO_REFUNDS, (_taobao_refund(*pair, at) for at, pair in enumerate(pairs)), "gbk")


def douyin_orders(orders: Iterable[Order]) -> bytes:
    """Write the order export: every cell quoted, ids behind a TAB, a dash for nothing."""
    rows = (_douyin_line(order, place) for order in orders for place in range(len(order.lines)))
    return _csv(DOUYIN_ORDERS, rows, "utf-8-sig", nothing="-", quoting=csv.QUOTE_ALL)


def douyin_refunds(orders: Iterable[Order]) -> bytes:
    """Write the after-sales list."""
    pairs = ((order, refund) for order in orders for refund in order.refunds)
    rows = (_douyin_refund(*pair, at) for at, pair in enumerate(pairs))
    return _csv(DOUYIN_REFUNDS, rows, "utf-8-sig", nothing="-", quoting=csv.QUOTE_ALL)


def shopify_orders(orders: Iterable[Order]) -> bytes:
    """Write the order export: newest first, the order's own columns on its first row alone."""
    newest = sorted(orders, key=lambda order: order.at, reverse=True)
    rows = (_shopify_line(order, place) for order in newest for place in range(len(order.lines)))
    return _csv(SHOPIFY_ORDERS, rows, "utf-8")


def shopify_refunds(orders: Iterable[Order]) -> bytes:
    """Write a list of returns as a returns app does."""
    rows = (_shopify_refund(order, refund) for order in orders for refund in order.refunds)
    return _csv(SHOPIFY_REFUNDS, rows, "utf-8")


def _csv(
    header: str,
    rows: Iterable[Mapping[str, str]],
    encoding: str,
    *,
    nothing: str = "",
    quoting: int = csv.QUOTE_MINIMAL,
) -> bytes:
    out = io.StringIO(newline="")
    names = header.split(",")
    writer = csv.writer(out, quoting=quoting)  # type: ignore[arg-type] # one of the csv constants
    writer.writerow(names)
    for row in rows:
        assert set(row) <= set(names), set(row) - set(names)  # noqa: S101 a slip of this script
        writer.writerow([row.get(name) or nothing for name in names])
    return out.getvalue().encode(encoding)


def _title(line: Line) -> str:
    return TITLES[line.sku.rsplit("-", 1)[0]][0]


def _english(line: Line) -> str:
    return TITLES[line.sku.rsplit("-", 1)[0]][1]


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _at(moment: datetime | None, zone: str = "") -> str:
    return moment.strftime(_TIME) + zone if moment else ""


def _tab(text: str) -> str:
    return f"\t{text}" if text else ""


def _back(order: Order) -> int:
    done = [refund for refund in order.refunds if refund.state == "done"]
    return min(order.paid, sum(refund.amount for refund in done))


def _taobao_id(order: Order) -> str:
    return f"{3_300_000_000_000_000_000 + order.number * 977}"


def _taobao_order(order: Order, seen: datetime) -> dict[str, str]:
    paid = order.paid_at is not None
    shipped = order.shipped_at if order.shipped_at and order.shipped_at <= seen else None
    received = order.received_at if order.received_at and order.received_at <= seen else None
    closed = _back(order) == order.paid and any(
        one.settled and one.settled <= seen for one in order.refunds
    )
    state = (
        "交易成功"
        if received
        else "卖家已发货，等待买家确认"
        if shipped
        else "买家已付款，等待卖家发货"
    )
    state = "交易关闭" if closed else state if paid else "等待买家付款"
    total = _money(order.paid)
    return {
        "订单编号": f'="{_taobao_id(order)}"',
        "买家会员名": f"买家{order.customer:05d}",
        "买家应付货款": total,
        "买家应付邮费": "0.00",
        "总金额": total,
        "买家实际支付金额": total if paid else "0.00",
        "订单状态": state,
        "收货人姓名": "张**",
        "收货地址 ": f"{order.region} 示例市 示例区 示例路**号",
        "联系手机": "'138****0000",
        "订单创建时间": _at(order.at),
        "订单付款时间 ": _at(order.paid_at),
        "宝贝标题 ": "，".join(_title(line) for line in order.lines),
        "宝贝种类 ": str(len(order.lines)),
        "订单备注": "'null",
        "宝贝总数量": str(sum(line.units for line in order.lines)),
        "店铺名称": "示例旗舰店",
        "订单关闭原因": "退款" if closed else "订单未关闭",
        "退款金额": _money(_back(order)) if closed else "0.00",
        "确认收货时间": _at(received),
        "主订单编号": f'="{_taobao_id(order)}"',
    }


def _taobao_refund(order: Order, refund: Refund, number: int) -> dict[str, str]:
    line = order.lines[refund.line]
    states = {"done": "退款成功", "closed": "退款关闭", "open": "买家已经申请退款，等待卖家同意"}
    kinds = {"return": "退货退款", "refund": "仅退款", "exchange": "换货"}
    received = order.received_at is not None and refund.asked >= order.received_at
    goods = "已寄回" if refund.kind == "return" else "已收到货" if received else "未收到货"
    return {
        "订单编号": _taobao_id(order),
        "退款编号": f"{170_000_000_000_000_000 + number}",
        "订单付款时间": _at(order.paid_at),
        "商品编码": line.sku,
        "退款完结时间": _at(refund.settled),
        "买家实际支付金额": _money(line.paid),
        "宝贝标题": _title(line),
        "买家退款金额": _money(refund.amount),
        "手工退款/系统退款": "手工退款",
        "售后类型": kinds[refund.kind],
        "退款的申请时间": _at(refund.asked),
        "退款状态": states[refund.state],
        "货物状态": goods if refund.shipped else "未发货",
        "客服介入状态": "无客服介入",
        "买家退款原因": ZH[refund.reason],
        "责任方": "商家责任" if refund.reason in {"quality", "wrong"} else "",
        "售中或售后": "售后" if received else "售中",
        "完结时间": _at(refund.settled),
        "部分退款/全部退款": "全部退款" if refund.amount == line.paid else "部分退款",
    }


def _douyin_id(order: Order, place: int | None = None) -> str:
    if place is None or len(order.lines) == 1:
        return f"{6_920_000_000_000_000_000 + order.number * 1009}"
    return f"{6_930_000_000_000_000_000 + order.number * 10 + place}"


def _douyin_line(order: Order, place: int) -> dict[str, str]:
    line = order.lines[place]
    back = any(refund.line == place and refund.state == "done" for refund in order.refunds)
    state = "已完成" if order.received_at else "已发货" if order.shipped_at else "待发货"
    return {
        "主订单编号": _tab(_douyin_id(order)),
        "子订单编号": _tab(_douyin_id(order, place)),
        "选购商品": _tab(_title(line)),
        "商品规格": _tab(line.sku.rsplit("-", 1)[1]),
        "商品数量": str(line.units),
        "商家编码": _tab(line.sku),
        "商品单价": f"{line.price / 100:,.2f}",
        "订单应付金额": f"{line.paid / 100:,.2f}",
        "运费": "0.00",
        "支付方式": _tab("支付宝") if order.paid_at else "",
        "收件人": _tab("##示例密文##"),
        "收件人手机号": _tab("$$示例密文$$"),
        "省": _tab(order.region),
        "订单提交时间": _tab(_at(order.at)),
        "订单完成时间": _tab(_at(order.received_at)),
        "支付完成时间": _tab(_at(order.paid_at)),
        "APP渠道": "抖音",
        "流量来源": "精选联盟" if order.number % 3 else "商城",
        "订单状态": state if order.paid_at else "已关闭",
        "售后状态": "退款成功" if back else "",
        "取消原因": "" if order.paid_at else "超时未支付",
        "发货时间": _tab(_at(order.shipped_at)),
    }


def _douyin_refund(order: Order, refund: Refund, number: int) -> dict[str, str]:
    line = order.lines[refund.line]
    exchange = refund.kind == "exchange"
    done = "换货成功" if exchange else "同意退款，退款成功"
    states = {"done": done, "closed": "售后关闭", "open": "待商家处理"}
    alone = "已发货仅退款" if refund.shipped else "未发货仅退款"
    kinds = {"return": "退货退款", "refund": alone, "exchange": "换货"}
    return {
        "售后单号": _tab(f"{140_000_000_000_000_000 + number}"),
        "订单号": _tab(_douyin_id(order)),
        "商品单号": _tab(_douyin_id(order, refund.line)),
        "商品名称": _tab(_title(line)),
        "应付金额（元）": f"{line.paid / 100:,.2f}",
        "商品发货状态": "1/1已发货" if refund.shipped else "未发货",
        "售后类型": kinds[refund.kind],
        "退商品金额（元）": "" if exchange else f"{refund.amount / 100:,.2f}",
        "售后状态": states[refund.state],
        "售后申请时间": _tab(_at(refund.asked)),
        "退款方式": "无需退款" if exchange else "原路退回",
        "售后原因": ZH[refund.reason],
        "用户到账时间": "" if exchange or refund.state != "done" else _tab(_at(refund.settled)),
        "售后完结时间": _tab(_at(refund.settled)),
        "商家编码": _tab(line.sku),
    }


def _shopify_line(order: Order, place: int) -> dict[str, str]:
    line = order.lines[place]
    row = {
        "Name": f"#{1000 + order.number}",
        "Email": f"buyer{order.customer:04d}@example.com",
        "Created at": _at(order.at, _ZONE),
        "Lineitem quantity": str(line.units),
        "Lineitem name": f"{_english(line)} - {line.sku.rsplit('-', 1)[1]}",
        "Lineitem price": _money(line.price),
        "Lineitem sku": line.sku,
        "Vendor": "Example Shop",
    }
    if place:
        return row
    back, total = _back(order), _money(order.paid)
    paid = "refunded" if back == order.paid else "partially_refunded" if back else "paid"
    return row | {
        "Financial Status": paid if order.paid_at else "pending",
        "Paid at": _at(order.paid_at, _ZONE) if order.paid_at else "",
        "Fulfillment Status": "fulfilled" if order.shipped_at else "unfulfilled",
        "Fulfilled at": _at(order.shipped_at, _ZONE) if order.shipped_at and order.paid_at else "",
        "Currency": "CNY",
        "Subtotal": total,
        "Shipping": "0.00",
        "Total": total,
        "Shipping Province": order.region,
        "Notes": "Please call first\nthen ring" if order.number % 50 == 0 else "",
        "Refunded Amount": _money(back),
        "Id": str(5_500_000_000_000 + order.number),
    }


def _shopify_refund(order: Order, refund: Refund) -> dict[str, str]:
    line = order.lines[refund.line]
    states = {"done": "Closed", "closed": "Canceled", "open": "Requested"}
    return {
        "Order": f"#{1000 + order.number}",
        "Return": f"#{1000 + order.number}-R{refund.line + 1}",
        "Return status": states[refund.state],
        "Return requested at": _at(refund.asked, _ZONE),
        "Line item SKU": line.sku,
        "Line item name": _english(line),
        "Quantity": str(line.units),
        "Return reason": EN[refund.reason],
        "Refund amount": _money(refund.amount),
        "Refunded at": _at(refund.settled, _ZONE)
        if refund.state == "done" and refund.settled
        else "",
        "Currency": "CNY",
    }
