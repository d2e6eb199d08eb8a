"""Shops of one platform in folders of their own: told apart by the config, never by themselves."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from shopmetrics.ingest import load
from shopmetrics.ingest.shape.shops import shop_of

SHOPS = {"north/*": "North", "*_south_*": "South"}
ORDERS = "订单编号,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝总数量,买家会员名\n"
ITEMS = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码\n"
REFUNDS = "订单编号,退款编号,买家退款金额,退款状态,退款的申请时间,退款完结时间,货物状态,售后类型\n"


def order(number: int, paid: str, day: str = "2026-05-03", buyer: str = "a") -> str:
    return f"{number},{paid},交易成功,{day} 10:00:00,{day} 10:01:00,杯,1,{buyer}\n"


def refund(number: int, name: str, amount: str) -> str:
    return f"{number},{name},{amount},退款成功,2026-05-05 10:00:00,2026-05-06 10:00:00,已收到货,退货退款\n"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """Write two shops that use the same number for an order of each."""
    for shop, paid in (("north", "10.00"), ("south", "70.00")):
        folder = tmp_path / "exports" / shop
        folder.mkdir(parents=True)
        rows = order(1, paid) + order(2, paid, "2026-05-20") + order(3, paid, "2026-05-30")
        (folder / f"orders_{shop}_may.csv").write_text(ORDERS + rows, encoding="gbk")
        lines = f"1,杯,1.00,1,,,,,交易成功,{shop}-cup\n1,碗,9.00,1,,,,,交易成功,{shop}-bowl\n"
        (folder / f"items_{shop}_may.csv").write_text(ITEMS + lines, encoding="gbk")
    return tmp_path / "exports"


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("exports/north/a.csv", "north/*", True),
        ("exports/North/2026/a.csv", "north/*", True),
        ("exports/north/a.csv", "north", True),
        ("exports/north/a.csv", "exports/north/", True),
        ("exports/northern/a.csv", "north/*", False),
        ("exports/northern/a.csv", "north*", True),
        ("north", "north/*", False),
        ("exports/a_south_1.csv", "*_south_*.csv", True),
        ("exports/south/x/y/a.csv", "south/**/a.csv", True),
        ("exports/south/a.csv", "south/**/a.csv", True),
        ("exports/s1/a.csv", "s?", True),
        ("exports/s12/a.csv", "s?", False),
        ("exports/a.b/a.csv", "a?b", True),
        ("exports.zip/北京店/a.csv", "北京店", True),
        ("exports/e\u0301te/a.csv", "\u00e9te/*", True),
    ],
)
def test_a_pattern_fits_whole_names_along_a_path(path: str, pattern: str, fits: bool) -> None:  # noqa: FBT001 a table
    assert shop_of(Path(path), {pattern: "A"}) == ("A" if fits else None)


def test_the_first_pattern_that_fits_counts() -> None:
    assert shop_of(Path("north/a.csv"), {"north": "A", "*": "B"}) == "A"
    assert shop_of(Path("south/a.csv"), {"north": "A", "*": "B"}) == "B"


def test_equal_numbers_of_two_shops_stay_two_orders(exports: Path) -> None:
    loaded = load([exports], shops=SHOPS)
    orders = loaded.shop.orders.sort("shop", "order_id", "sku", nulls_last=True)
    first = orders.filter(order_id="1").select("shop", "sku", "paid").rows()
    assert first == [
        ("North", "north-bowl", 900),
        ("North", "north-cup", 100),
        ("South", "south-bowl", 6300),
        ("South", "south-cup", 700),
    ]
    assert [one.superseded for one in loaded.sources] == [0, 0, 0, 0]
    assert [one.shop for one in loaded.sources] == ["North", "North", "South", "South"]


def test_without_a_word_they_are_one_shop(exports: Path) -> None:
    loaded = load([exports])
    assert loaded.shop.orders["shop"].unique().to_list() == ["taobao"]
    assert sum(one.superseded for one in loaded.sources) == 5  # 3 orders, 2 items


def test_refunds_are_of_the_shop_of_their_folder(exports: Path) -> None:
    path = exports / "south" / "refunds.csv"
    path.write_text(REFUNDS + refund(1, "R1", "70.00"), encoding="gbk")
    loaded = load([exports], shops={"north": "North", "south": "South"})
    assert loaded.shop.refunds["shop"].to_list() == ["South"]


def test_a_list_elsewhere_follows_its_orders_where_only_one_shop_has_them(exports: Path) -> None:
    (exports / "north" / "more.csv").write_text(ORDERS + order(9, "5.00"), encoding="gbk")
    rows = refund(9, "R1", "5.00") + refund(1, "R2", "5.00")
    (exports / "refunds.csv").write_text(REFUNDS + rows, encoding="gbk")
    shops = load([exports], shops=SHOPS).shop.refunds.sort("refund_id")["shop"].to_list()
    assert shops == ["North", "taobao"]


def test_an_order_without_a_shop_is_that_of_the_export_that_names_one(tmp_path: Path) -> None:
    for folder in ("north", "all"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "orders.csv").write_text(ORDERS + order(1, "10.00"), encoding="gbk")
    loaded = load([tmp_path], shops=SHOPS)
    assert loaded.shop.orders.select("shop", "order_id").rows() == [("North", "1")]
    assert sorted(one.superseded for one in loaded.sources) == [0, 1]


def test_payments_are_those_of_their_shop(tmp_path: Path) -> None:
    for shop, amount in (("north", 1000), ("south", 7000)):
        (tmp_path / shop).mkdir()
        (tmp_path / shop / "orders.csv").write_text(
            "id,user_id,order_date,status\n1,3,2018-01-01,completed\n"
        )
        (tmp_path / shop / "payments.csv").write_text(
            f"id,order_id,payment_method,amount\n1,1,coupon,{amount}\n"
        )
    orders = load([tmp_path], shops={"north": "N", "south": "S"}).shop.orders
    assert orders.sort("shop").select("shop", "paid").rows() == [("N", 1000), ("S", 7000)]


def config(tmp_path: Path, shops: dict[str, str]) -> str:
    path = tmp_path / "shop.yaml"
    path.write_text(f"shops: {json.dumps(shops)}\n", encoding="utf-8")
    return str(path)


def test_shops_are_a_breakdown(exports: Path, tmp_path: Path, run: Run) -> None:
    (exports / "south" / "refunds.csv").write_text(
        REFUNDS + refund(1, "R1", "70.00"), encoding="gbk"
    )
    shops = config(tmp_path, {"north": "North", "south": "South"})
    ran = run("refund-rate", str(exports), "--config", shops, "--by", "shop", "--format", "json")
    found: dict[str, Any] = json.loads(ran.out)
    rows = found["pages"]["refund_rate"]["tables"]["by_shop"]
    assert [(row["shop"], row["n"], row["k"]) for row in rows if row["measure"] == "orders"] == [
        ("South", 3, 1),
        ("North", 3, 0),
    ]


def test_inspect_names_the_shop_and_patterns_that_fit_nothing(
    exports: Path, tmp_path: Path, run: Run
) -> None:
    shops = config(tmp_path, {"north": "North", "nroth": "N"})
    ran = run("inspect", str(exports), "--config", shops, COLUMNS="120")
    assert "of the shop North, as the config says" in ran.out
    assert "shops: in the config: no file fits nroth" in ran.out


def test_folders_that_may_be_shops_are_pointed_out(tmp_path: Path, run: Run) -> None:
    for at, folder in enumerate(("north", "south", "south")):
        (tmp_path / "x" / folder).mkdir(parents=True, exist_ok=True)
        rows = "".join(order(10 * at + day, "1.00", f"2026-05-{day:02}") for day in (1, 9))
        (tmp_path / "x" / folder / f"{at}.csv").write_text(ORDERS + rows, encoding="gbk")
    quality = json.loads(run("report", "x", "--format", "json", cwd=tmp_path).out)["quality"]
    assert quality["folders_alike"] == ["x/north", "x/south"]
    assert "Where these are shops" in run("report", "x", cwd=tmp_path).out
    shops = config(tmp_path, {"north": "North"})
    told = json.loads(run("report", "x", "--config", shops, "--format=json", cwd=tmp_path).out)
    assert told["quality"]["folders_alike"] == []


def test_folder_whose_export_is_empty_is_not_pointed_out_beside_those_alike(
    tmp_path: Path, run: Run
) -> None:
    for at, folder in enumerate(("north", "south")):
        (tmp_path / "x" / folder).mkdir(parents=True)
        rows = "".join(order(10 * at + day, "1.00", f"2026-05-{day:02}") for day in (1, 9))
        (tmp_path / "x" / folder / "orders.csv").write_text(ORDERS + rows, encoding="gbk")
    (tmp_path / "x" / "closed").mkdir()
    (tmp_path / "x" / "closed" / "orders.csv").write_text(ORDERS, encoding="gbk")
    quality = json.loads(run("report", "x", "--format", "json", cwd=tmp_path).out)["quality"]
    assert quality["folders_alike"] == ["x/north", "x/south"]


def test_months_in_folders_are_no_shops(tmp_path: Path, run: Run) -> None:
    for month in ("04", "05"):
        (tmp_path / month).mkdir()
        rows = "".join(
            order(int(month + day), "1.00", f"2026-{month}-{day}") for day in ("01", "30")
        )
        (tmp_path / month / "orders.csv").write_text(ORDERS + rows, encoding="gbk")
    quality = json.loads(run("report", str(tmp_path), "--format", "json").out)["quality"]
    assert quality["folders_alike"] == []


def test_named_shops_of_ones_own_lists_keep_their_refunds(run: Run, tmp_path: Path) -> None:
    for shop in ("north", "south"):
        (tmp_path / shop).mkdir()
        orders = "".join(f"A{at},2026-03-0{at} 09:00,10.00,paid\n" for at in (1, 2, 3))
        unpaid = orders.replace("10.00,paid", "10.00,unpaid", 1) if shop == "north" else orders
        (tmp_path / shop / "orders.csv").write_text(f"order_id,ordered_at,paid,status\n{unpaid}")
        (tmp_path / shop / "refunds.csv").write_text(
            "refund_id,order_id,amount,requested_at,state\n"
            f"R-{shop},A{1 if shop == 'south' else 2},10.00,2026-03-05 09:00,succeeded\n"
        )
    named = config(tmp_path, {"north/*": "North", "south/*": "South"})
    ran = run("refund-rate", str(tmp_path), "--by", "shop", "--config", named, "--format", "json")
    rows = json.loads(ran.out)["pages"]["refund_rate"]["tables"]["by_shop"]
    counts = {one["shop"]: (one["n"], one["k"]) for one in rows if one["measure"] == "orders"}
    assert counts == {"North": (2, 1), "South": (3, 1)}
