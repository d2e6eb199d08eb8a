"""Exports that overlap: every week the last 90 days, a file given twice, the same rows as xlsx."""

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from books import book, rows

from shopmetrics.ingest import load
from shopmetrics.source import Loaded

START = datetime(2026, 1, 1, 9)  # noqa: DTZ001 the shop's own wall time
DAYS, WEEKS, KEPT = 120, 20, 90
ORDER_HEAD = [
    "订单号",
    "订单创建时间",
    "订单支付时间",
    "订单状态",
    "实付款",
    "快递费",
    "成交数量",
    "商品名称",
    "SKU编码",
]
ORDER_HEAD += ["快赚客ID", "发货时间"]
REFUND_HEAD = ["售后单号", "订单编号", "SKU编码", "售后类型", "退款金额", "售后状态", "售后原因"]
REFUND_HEAD += ["售后原因标签(二级)", "售后申请时间", "售后完结时间"]


@dataclass(frozen=True, slots=True)
class Order:
    """One order as it goes on: paid at once, shipped, received, and perhaps sent back."""

    number: int
    at: datetime
    back: timedelta | None  # from the order to the request; settled four days later

    def state(self, now: datetime) -> str:
        age = now - self.at
        if self.back is not None and age >= self.back + timedelta(days=4):
            return "交易关闭"
        return "待发货" if age.days < 1 else "已发货" if age.days < 6 else "交易成功"

    def row(self, now: datetime) -> list[str]:
        shipped = self.at + timedelta(days=1)
        price = f"{10 + self.number % 7}.50"
        sent = f"{shipped:%Y-%m-%d %H:%M:%S}" if now >= shipped else "-"
        at = f"{self.at:%Y-%m-%d %H:%M:%S}"
        return [
            f"{9000 + self.number}",
            at,
            at,
            self.state(now),
            price,
            "0.00",
            "1",
            "杯",
            "MUG",
            "",
            sent,
        ]

    def refund(self, now: datetime) -> list[str] | None:
        if self.back is None or now < self.at + self.back:
            return None
        asked, done = self.at + self.back, self.at + self.back + timedelta(days=4)
        over = now >= done
        state, settled = ("售后成功", f"{done:%Y-%m-%d %H:%M:%S}") if over else ("待商家处理", "-")
        price = f"{10 + self.number % 7}.50"
        told = [f"{7000 + self.number}", f"{9000 + self.number}", "MUG", "退货退款", price, state]
        return [*told, "质量问题", "--", f"{asked:%Y-%m-%d %H:%M:%S}", settled]


def history() -> list[Order]:
    chance = random.Random(20260101)
    found = []
    for number in range(400):
        back = timedelta(days=chance.randrange(1, 25), hours=3) if chance.random() < 0.2 else None
        found.append(Order(number, START + timedelta(hours=number * 24 * DAYS / 400), back))
    return found


def exported(folder: Path, name: str, orders: list[Order], now: datetime) -> list[Path]:
    """Write what the platform shows on a day: the orders and requests of the last 90 days."""
    recent = [one for one in orders if now - timedelta(days=KEPT) <= one.at <= now]
    asked = [row for one in recent if (row := one.refund(now))]
    paths = [folder / f"{name}_orders.csv", folder / f"{name}_refunds.csv"]
    tables = ([ORDER_HEAD, *(one.row(now) for one in recent)], [REFUND_HEAD, *asked])
    for path, table in zip(paths, tables, strict=True):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(table)
        path.write_bytes(out.getvalue().encode("gb18030"))
    return paths


def weekly(folder: Path) -> list[Path]:
    paths = []
    for week in range(1, WEEKS + 1):
        now = START + timedelta(days=7 * week)
        paths += exported(folder, f"{now:%Y%m%d}", history(), now)
    return paths


def balanced(loaded: Loaded) -> bool:
    return all(
        one.rows_read == one.accepted + one.rejected + one.superseded + one.ignored
        for one in loaded.sources
    )


def test_weekly_exports_of_90_days_are_one_shop_in_its_latest_state(tmp_path: Path) -> None:
    paths = weekly(tmp_path)
    loaded = load(paths)
    end = START + timedelta(days=7 * WEEKS)
    assert balanced(loaded)
    orders, refunds = loaded.shop.orders, loaded.shop.refunds
    assert orders.height == len(history())
    # Each order as the last week showed it in which it still was among the last 90 days.
    told = {9000 + one.number: one for one in history()}
    for number, state in orders.select("order_id", pl.col("state").cast(pl.String)).rows():
        order = told[int(number)]
        seen = max(
            now
            for week in range(1, WEEKS + 1)
            if order.at <= (now := START + timedelta(days=7 * week)) <= order.at + timedelta(KEPT)
        )
        words = {
            "待发货": "paid",
            "已发货": "shipped",
            "交易成功": "received",
            "交易关闭": "closed",
        }
        assert state == words[order.state(seen)]
    asked = [one for one in history() if one.refund(end)]
    over = [one for one in asked if one.state(end) == "交易关闭"]
    states = dict(refunds["state"].cast(pl.String).value_counts().rows())
    assert states == {"succeeded": len(over), "pending": len(asked) - len(over)}
    lost = sum(one.superseded for one in loaded.sources)
    assert lost == sum(one.rows_read for one in loaded.sources) - orders.height - refunds.height


