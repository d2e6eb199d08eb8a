"""Files as they come, through the whole program: packed, piped, in folders, in several sheets."""

import gzip
import io
import json
import os
from pathlib import Path

import pytest
from books import book, row, rows, zipped
from conftest import Run

from shopmetrics.pages import PAGES

ORDERS = "order_id,ordered_at,paid\nA1,2026-03-01 10:00,12.50\nA2,2026-03-02 10:00,7.50\n"
LINES = [line.split(",") for line in ORDERS.splitlines()]
REFUNDS = [("refund_id", "order_id", "refunded_at", "amount"), ("R1", "A1", "2026-03-03", "12.50")]


def sources(run: Run, *paths: Path | str) -> list[dict[str, object]]:
    ran = run("inspect", *map(str, paths), "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["sources"]  # type: ignore[no-any-return] # parsed


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "exports.zip"
    path.write_bytes(zipped({"2026/orders.csv": ORDERS, "refunds.xlsx": book(rows(*REFUNDS))}))
    return path


def test_archive_of_exports_is_one_shop(run: Run, packed: Path) -> None:
    found = [(s["path"], s["kind"], s["encoding"], s["amount"]) for s in sources(run, packed)]
    assert found == [
        (f"{packed}/2026/orders.csv", "orders", "utf-8", "20.00"),
        (f"{packed}/refunds.xlsx", "refunds", "xlsx", "12.50"),
    ]


def test_rejects_of_a_workbook_name_its_rows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(book(rows(LINES[0], LINES[1]) + row(9, "A3", "2026-03-01", "much")))
    ran = run("inspect", str(path))
    assert "xlsx, sheet Sheet1, header on row 1" in ran.out
    assert "line 9, paid: not an exact amount" in " ".join(ran.out.split())


def test_two_sheets_are_two_sources(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    path.write_bytes(book({"Orders": rows(*LINES), "Refunds": rows(*REFUNDS)}))
    found = [(s["path"], s["sheet"], s["accepted"]) for s in sources(run, path)]
    assert found == [(f"{path}/Orders", "Orders", 2), (f"{path}/Refunds", "Refunds", 1)]


def test_gzip_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(ORDERS.encode()))
    assert [s["accepted"] for s in sources(run, path)] == [2]


@pytest.mark.parametrize("packing", [str.encode, lambda text: gzip.compress(text.encode())])
def test_standard_input_is_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, packing: type[bytes]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(packing(ORDERS))))  # type: ignore[arg-type] # a function
    assert [(s["path"], s["accepted"]) for s in sources(run, "-")] == [("stdin", 2)]


def test_file_named_like_standard_input_is_read_by_its_path(run: Run, tmp_path: Path) -> None:
    (tmp_path / "-").write_text(ORDERS, encoding="utf-8")
    ran = run("inspect", "./-", "--format", "json", cwd=tmp_path)
    assert json.loads(ran.out)["sources"][0]["accepted"] == 2


def test_quoted_pattern_is_read(run: Run, tmp_path: Path) -> None:
    for name in ("orders_1.csv", "orders_2.csv"):
        (tmp_path / name).write_text(ORDERS, encoding="utf-8")
    assert len(sources(run, tmp_path / "orders_*.csv")) == 2


