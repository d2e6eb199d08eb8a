"""Shops with little to say: what each page says where there is nothing, or nothing sure."""

import json
from pathlib import Path

import pytest
from conftest import Run

from shopmetrics.deliver import ledger
from shopmetrics.errors import DeliveryError
from shopmetrics.extra import required

_ORDERS = "order_id,line_id,sku,ordered_at,paid\n"
_REFUNDS = "refund_id,order_id,amount,requested_at,settled_at,kind,state,reason\n"


def shop(folder: Path, orders: list[tuple[str, str]], back: list[tuple[str, str]]) -> str:
    """Write orders as (id, day) and refunds as (id of the order, day); return the folder."""
    lines = [f"{name},{name}-1,mug,{day} 09:00,10.00\n" for name, day in orders]
    asked = [
        f"R-{name},{name},10.00,{day} 09:00,{day} 09:00,refund_only,succeeded,too small\n"
        for name, day in back
    ]
    (folder / "orders.csv").write_text(_ORDERS + "".join(lines), encoding="utf-8")
    (folder / "refunds.csv").write_text(_REFUNDS + "".join(asked), encoding="utf-8")
    return str(folder)


def weeks(many: int, each: int) -> list[tuple[str, str]]:
    days = [f"2026-{1 + week // 4:02d}-{1 + 7 * (week % 4):02d}" for week in range(many)]
    return [(f"A{week}-{at}", day) for week, day in enumerate(days) for at in range(each)]


def test_change_that_may_be_chance_is_said_to_be_that(run: Run, tmp_path: Path) -> None:
    folder = shop(tmp_path, weeks(16, 3), [("A1-0", "2026-01-12"), ("A9-0", "2026-03-12")])
    said = " ".join(run("compare", folder, "--a", "2026-01", "--b", "2026-03").out.split())
    assert "0.0 points between them" in said
    assert "may be chance" in said


def test_week_far_beyond_the_others_is_named_though_few_were_expected(
    run: Run, tmp_path: Path
) -> None:
    """All of one week's forty orders come back, where four or five would."""
    orders = weeks(16, 40)
    back = [one for one in orders if one[0].endswith(("-1", "-2")) or one[0].startswith("A8-")]
    said = " ".join(run("trend", shop(tmp_path, orders, back)).out.split())
    assert "× 2026-02-23: 100.0% of the orders come back, more than chance allows" in said


def test_shop_in_which_nothing_came_back_has_no_chart_of_it(run: Run, tmp_path: Path) -> None:
    chart = "Refund rate by week of the order"  # of one refund, nothing is projected
    assert chart not in run("report", shop(tmp_path, weeks(16, 3), [])).out
    assert chart in run("report", shop(tmp_path, weeks(16, 3), [("A9-0", "2026-03-12")])).out


def test_choices_of_a_period_without_orders_are_none(run: Run, tmp_path: Path) -> None:
    folder = shop(tmp_path, weeks(2, 4), [("A0-1", "2026-01-05")])
    target = tmp_path / "page.html"
    argv = ("--interactive", "--output", str(target))
    for month, choices in (("2026-01", True), ("2020-01", False)):
        assert run("report", folder, "--month", month, *argv).code == 0
        assert ("application/json" in target.read_text(encoding="utf-8")) == choices


def test_lines_longer_than_the_header_are_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id,ordered_at,paid\nA1,2026-03-01,10.00,,\nA2,2026-03-02,5.00,,\n")
    ran = run("report", str(file))
    assert "more fields than the header" in " ".join(ran.out.split())


def test_second_run_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_WAIT", 0.1)
    lock = required("filelock", "report").FileLock(tmp_path / ".lock")
    with lock, pytest.raises(DeliveryError, match="another run"), ledger.ledger(tmp_path):
        pass


def test_findings_hold_both_rates_of_their_factor(run: Run) -> None:
    found = json.loads(run("report", "sample_data", "--format", "json").out)["findings"]
    lifted = [one["numbers"] for one in found if "lift" in one["numbers"]]
    assert lifted
    for one in lifted:
        assert one["rate"] == pytest.approx(one["baseline"] * one["lift"])
