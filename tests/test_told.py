"""Refunds that orders tell of themselves, beside lists of refunds: each counts once, none is lost."""

from pathlib import Path

import polars as pl
import pytest

from shopmetrics.ingest import load

SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Total,Shipping,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Lineitem sku,Refunded Amount\n"
)
RETURNS = "Order,Return,Return status,Return requested at,Line item SKU,Refund amount,Refunded at\n"
TAOBAO = "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,订单状态,商家编码,"
TAOBAO += "买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间\n"
TAOBAO_LIST = (
    "订单编号,退款编号,买家退款金额,退款状态,退款的申请时间,退款完结时间,货物状态,售后类型\n"
)


def refunds(tmp_path: Path, *files: str) -> list[tuple[object, ...]]:
    """Return order, money and state of every refund of a shop; files are of orders and refunds."""
    paths = [tmp_path / f"{at}.csv" for at in range(len(files))]
    for path, text in zip(paths, files, strict=True):
        path.write_text(text, encoding="utf-8")
    told = load(paths).shop.refunds.select("order_id", "amount", pl.col("state").cast(pl.String))
    return sorted(told.rows())


def shopify(*orders: tuple[str, str]) -> str:
    rows = (
        f"{name},a,paid,2026-03-0{at} 10:00:00,EUR,20.00,0,2026-03-0{at} 10:00:00,1,Cup,20.00,CUP,{back}\n"
        for at, (name, back) in enumerate(orders, start=1)
    )
    return SHOPIFY + "".join(rows)


def returned(order: str, money: str) -> str:
    return f"{order},{order}-R1,Closed,2026-03-08 10:00:00,CUP,{money},2026-03-09 10:00:00\n"


def taobao(*lines: tuple[str, str, str]) -> str:
    rows = (
        f"{sub},{main},杯,10.00,1,,交易成功,CUP,10.00,退款成功,{back},2026-03-01 10:00:00,"
        "2026-03-01 10:01:00\n"
        for main, sub, back in lines
    )
    return TAOBAO + "".join(rows)


def asked(order: str, number: int, money: str, state: str = "退款成功") -> str:
    return f"{order},{number},{money},{state},2026-03-05 10:00:00,2026-03-06 10:00:00,已收到货,退货退款\n"


def test_a_list_of_returns_takes_no_refund_from_orders_that_it_does_not_name(
    tmp_path: Path,
) -> None:
    orders = shopify(("#1", "20.00"), ("#2", "5.00"), ("#3", "0.00"))
    assert refunds(tmp_path, orders, RETURNS + returned("#2", "4.00")) == [
        ("#1", 2000, "succeeded"),
        ("#2", 400, "succeeded"),
    ]


def test_an_order_is_told_by_the_list_alone_whichever_of_its_ids_that_names(tmp_path: Path) -> None:
    orders = taobao(("71", "711", "3.00"), ("71", "712", "4.00"), ("72", "721", "5.00"))
    assert refunds(tmp_path, orders, TAOBAO_LIST + asked("712", 1, "4.00")) == [
        ("712", 400, "succeeded"),
        ("72", 500, "succeeded"),
    ]


def test_a_list_that_names_none_of_the_orders_speaks_of_other_things_and_counts_alone(
    tmp_path: Path,
) -> None:
    orders = taobao(("71", "71", "3.00"), ("72", "72", "5.00"))
    assert refunds(tmp_path, orders, TAOBAO_LIST + asked("991", 1, "3.00")) == [
        ("991", 300, "succeeded")
    ]


def test_an_amount_of_an_order_yields_to_those_of_its_lines_in_another_export(
    tmp_path: Path,
) -> None:
    order = "订单编号,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝总数量,退款金额\n"
    order += "71,20.00,交易成功,2026-03-01 10:00:00,2026-03-01 10:01:00,2,3.00\n"
    lines = taobao(("71", "711", "3.00"), ("71", "712", "0.00"))
    assert refunds(tmp_path, order, lines) == [("71", 300, "succeeded")]


def pinduoduo(order: str, state: str) -> str:
    head = "商品,订单号,订单状态,邮费(元),用户实付金额(元),商品数量(件),商家编码-规格维度,订单成交时间\n"
    return f"{head}杯,{order},{state},0,31.98,1,CUP,2026-03-01 10:00:00\n"


def after_sales(order: str, *requests: tuple[str, str, str]) -> str:
    rows = (
        f"{at},{order},{money},{state},{kind},{money},,,P5,张,,2026-03-08 10:00:00,质量问题,,\n"
        for at, (state, kind, money) in enumerate(requests)
    )
    head = (
        "售后编号,订单编号,交易金额,售后状态,退款类型,退款金额,订单状态,发货运单号,商品ID,收货人,"
    )
    return f"{head}超时时间,申请时间,退款原因,退货运单号,快递拦截状态\n" + "".join(rows)


@pytest.mark.parametrize(
    ("requests", "told"),
    [
        ([("待商家处理", "退货退款", "20.00")], [(2000, "succeeded")]),
        ([("待商家处理", "退货退款", "")], [(3198, "succeeded")]),
        ([("已撤销", "退货退款", "31.98")], [(3198, "succeeded"), (3198, "withdrawn")]),
        ([("待商家处理", "换货", "0.00")], [(0, "pending"), (3198, "succeeded")]),
        (
            [("退款成功", "仅退款", "5.00"), ("待商家处理", "退货退款", "26.98")],
            [(500, "succeeded"), (2698, "pending")],
        ),
    ],
)
def test_an_order_that_was_refunded_leaves_no_request_of_it_open(
    tmp_path: Path, requests: list[tuple[str, str, str]], told: list[tuple[int, str]]
) -> None:
    orders = pinduoduo("260301-1", "已收货，退款成功")
    found = refunds(tmp_path, orders, after_sales("260301-1", *requests))
    assert [(amount, state) for _, amount, state in found] == told


def test_a_request_of_an_order_that_was_not_refunded_stays_open(tmp_path: Path) -> None:
    asked_for = after_sales("260301-1", ("待商家处理", "退货退款", "20.00"))
    assert refunds(tmp_path, pinduoduo("260301-1", "已收货"), asked_for) == [
        ("260301-1", 2000, "pending")
    ]
