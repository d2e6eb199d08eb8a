import os
from pathlib import Path

import polars as pl
import pytest

from shopmetrics.errors import InputError
from shopmetrics.ingest import Step, load
from shopmetrics.shop import Kind
from shopmetrics.source import Loaded


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(
            text.replace("\n    ", "\n").lstrip(), encoding="utf-8"
        )
    return tmp_path


def refused(path: Path, **options: object) -> str:
    with pytest.raises(InputError) as error:
        load([path], **options)  # type: ignore[arg-type] # options of load
    return error.value.message


def conserved(loaded: Loaded) -> bool:
    return all(
        one.rows_read == one.accepted + one.rejected + one.superseded + one.ignored
        for one in loaded.sources
    )


TAOBAO = """订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝总数量,收货地址
="71",甲,100.00,交易成功,2026-03-01 09:00:00,2026-03-01 09:01:00,T恤,2,浙江省 杭州市
="72",乙,0.00,等待买家付款,2026-03-02 09:00:00,,T恤,1,广东省 广州市
"""
ITEMS = """订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码
="71",T恤,30.00,1,x,,,,交易成功,TS-1
="71",杯子,60.00,1,x,,,,交易成功,CUP
="99",杯子,60.00,1,x,,,,交易成功,CUP
"""


def test_order_takes_its_lines_from_the_items_and_shares_its_money(tmp_path: Path) -> None:
    loaded = load([folder(tmp_path, a=TAOBAO, b=ITEMS)])
    lines = loaded.shop.orders.filter(pl.col("order_id") == "71")
    assert lines["sku"].cast(pl.String).to_list() == ["TS-1", "CUP"]
    assert lines["paid"].to_list() == [3333, 6667]

    assert [one.ignored for one in loaded.sources] == [0, 1]
    assert loaded.shop.orders["state"].to_list().count("unpaid") == 1
    assert conserved(loaded)


def test_items_alone_make_no_shop_of_orders(tmp_path: Path) -> None:
    loaded = load([folder(tmp_path, b=ITEMS)])
    assert loaded.shop.orders.is_empty()
    assert loaded.sources[0].ignored == 3
    assert conserved(loaded)


PLAIN = """order_id,line_id,sku,quantity,paid,ordered_at,state
A1,1,mug,1,10.00,2026-03-01 09:00,paid
A2,1,mug,1,10.00,2026-03-02 09:00,shipped
"""
LATER = """order_id,line_id,sku,quantity,paid,ordered_at,state
A2,1,mug,1,10.00,2026-03-02 09:00,received
A3,1,cup,1,5.00,2026-03-03 09:00,paid
"""


def test_newest_state_wins_where_exports_overlap(tmp_path: Path) -> None:
    loaded = load([folder(tmp_path, a=PLAIN, b=LATER)])
    states = dict(loaded.shop.orders.select("order_id", pl.col("state").cast(pl.String)).rows())
    assert states == {"A1": "paid", "A2": "received", "A3": "paid"}
    assert [one.superseded for one in loaded.sources] == [1, 0]
    assert conserved(loaded)


def test_older_state_does_not_win_by_coming_last(tmp_path: Path) -> None:
    loaded = load([folder(tmp_path, a=LATER, b=PLAIN)])
    states = dict(loaded.shop.orders.select("order_id", pl.col("state").cast(pl.String)).rows())
    assert states["A2"] == "received"
    assert [one.superseded for one in loaded.sources] == [0, 1]


def test_file_loaded_twice_counts_once(tmp_path: Path) -> None:
    path = folder(tmp_path, a=PLAIN)
    once, twice = load([path]), load([path, path])
    assert twice.shop.orders.equals(once.shop.orders)
    assert sum(one.superseded for one in twice.sources) == 2
    assert conserved(twice)


def test_file_of_mostly_unusable_rows_is_refused_with_the_first(tmp_path: Path) -> None:
    rows = "".join(f"A{at},someday\n" for at in range(20))
    message = refused(folder(tmp_path, a=f"order_id,ordered_at\nB1,2026-03-01\n{rows}"))
    assert "20 of 21 rows" in message
    assert "line 3, column ordered_at: not a moment" in message
    assert "someday" not in message


def test_header_that_nearly_is_a_needed_column_is_refused(tmp_path: Path) -> None:
    text = "order_id,ordered_at,pаid_amount\nA1,2026-03-01,1.00\n"
    path = folder(tmp_path, a=text) / "a.csv"
    assert "looks like paid_amount" in refused(path)


def test_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = "order_id,ordered_at,paid,paid\nA1,2026-03-01,1.00,2.00\n"
    path = folder(tmp_path, a=text) / "a.csv"
    assert "paid stands twice" in refused(path)


def test_named_file_that_is_not_recognised_names_the_nearest(tmp_path: Path) -> None:
    path = folder(tmp_path, a="order_id,colour\nA1,red\n") / "a.csv"
    message = refused(path)
    assert "nearest is plain_orders" in message
    assert "ordered_at" in message


def test_file_taken_for_another_kind_is_refused(tmp_path: Path) -> None:
    path = folder(tmp_path, a=PLAIN) / "a.csv"
    with pytest.raises(InputError, match="not recognised as refunds"):
        load([path], forced={path: Kind.refunds})


def test_folder_without_an_export_is_refused_and_hidden_files_are_left_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / ".orders.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "other.csv").write_text("colour\nred\n", encoding="utf-8")
    assert "other.csv" in refused(tmp_path)