def test_the_order_in_which_files_are_given_changes_nothing(tmp_path: Path) -> None:
    paths = weekly(tmp_path)[-8:]
    first, last = load(paths), load(paths[::-1])
    by = ["order_id", "line_id"]
    assert first.shop.orders.sort(by).equals(last.shop.orders.sort(by))
    assert first.shop.refunds.sort("refund_id").equals(last.shop.refunds.sort("refund_id"))


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    paths = exported(tmp_path, "once", history(), START + timedelta(days=60))
    again = [path.with_name(f"again_{path.name}") for path in paths]
    for path, copy in zip(paths, again, strict=True):
        copy.write_bytes(path.read_bytes())
    once, twice = load(paths), load([*paths, *again])
    assert twice.shop.orders.drop("line_id").equals(once.shop.orders.drop("line_id"))
    assert twice.shop.refunds.equals(once.shop.refunds)
    assert [one.superseded for one in twice.sources[:2]] == [one.accepted for one in once.sources]
    assert balanced(twice)


def test_the_same_rows_in_csv_and_xlsx_are_one(tmp_path: Path) -> None:
    now = START + timedelta(days=60)
    orders, refunds = exported(tmp_path, "text", history(), now)
    lines = list(csv.reader(io.StringIO(orders.read_bytes().decode("gb18030"))))
    sheet = tmp_path / "book.xlsx"
    sheet.write_bytes(book(rows(*lines)))
    once, both = load([orders, refunds]), load([orders, sheet, refunds])
    assert both.shop.orders.equals(once.shop.orders)
    assert sum(one.superseded for one in both.sources) == once.shop.orders.height
    assert balanced(both)


@pytest.mark.parametrize("day", [date(2026, 2, 1), date(2026, 3, 1)])
def test_an_older_export_given_last_takes_nothing_back(tmp_path: Path, day: date) -> None:
    before = datetime.combine(day, START.time())
    newer = exported(tmp_path, "newer", history(), before + timedelta(days=20))
    older = exported(tmp_path, "older", history(), before)
    alone, after = load(newer), load([*newer, *older])
    theirs = alone.shop.orders.select("order_id", "state")
    mine = after.shop.orders.join(theirs, on="order_id", how="inner", suffix="_alone")
    assert mine.height == theirs.height
    assert mine.filter(pl.col("state") != pl.col("state_alone")).is_empty()


def test_equal_refunds_of_one_file_without_ids_are_several_and_a_copy_of_it_none(
    tmp_path: Path,
) -> None:
    row = "1,5.00,2026-02-03,refund_only,succeeded\n"
    told = "order_id,amount,settled_at,kind,state\n" + row + row
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text(told)
    for given in (paths[:1], paths):
        loaded = load(given)
        assert loaded.shop.refunds["amount"].to_list() == [500, 500]
        assert sum(one.superseded for one in loaded.sources) == 2 * (len(given) - 1)


SHOPIFY = (
    "Name,Financial Status,Paid at,Fulfilled at,Currency,Total,Shipping,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount\n"
)


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_rows_that_are_equally_new_the_one_with_more_money_back_counts(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    at = "2026-03-01 10:00:00"
    for name, back in zip(names, ("2.00", "5.00"), strict=True):
        row = f"#1,paid,{at},{at},EUR,20.00,0,{at},1,Cup,20.00,{back}\n"
        (tmp_path / f"{name}.csv").write_text(SHOPIFY + row)
    loaded = load([tmp_path])
    assert loaded.shop.refunds["amount"].to_list() == [500]
    assert balanced(loaded)


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_rows_that_are_equally_new_the_one_with_more_moments_counts(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    at = "2026-03-01 10:00:00"
    for name, sent in zip(names, ("", at), strict=True):
        row = f"#1,paid,{at},{sent},EUR,20.00,0,{at},1,Cup,20.00,0\n"
        (tmp_path / f"{name}.csv").write_text(SHOPIFY + row)
    assert load([tmp_path]).shop.orders["shipped_at"].count() == 1
