from pathlib import Path

import pytest
from conftest import Run

from shopmetrics.facts.tells import COMPENSATIONS, COSTS, REFUNDS, tells
from shopmetrics.ingest import load

ORDERS = """order_id,line_id,sku,quantity,paid,ordered_at,shipped_at,state
A1,A1-1,mug,1,40.00,2026-03-01 09:00,2026-03-02 09:00,shipped
A2,A2-1,mug,1,40.00,2026-03-01 10:00,2026-03-02 09:00,shipped
"""
REFUNDS_FILE = """refund_id,order_id,amount,requested_at,settled_at,kind,state,reason
R1,A1,40.00,2026-03-05 09:00,2026-03-06 09:00,return_refund,succeeded,size
"""
COSTS_FILE = "sku,freight_out,freight_back\nmug,3.00,4.00\n"
OUTSIDE = "order_id,amount,compensated_at\nA2,5.00,2026-03-07 09:00\nA1,2.00,2026-03-07 09:00\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "orders.csv": ORDERS,
        "refunds.csv": REFUNDS_FILE,
        "costs.csv": COSTS_FILE,
        "outside.csv": OUTSIDE,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_files_of_costs_and_compensations_make_the_true_cost(run: Run, folder: Path) -> None:
    ran = run("true-cost", str(folder), "--format", "csv", "--table", "summary")
    assert ran.code == 0
    costs = dict(line.split(",")[:2] for line in ran.out.strip().splitlines()[1:])
    assert costs == {
        "refunds": "40.00",
        "freight_out": "3.00",
        "freight_back": "4.00",
        "compensations": "7.00",
        "total": "54.00",
    }
    twice = run("true-cost", str(folder), "--format", "csv", "--table", "paid_twice")
    assert twice.out.strip().splitlines()[1:] == ["2026-03-01,A1,40.00,2.00"]


def test_compensation_changes_no_refund_rate(run: Run, folder: Path) -> None:
    beside = run("refund-rate", str(folder), "--format", "csv")
    (folder / "outside.csv").unlink()
    assert run("refund-rate", str(folder), "--format", "csv").out == beside.out


def test_compensations_alone_tell_of_no_refunds(folder: Path) -> None:
    told = tells(load([folder / "orders.csv", folder / "outside.csv"]))
    assert COMPENSATIONS in told
    assert REFUNDS not in told
    assert COSTS not in told
    assert COSTS in tells(load([folder / "orders.csv", folder / "costs.csv"]))


def test_cost_that_stands_twice_is_the_last_one(folder: Path) -> None:
    (folder / "costs2.csv").write_text("sku,freight_out\nmug,9.00\n", encoding="utf-8")
    loaded = load([folder / "orders.csv", folder / "costs.csv", folder / "costs2.csv"])
    assert loaded.shop.costs.to_dicts() == [
        {"sku": "mug", "unit_cost": None, "freight_out": 900, "freight_back": None}
    ]
    assert [one.superseded for one in loaded.sources] == [0, 1, 0]


def test_every_row_of_costs_and_compensations_is_accounted_for(folder: Path) -> None:
    for one in load([folder]).sources:
        assert one.rows_read == one.accepted + one.rejected + one.superseded + one.ignored
        assert one.accepted


def test_same_compensations_twice_change_nothing(run: Run, folder: Path) -> None:
    once = run("true-cost", str(folder), "--format", "csv", "--table", "summary")
    (folder / "outside2.csv").write_text(OUTSIDE, encoding="utf-8")
    again = run("true-cost", str(folder), "--format", "csv", "--table", "summary")
    assert again.out == once.out