def test_named_archive_without_an_export_is_an_error(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "exports.zip"
    path.write_bytes(zipped({"readme.txt": "hello\nworld\n"}))
    ran = run("inspect", str(path))
    assert ran.code == 3
    assert f"{path}/readme.txt:1: not recognised" in ran.err


def test_damaged_export_in_a_named_archive_is_an_error(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "exports.zip"
    twice = "order_id,ordered_at,paid,paid\nA1,2026-03-01 10:00,1.00,2.00\n"
    path.write_bytes(zipped({"orders.csv": ORDERS, "twice.csv": twice}))
    ran = run("inspect", str(path))
    assert ran.code == 3
    assert "the column paid stands twice" in ran.err


def test_in_a_folder_what_cannot_be_read_is_passed_over_with_a_word(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "old.xls").write_bytes(b"<html><table></table></html>")
    (tmp_path / "cut.zip").write_bytes(zipped({"a.csv": ORDERS})[:-10])
    twice = "order_id,ordered_at,paid,paid\nA1,2026-03-01 10:00,1.00,2.00\n"
    (tmp_path / "two.zip").write_bytes(zipped({"orders.csv": ORDERS, "twice.csv": twice}))
    ran = run("inspect", str(tmp_path), "--format", "json")
    said = json.loads(ran.out)
    assert len(said["sources"]) == 2
    words = " ".join(said["skipped"])
    for why in ("no such file", "no plain file", "a web page", "damaged", "stands twice"):
        assert why in words


def test_files_joined_by_the_copy_command_are_read(run: Run, tmp_path: Path) -> None:
    """`copy *.csv all.csv` repeats the header and ends in Control-Z; many short files stay one."""
    days = [ORDERS.replace("A1", f"B{at}").replace("A2", f"C{at}") for at in range(40)]
    joined = tmp_path / "all.csv"
    joined.write_text(days[0] + "".join(f"\ufeff{day}" for day in days[1:]) + "\x1a")
    (source,) = sources(run, joined)
    assert (source["rows_read"], source["accepted"], source["rejected"]) == (119, 80, 39)
    assert source["amount"] == "800.00"
    assert "line 4: the header again" in " ".join(run("report", str(joined)).out.split())


def test_orders_without_amounts_say_so_where_the_files_are(run: Run, tmp_path: Path) -> None:
    orders, refunds = tmp_path / "orders.csv", tmp_path / "refunds.csv"
    orders.write_text("order_id,ordered_at,sku\nA1,2026-03-01 10:00,CUP\n")
    refunds.write_text("\n".join(map(",".join, REFUNDS)))
    given = (str(orders), str(refunds))
    assert "orders.csv: no column says what was paid (paid, paid_amount" in " ".join(
        run("refund-rate", *given, "--format", "csv").err.split()
    )
    assert [s["lacks_amounts"][:2] for s in sources(run, *given)] == [["paid", "paid_amount"], []]  # type: ignore[index] # lists


def test_orders_without_times_are_read_and_what_needs_their_day_says_so(
    run: Run, tmp_path: Path
) -> None:
    """Who exports from Taobao chooses the columns."""
    orders = tmp_path / "orders.csv"
    head = "订单编号,买家实际支付金额,宝贝总数量,订单状态\n"
    orders.write_text(f"{head}71,10.00,1,交易成功\n72,5.00,1,交易成功\n", encoding="utf-8")
    (source,) = sources(run, orders)
    assert (source["accepted"], source["rejected"], source["amount"]) == (2, 0, "15.00")
    ran = run("report", str(orders))
    assert ran.code == 0, ran.err
    assert "paid orders: 2" in ran.out
    assert "counts by the day of the order, which the exports do not give" in ran.out
    for page in PAGES:
        ran = run(page.name.replace("_", "-"), str(orders))
        assert (ran.code, "What cannot be told" in ran.out) == (0, True), page.name


def test_amounts_may_stand_in_a_file_of_payments(run: Run, tmp_path: Path) -> None:
    orders, payments = tmp_path / "orders.csv", tmp_path / "payments.csv"
    orders.write_text("id,user_id,order_date,status\n1,3,2018-01-01,completed\n")
    payments.write_text("id,order_id,payment_method,amount\n1,1,coupon,1000\n")
    assert sources(run, orders)[0]["lacks_amounts"] == []
    assert [one["lacks_amounts"] for one in sources(run, orders, payments)] == [[], []]


def test_download_that_was_not_finished_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("order_id,ordered_at,paid\nA1,2026-03-01,1.00\n")
    (tmp_path / "refunds.csv.crdownload").write_text("refund_id,order")
    said = run("report", ".", cwd=tmp_path).out
    assert "refunds.csv.crdownload: a download that was not finished" in " ".join(said.split())