def test_ambiguous_days_are_refused_with_the_column(tmp_path: Path) -> None:
    path = folder(tmp_path, a="order_id,ordered_at\nA1,05/01/2026\n") / "a.csv"
    assert "column ordered_at" in refused(path)


def test_offset_of_the_times_is_the_shops_zone(tmp_path: Path) -> None:
    text = "order_id,ordered_at\nA1,2026-03-01 09:00:00 -0500\nA2,2026-03-01 10:00:00 -0500\n"
    shop = load([folder(tmp_path, a=text)]).shop
    assert shop.timezone == "Etc/GMT+5"
    assert shop.orders["ordered_at"].dt.hour().to_list() == [9, 10]


def test_returns_of_negative_invoices_become_refunds_and_write_offs_are_ignored(
    tmp_path: Path,
) -> None:
    text = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
    501,MUG,Mug,2,2026-03-01 09:00:00,2.50,17.0,UK
    C502,MUG,Mug,-1,2026-03-05 09:00:00,2.50,17.0,UK
    503,MUG,Mug,-9,2026-03-06 09:00:00,0.00,,UK
    """
    loaded = load([folder(tmp_path, a=text)])
    assert loaded.shop.orders.select("paid", "customer_id").rows() == [(500, "17")]
    assert loaded.shop.refunds.select("amount", "quantity", "order_id").rows() == [(250, 1, None)]
    assert loaded.sources[0].ignored == 1
    assert conserved(loaded)


def test_net_amounts_get_back_what_was_refunded(tmp_path: Path) -> None:
    text = """子订单编号,主订单编号,商品标题,购买数量,买家实付金额,订单状态,退款状态,退款金额,订单创建时间,订单付款时间
    11,1,T恤,1,0.00,交易成功,退款成功,59.00,2026-03-01 09:00:00,2026-03-01 09:01:00
    """
    shop = load([folder(tmp_path, a=text)]).shop
    assert shop.orders["paid"].to_list() == [5900]
    assert shop.refunds["amount"].to_list() == [5900]


def test_payments_in_a_file_of_their_own_become_an_orders_money(tmp_path: Path) -> None:
    orders = "id,user_id,order_date,status\n1,7,2026-03-01,completed\n2,7,2026-03-02,returned\n"
    payments = "id,order_id,payment_method,amount\n1,1,card,1000\n2,1,coupon,500\n3,2,card,700\n"
    loaded = load([folder(tmp_path, a=orders, b=payments, c="id,first_name,last_name\n7,A,B\n")])
    assert loaded.shop.orders["paid"].to_list() == [1500, 700]
    assert loaded.shop.refunds.select("order_id", "amount").rows() == [("2", 700)]
    assert conserved(loaded)


def test_lines_of_one_export_stand_for_the_order_of_another(tmp_path: Path) -> None:
    lines = """子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,订单状态,商家编码,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间
    711,71,T恤,30.00,1,x,交易成功,TS-1,40.00,没有申请退款,无退款申请,2026-03-01 09:00:00,2026-03-01 09:01:00
    712,71,杯子,60.00,1,x,交易成功,CUP,60.00,没有申请退款,无退款申请,2026-03-01 09:00:00,2026-03-01 09:01:00
    """
    loaded = load([folder(tmp_path, a=TAOBAO, b=lines)])
    known = loaded.shop.orders.filter(pl.col("order_id") == "71")
    assert known.select("line_id", "paid", "customer_id").rows() == [
        ("711", 4000, "甲"),
        ("712", 6000, "甲"),
    ]
    assert [one.superseded for one in loaded.sources] == [1, 0]
    assert conserved(loaded)


def test_progress_is_told_as_rows_are_read(tmp_path: Path) -> None:
    told: list[Step] = []
    place = folder(tmp_path, a=PLAIN, b=PLAIN)
    load([place], progress=told.append)
    size = (place / "a.csv").stat().st_size
    header = PLAIN.index("\n") + 1
    found = [(one.path.name, one.file, one.files, one.rows, one.done, one.size) for one in told]
    assert found == [
        ("a.csv", 1, 2, 0, 0, 2 * size),
        ("a.csv", 1, 2, 2, size - header, 2 * size),
        ("b.csv", 2, 2, 2, size, 2 * size),
        ("b.csv", 2, 2, 4, 2 * size - header, 2 * size),
    ]


def test_progress_counts_what_is_passed_over_and_says_nothing_of_it(tmp_path: Path) -> None:
    told: list[Step] = []
    place = folder(tmp_path, a=PLAIN, c=PLAIN)
    os.mkfifo(place / "b.csv")
    load([place], progress=told.append)
    found = [(one.path.name, one.file, one.files) for one in told]
    assert found == [("a.csv", 1, 3)] * 2 + [("c.csv", 3, 3)] * 2
    assert told[2].done == (place / "a.csv").stat().st_size


def test_header_with_more_names_than_all_rows_have_fields_is_refused(tmp_path: Path) -> None:
    orders = "order_id,,ordered_at,paid\nA1,2026-03-01,1.00\nA2,2026-03-02,1.00\n"
    (tmp_path / "a.csv").write_text(orders, encoding="utf-8")
    assert "the header has 4 names, and all rows have 3 fields" in refused(tmp_path / "a.csv")


def test_rows_longer_than_the_header_are_told(tmp_path: Path) -> None:
    orders = "order_id,ordered_at,paid\nA1,2026-03-01,1.00,\nA2,2026-03-02,1.00,\n"
    assert load([folder(tmp_path, a=orders)]).sources[0].longer
