import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

FOLDER = ROOT / "sample_data"
EARLIER = FOLDER / "taobao" / "ExportOrderList202606010900.csv"
LATER = FOLDER / "taobao" / "ExportOrderList202607010900.csv"
ADVANCE = (
    "等待买家付款",
    "买家已付款，等待卖家发货",
    "卖家已发货，等待买家确认",
    "交易成功",
    "交易关闭",
)


def exports(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.csv")}


def rows(path: Path, encoding: str = "gbk") -> Sequence[Mapping[str, str]]:
    return list(csv.DictReader(path.read_text(encoding=encoding).splitlines()))


@pytest.fixture
def pages(run: Run) -> Mapping[str, Any]:
    ran = run("report", "sample_data/", "--format", "json")
    found: Mapping[str, Any] = json.loads(ran.out)["pages"]
    return {name: page["tables"] for name, page in found.items()}


def test_script_writes_the_files_that_stand_here(tmp_path: Path) -> None:
    script = FOLDER / "make.py"
    subprocess.run([sys.executable, "-B", script, tmp_path], check=True, timeout=60)
    written, standing = exports(tmp_path), exports(FOLDER)
    assert sorted(written) == sorted(standing)
    assert [name for name in standing if written[name] != standing[name]] == []


def test_sample_is_small_enough_for_a_checkout() -> None:
    assert sum(map(len, exports(FOLDER).values())) < 6_000_000


def test_exports_of_a_platform_overlap_in_may_and_only_there() -> None:
    ordered = {row["订单编号"]: row["订单创建时间"] for row in rows(EARLIER)}
    both = ordered.keys() & {row["订单编号"] for row in rows(LATER)}
    assert both
    assert both == {name for name, at in ordered.items() if at >= "2026-05-01"}


def test_orders_have_come_further_in_the_newer_export_and_never_back() -> None:
    before = {row["订单编号"]: ADVANCE.index(row["订单状态"]) for row in rows(EARLIER)}
    after = {row["订单编号"]: ADVANCE.index(row["订单状态"]) for row in rows(LATER)}
    steps = [after[name] - state for name, state in before.items() if name in after]
    assert min(steps) == 0
    assert max(steps) > 0


def test_douyin_dresses_its_cells() -> None:
    (orders,) = (FOLDER / "douyin").glob("订单*.csv")
    content = orders.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    first = content.decode("utf-8-sig").splitlines()[1]
    assert re.fullmatch(r'"\t\d{19}",("[^"]*",)*"[^"]*"', first)
    assert '"-"' in first


def test_a_shopify_order_names_its_money_on_its_first_row_alone() -> None:
    path = FOLDER / "shopify" / "orders_export.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    totals = Counter(row["Name"] for row in found if row["Total"])
    assert set(totals.values()) == {1}
    assert len(found) > len(totals) == 800


def test_nobody_is_in_the_files() -> None:
    for name, content in exports(FOLDER).items():
        text = content.decode("gbk" if name.startswith("taobao") else "utf-8")
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text), name
        assert set(re.findall(r"@[\w.-]+", text)) <= {"@example.com"}, name


def test_report_finds_a_shop_that_is_to_be_watched(pages: Mapping[str, Any]) -> None:
    overall = pages["refund_rate"]["overall"]
    (orders,) = (row for row in overall if (row["measure"], row["stage"]) == ("orders", "all"))
    assert orders["band"] == "watch"
    assert all(row["k"] for row in overall)


def test_report_finds_the_planted_skus_and_no_other(pages: Mapping[str, Any]) -> None:
    hot = [row for row in pages["hotspots"]["sku"] if row["hot"]]
    assert [row["sku"] for row in hot] == ["DR-RED-M", "CUP-BLUE"]
    assert hot[0]["n"] >= 200
    assert hot[0]["lift"] > 3


def test_report_finds_that_the_evening_is_worse(pages: Mapping[str, Any]) -> None:
    (window,) = (row for row in pages["hotspots"]["windows"] if row["hot"])
    hours = set(range(window["from_hour"], window["until_hour"]))
    assert {20, 21, 22} <= hours <= {19, 20, 21, 22, 23}


def test_report_finds_the_planted_peak_and_no_other(pages: Mapping[str, Any]) -> None:
    (peak,) = pages["hotspots"]["day_since_order"]
    assert (peak["sku"], peak["day_since_order"], peak["hot"]) == ("DR-RED-M", 3, True)


def test_report_names_what_is_planted_and_nothing_else(run: Run) -> None:
    ran = run("report", "sample_data/", "--format", "json")
    findings = [one for one in json.loads(ran.out)["findings"] if one["page"] == "hotspots"]
    assert [
        (one["id"], one["subject"].get("sku"), one["subject"].get("cause")) for one in findings
    ] == [
        ("sku", "DR-RED-M", "size"),
        ("hours", None, None),
        ("sku", "CUP-BLUE", "quality"),
    ]
    assert findings[0]["subject"]["day_since_order"] == 3


def test_report_finds_that_a_sixth_of_the_customers_is_back_in_a_month(
    pages: Mapping[str, Any],
) -> None:
    (back,) = (row for row in pages["repurchase"]["rates"] if row["name"] == "within_30")
    assert 0.15 < back["rate"] < 0.20


def test_size_returns_of_the_dress_peak_three_days_after_the_order() -> None:
    (refunds,) = (FOLDER / "taobao").glob("退款管理*.csv")
    orders = {row["订单编号"].strip('="'): row for row in (*rows(EARLIER), *rows(LATER))}
    days = Counter(
        (
            datetime.fromisoformat(row["退款的申请时间"])
            - datetime.fromisoformat(orders[row["订单编号"]]["订单创建时间"])
        ).days
        for row in rows(refunds)
        if (row["商品编码"], row["买家退款原因"]) == ("DR-RED-M", "尺码不合适")
    )
    assert days.most_common(1)[0][0] == 3
