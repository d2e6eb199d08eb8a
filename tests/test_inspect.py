"""The page that one shows to support: what each file was taken for, and nobody's data."""

import json
from pathlib import Path

import jsonschema
import pytest
from books import HEADER, ORDER, book, rows
from conftest import ROOT, Run
from rich.cells import cell_len

from shopmetrics.ingest.profiles.profile import Grain
from shopmetrics.shop import Untold
from shopmetrics.text import LANGUAGES, Words
from shopmetrics.trust import HOW

PLAIN = """order_id;ordered_at;paid;customer_id;quantity;note to self
A1;2026-03-01 09:00;10.00;Jana Kanari;1;x
A2;kanari;20.00;Jana Kanari;many;x
A3;2026-03-03 09:00;30.00;Jana Kanari;many;x
"""
REFUNDS = "refund_id,order_id,requested_at,amount,reason\nR1,A1,2026-03-04,1.00,kanari\n"
OWN = """name: mine
platform: own
kind: orders
grain: line
signature: [order_id, note to self]
columns: {order_id: order_id, ordered_at: ordered_at, paid: paid}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "refunds.csv").write_text(REFUNDS, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_page_says_why_and_how_each_file_was_read(run: Run, shop: Path) -> None:
    out = run("inspect", ".", cwd=shop).out
    for said in (
        "orders, a row for each order line; taken for plain_orders",
        "told by the headers order_id, ordered_at",
        "no other profile comes close",
        "utf-8, separated by semicolons, header on line 1",
        "3 rows read = 2 accepted + 1 rejected + 0 superseded + 0 ignored",
        "2026-03-01 09:00 to 2026-03-03 09:00 · UTC · no currency named",
        "line 3, ordered_at:",
        "1 cell of quantity could not be read",
        "1 column not read: note to self",
        "refunds of orders with one line: 1",
    ):
        assert said in out, said


def test_nothing_that_a_cell_holds_is_shown(run: Run, shop: Path) -> None:
    for form in ("terminal", "json"):
        ran = run("inspect", ".", "--format", form, cwd=shop)
        assert "kanari" not in (ran.out + ran.err).lower()


def test_profile_that_fits_too_is_named_with_ones_own(run: Run, shop: Path) -> None:
    out = run("inspect", "orders.csv", "--profile", "mine.yaml", cwd=shop).out
    assert "taken for mine" in out
    assert "told by the headers order_id, note to self" in out
    assert "fits plain_orders too, which asks for less" in out


def test_profile_that_lacks_one_header_is_named_with_it(run: Run, shop: Path) -> None:
    (shop / "orders.csv").write_text(PLAIN.replace("note to self", "note"), encoding="utf-8")
    out = run("inspect", "orders.csv", "--profile", "mine.yaml", cwd=shop).out
    assert "close: mine, which lacks note to self" in out


def test_sheet_of_a_workbook_is_named(run: Run, tmp_path: Path) -> None:
    content = book({"Orders": rows(HEADER, ORDER)})
    (tmp_path / "book.xlsx").write_bytes(content)
    assert "xlsx, sheet Orders, header on row 1" in run("inspect", "book.xlsx", cwd=tmp_path).out


def test_refund_that_finds_no_order_is_counted(run: Run, shop: Path) -> None:
    (shop / "refunds.csv").write_text(REFUNDS.replace("A1", "A9"), encoding="utf-8")
    assert "refunds that found no order: 1" in run("inspect", ".", cwd=shop).out


def test_json_says_the_same_and_keeps_to_its_schema(run: Run, shop: Path) -> None:
    schema = json.loads((ROOT / "docs" / "inspect.schema.json").read_text(encoding="utf-8"))
    for paths in ((str(shop),), ("sample_data",)):
        found = json.loads(run("inspect", *paths, "--format", "json").out)
        jsonschema.validate(found, schema)
    found = json.loads(run("inspect", ".", "--format", "json", cwd=shop).out)
    orders = found["sources"][0]
    assert orders["signature"] == ["order_id", "ordered_at"]
    assert orders["unread"] == ["note to self"]
    assert orders["since"] == "2026-03-01T09:00:00+00:00"
    assert (orders["timezone"], orders["currency"], orders["grain"]) == ("UTC", None, "line")
    assert found["matches"] == {"order": 1}
    assert found["rejects"] == [
        {"path": "orders.csv", "line": 3, "column": "ordered_at", "reason": "not_a_moment"}
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_fits_80_columns(run: Run, language: str) -> None:
    out = run("inspect", "sample_data", "--language", language).out
    assert max(cell_len(line) for line in out.splitlines()) <= 80


def test_every_choice_has_words() -> None:
    wanted = {
        *(f"grain.{one}" for one in Grain),
        *(f"untold.{one}" for one in Untold),
        *(f"match.{one}" for one in HOW),
    }
    for language in LANGUAGES:
        assert wanted <= Words(language).ids


def test_fixed_offset_is_written_as_people_count_it(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id,ordered_at,paid\nA1,2026-03-01 09:00:00 -0500,10.00\n")
    for command in ("inspect", "report"):
        assert "UTC-5" in run(command, str(file)).out
    found = json.loads(run("inspect", str(file), "--format", "json").out)
    assert found["sources"][0]["timezone"] == "Etc/GMT+5"
