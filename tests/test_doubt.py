"""Verdicts that the files cannot bear: refunds that are lost, unread, undated, or not there."""

import json
import shutil
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from conftest import ROOT, Run

from shopmetrics.errors import InputError
from shopmetrics.facts.match import ANY_PLATFORM
from shopmetrics.ingest.profiles.profile import Step
from shopmetrics.ingest.profiles.shipped import shipped
from shopmetrics.ingest.shape.clash import refuse_clashes
from shopmetrics.ingest.shape.shaped import FILE
from shopmetrics.shop import Kind, Untold

_ORDERS = "order_id,customer_id,ordered_at,paid_at,paid,status,platform\n"
_REFUNDS = "refund_id,order_id,amount,requested_at,settled_at,kind,state,reason\n"
_FIRST = date(2026, 1, 1)


def orders(folder: Path, days: int = 100, a_day: int = 6, name: str = "orders.csv") -> Path:
    """Write so many orders of 10.00 a day; A0 to A5 are those of the first of January."""
    rows = [
        f"A{at},c{at},{_FIRST + timedelta(at // a_day)} 09:00,{_FIRST} 09:01,10.00,paid,"
        for at in range(days * a_day)
    ]
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(_ORDERS + "\n".join(rows) + "\n", encoding="utf-8")
    return folder


def refunds(folder: Path, numbers: Iterable[int], *, a_day: int = 6, **cells: str) -> None:
    """Write a refund, three days after it, for each of these orders; `cells` are for all."""
    rows = [_REFUNDS]
    for at in numbers:
        day = _FIRST + timedelta(at // a_day + 3)
        row = {
            "id": f"R{at}",
            "order": f"A{at}",
            "asked": f"{day} 10:00",
            "settled": f"{day} 12:00",
            "state": "succeeded",
        } | cells
        rows.append(
            f"{row['id']},{row['order']},10.00,{row['asked']},{row['settled']},refund_only,"
            f"{row['state']},quality problem\n"
        )
    (folder / "refunds.csv").write_text("".join(rows), encoding="utf-8")


def verdict(run: Run, folder: Path, *argv: str) -> dict[str, Any]:
    found = run("check", str(folder), "--format", "json", *argv)
    first: dict[str, Any] = json.loads(found.out)["verdicts"][0]
    return first


def test_refunds_that_find_their_orders_leave_no_doubt(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12))
    found = verdict(run, folder)
    assert (found["k"], found["doubts"], found["possible"]) == (50, [], None)


def test_lost_refunds_are_no_good_news_not_even_for_cron(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12), order="elsewhere")
    found = verdict(run, folder)
    assert (found["k"], found["band"], found["sure"]) == (0, "unknown", False)
    # Not the six of the first two weeks, which could be of older orders.
    assert found["doubts"][0] == {"what": "lost", "n": 44, "platform": None, "on": None}
    assert found["possible"] == pytest.approx(44 / 600)
    ran = run("check", str(folder), "--quiet")
    assert "44 refunds, asked for well after the first order, find no order" in " ".join(
        ran.out.split()
    )


def test_check_that_could_judge_nothing_says_why_and_fails(run: Run, tmp_path: Path) -> None:
    """For cron 0 means that all is well: what nobody could judge is no such news."""
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12), order="elsewhere")
    for quiet in ((), ("--quiet",)):
        ran = run("check", str(folder), *quiet)
        assert ran.code == 3
        assert "what the files leave open could make each verdict another" in ran.err
    few = orders(tmp_path / "few", days=2)
    refunds(few, [0])
    ran = run("check", str(few), "--quiet", "--language", "zh")
    assert (ran.code, "没有可以评级的内容：订单太少或太新" in ran.err) == (3, True)
    assert "样本太少" in ran.out
    assert run("report", str(few)).code == 0


def test_what_could_be_judged_decides_on_the_code_of_a_check(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 60))
    path = folder / "refunds.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("quality problem", ""), "utf-8")
    ran = run("check", str(folder))
    assert (ran.code, "? Quality returns" in ran.out) == (0, True)


def test_damaged_ids_of_refunds_are_many_refunds(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12), id="1.23E+18", order="2.15E+18")
    assert verdict(run, folder)["doubts"][0]["n"] == 44


def test_few_lost_refunds_that_change_nothing_go_unsaid(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, [*range(0, 600, 12), 10_000])
    found = verdict(run, folder)
    assert (found["k"], found["doubts"]) == (50, [])


def test_states_that_cannot_be_read_are_neither_refunds_nor_waiting(
    run: Run, tmp_path: Path
) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 20))
    file = folder / "refunds.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("succeeded", "archived", 5), encoding="utf-8")
    found = verdict(run, folder)
    assert (found["k"], found["band"], found["sure"]) == (25, "good", False)
    assert found["doubts"][0]["what"] == "unread"
    assert "Waiting for a decision" not in run("pipeline", str(folder)).out


def test_refunds_without_a_day_are_in_no_cash_view(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12), asked="", settled="")
    found = verdict(run, folder, "--basis", "refund_time")
    assert (found["band"], found["doubts"][0]["what"]) == ("unknown", "undated")


def test_after_sales_that_begin_late_are_told(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(300, 600, 10))
    found = verdict(run, folder)
    assert found["doubts"] == [{"what": "begins", "n": 30, "platform": "plain", "on": "2026-02-20"}]
    assert (found["band"], found["sure"]) == ("unknown", False)
    assert json.loads(run("check", str(folder), "--format", "json").out)["verdicts"][1]["doubts"]


def test_after_sales_that_end_early_are_told(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 300, 10))
    found = verdict(run, folder)
    assert found["doubts"][0]["what"] == "ends"
    assert found["doubts"][0]["on"] == "2026-02-21"
    assert found["possible"] == pytest.approx(0.1, abs=0.01)


def test_days_alone_tell_nothing_where_nothing_says_how_late_refunds_come(
    run: Run, tmp_path: Path
) -> None:
    folder = orders(tmp_path / "shop", days=10)
    refunds(folder, [0])
    found = verdict(run, folder)
    assert (found["band"], found["doubts"][0]["what"]) == ("unknown", "fresh")
    assert "Nothing to do" not in run("report", str(folder)).out


def test_young_orders_that_came_back_are_an_alarm_all_the_same(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop", days=10)
    refunds(folder, range(30))
    assert verdict(run, folder)["band"] == "alarm"


def test_quality_of_young_orders_is_too_young_as_well(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop", a_day=30)
    refunds(folder, range(0, 2850, 60), a_day=30)
    found = json.loads(run("check", str(folder), "--since", "2026-04-09", "--format", "json").out)[
        "verdicts"
    ]
    assert [(one["n"], one["band"]) for one in found] == [(60, "too_few"), (60, "too_few")]
    assert found[1]["completeness"] == found[0]["completeness"] < 0.5


def taobao_refunds(folder: Path, numbers: Iterable[int]) -> None:
    head = "退款编号,订单编号,退款状态,货物状态,买家退款金额,退款申请时间,退款完结时间,售后类型"
    rows = [
        f"R{at},A{at},退款成功,已收到货,10.00,{day} 10:00:00,{day} 12:00:00,仅退款"
        for at in numbers
        for day in [_FIRST + timedelta(at // 6 + 3)]
    ]
    (folder / "refunds.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def test_orders_of_no_platform_take_the_refunds_of_one(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    taobao_refunds(folder, range(0, 600, 12))
    found = verdict(run, folder)
    assert (found["k"], found["doubts"]) == (50, [])


def jd_orders(folder: Path, *states: str) -> None:
    head = "订单号,下单帐号,商品ID,商品名称,订购数量,京东价,下单时间,订单状态,结算金额"
    rows = [
        f"J{at},j{at},1,衬衫,1,10.00,2026-02-01 10:00:00,{state},10.00"
        for at, state in enumerate(states)
    ]
    (folder / "jd.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def test_platform_of_which_nothing_tells_refunds_is_not_taken_for_good(
    run: Run, tmp_path: Path
) -> None:
    folder = orders(tmp_path / "shop")
    taobao_refunds(folder, range(0, 600, 12))
    jd_orders(folder, *["完成"] * 400)
    found = verdict(run, folder)
    assert (found["k"], found["n"], found["band"], found["sure"]) == (50, 1000, "unknown", False)
    assert found["doubts"] == [{"what": "silent", "n": 400, "platform": "jd", "on": None}]
    assert found["possible"] == pytest.approx(50 / 600)
    by = run("refund-rate", str(folder), "--by", "platform", "--format", "json")
    rows_by = json.loads(by.out)["pages"]["refund_rate"]["tables"]["by_platform"]
    assert "JD: no file tells of refunds of its 400 orders" in " ".join(
        run("refund-rate", str(folder), "--by", "platform").out.split()
    )
    jd = next(one for one in rows_by if (one["platform"], one["measure"]) == ("jd", "orders"))
    assert (jd["k"], jd["band"]) == (None, "unknown")


@pytest.mark.parametrize("state", ["完成", "(删除)等待出库"])
def test_cancelled_orders_do_not_speak_for_a_platform_without_after_sales(
    run: Run, tmp_path: Path, state: str
) -> None:
    folder = orders(tmp_path / "shop")
    taobao_refunds(folder, range(0, 600, 12))
    jd_orders(folder, *["完成"] * 399, state)
    assert [one["platform"] for one in verdict(run, folder)["doubts"]] == ["jd"]


def test_orders_that_cannot_tell_of_refunds_say_so_in_their_profile() -> None:
    able = {"refund_amount", "order_refund", "refund_state"}
    for profile in shipped():
        if profile.kind is Kind.orders and profile.platform != ANY_PLATFORM:
            tells = able & profile.columns.keys() or Step.negative_returns in profile.steps
            assert tells or Untold.refunds in profile.cannot_tell, profile.name


def test_douyin_without_its_after_sales_is_not_good(run: Run, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(ROOT / "sample_data", shop, ignore=shutil.ignore_patterns("*.py", "*售后*"))
    found = verdict(run, shop)
    assert ("silent", "douyin") in {(one["what"], one["platform"]) for one in found["doubts"]}
    assert not found["sure"]


def test_own_orders_beside_a_platform_are_silent_too(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    taobao_refunds(folder, [7000])
    head = "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝总数量"
    row = "A7000,b,10.00,交易成功,2026-02-01 10:00:00,2026-02-01 10:01:00,1"
    (folder / "taobao.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    found = verdict(run, folder)
    assert [(one["what"], one["platform"]) for one in found["doubts"]] == [("silent", "plain")]


SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Refunded Amount,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price"
)


@pytest.mark.parametrize(("refunded", "told"), [("0.00", True), ("", False)])
def test_a_nought_on_every_order_is_no_refund_and_not_unknown(
    run: Run, tmp_path: Path, refunded: str, *, told: bool
) -> None:
    when = "2026-01-05 10:00:00 +0000"
    rows = [f"#{at},a@b.c,paid,{when},USD,10,10,{refunded},{when},1,cup,10" for at in range(300)]
    (tmp_path / "orders.csv").write_text("\n".join([SHOPIFY, *rows, ""]), encoding="utf-8")
    found = verdict(run, tmp_path)
    assert (found["k"], found["rate"]) == ((0, 0.0) if told else (None, None))


def test_refund_list_that_lacks_its_states_is_no_generic_list(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "refunds.csv"
    head = (
        "退款编号,订单编号,货物状态,买家退款金额,退款的申请时间,完结时间,售后类型,宝贝标题,责任方"
    )
    row = "R1,A1,已收到货,10.00,2026-01-02 10:00:00,2026-01-03 10:00:00,仅退款,衬衫,商家"
    file.write_text(f"{head}\n{row}\n", encoding="utf-8")
    ran = run("check", str(file))
    assert ran.code == 3
    assert "nearest is taobao_refunds, which also needs the column 退款状态" in ran.err


def test_shops_with_the_same_numbers_are_not_taken_for_one(run: Run, tmp_path: Path) -> None:
    orders(tmp_path / "shop", days=3, name="north.csv")
    south = orders(tmp_path / "other", days=3) / "orders.csv"
    text = south.read_text(encoding="utf-8").replace(",c", ",d").replace(",dus", ",cus")
    (tmp_path / "shop" / "south.csv").write_text(text, encoding="utf-8")
    ran = run("check", str(tmp_path / "shop"))
    assert ran.code == 3
    assert "18 order ids stand for different orders: A0, A1, A10" in ran.err
    assert "under shops in the config" in ran.err


def test_one_id_of_several_days_and_nobody_is_cut_short() -> None:
    days = [datetime(2026, 1, day) for day in (1, 5)]  # noqa: DTZ001 the shop's own wall time
    rows = pl.DataFrame(
        {
            "platform": "taobao",
            "shop": "taobao",
            "order_id": "2158700000000000000",
            "line_id": "1",
            "customer_id": pl.Series([None, None], dtype=pl.String),
            "ordered_at": days,
            FILE: pl.Series([0, 0], dtype=pl.UInt32),
        }
    )
    with pytest.raises(InputError, match="1 order ids stand for different orders: 21587"):
        refuse_clashes(rows, [Path("orders.csv")])
    refuse_clashes(rows.with_columns(ordered_at=pl.lit(days[0])), [Path("orders.csv")])


def test_lines_of_one_order_may_be_of_several_customers(run: Run, tmp_path: Path) -> None:
    head = "order_id,line_id,customer_id,ordered_at,paid,status\n"
    old = "A1,1,c1,2026-01-01 09:00,10.00,paid\nA1,2,c2,2026-03-01 09:00,10.00,paid\n"
    for name, text in (("w1.csv", old), ("w2.csv", old.replace(",paid", ",shipped"))):
        (tmp_path / name).write_text(head + text, encoding="utf-8")
    assert run("report", str(tmp_path)).code == 0


def test_rate_a_hair_beyond_its_limit_shows_the_hair(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop", days=500)
    refunds(folder, [*range(0, 3000, 10), 5])
    assert "Refund rate 10.03% ALARM" in run("check", str(folder)).out


def test_two_breakdowns_are_not_one_table(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12))
    by = ("--by", "platform", "--by", "month", "--format", "csv")
    ran = run("refund-rate", str(folder), *by)
    assert (ran.code, ran.out) == (2, "")
    assert "by_platform, by_month" in ran.err
    assert run("refund-rate", str(folder), *by, "--table", "by_month").code == 0


def test_units_of_orders_without_quantities_are_not_known(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12))
    found = json.loads(run("refund-rate", str(folder), "--format", "json").out)
    page = found["pages"]["refund_rate"]
    units = next(one for one in page["tables"]["overall"] if one["measure"] == "units")
    assert (units["n"], units["k"]) == (None, None)
    assert "no_quantities" in page["unknown"]


def test_verdicts_of_customers_are_not_weighed_against_refunds(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12), order="elsewhere")
    config = tmp_path / "shop.yaml"
    config.write_text("bands: {period_rate: {good: 20%, alarm: 10%}}\n", encoding="utf-8")
    found = json.loads(run("check", str(folder), "--config", str(config), "--format", "json").out)
    bought = next(one for one in found["verdicts"] if one["measure"] == "period_rate")
    assert (bought["band"], bought["doubts"]) == ("alarm", [])


def test_refunds_of_older_orders_are_not_missing(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 600, 12))
    with (folder / "refunds.csv").open("a", encoding="utf-8") as file:
        for at in range(30):  # asked within two weeks after the first order
            day = _FIRST + timedelta(at % 13)
            file.write(f"O{at},older{at},10.00,{day} 10:00,{day} 12:00,refund_only,succeeded,-\n")
    found = verdict(run, folder)
    assert (found["k"], found["sure"], found["doubts"]) == (50, False, [])


def test_a_verdict_is_not_called_open_where_it_is_the_same_either_way(
    run: Run, tmp_path: Path
) -> None:
    folder = orders(tmp_path / "shop", days=80, a_day=5)
    refunds(folder, [*range(0, 400, 8), *range(1000, 1100)], a_day=5)
    said = " ".join(run("check", str(folder)).out.split())
    assert "with them it could be up to" in said
    assert "the range reaches into another band" in said


def test_rows_say_no_more_than_the_verdict_can_bear(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 300, 10))
    told = json.loads(run("refund-rate", str(folder), "--by", "month", "--format", "json").out)
    tables = told["pages"]["refund_rate"]["tables"]
    rows = [one for one in tables["overall"] + tables["by_month"] if one["band"]]
    assert {one["band"] for one in rows} <= {"unknown", "alarm"}
    assert "unknown" in {one["band"] for one in rows}
    assert told["doubts"][0]["what"] == "ends"


@pytest.mark.parametrize("page", ["refund-rate", "trend", "compare", "hotspots"])
def test_what_is_missing_is_said_on_a_page_by_itself(run: Run, tmp_path: Path, page: str) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 300, 10))
    ran = run(page, str(folder))
    assert "after-sales end on 2026-02-21" in " ".join(ran.out.split())


def test_new_orders_are_not_better_where_after_sales_end(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop")
    refunds(folder, range(0, 300, 6))
    told = json.loads(run("trend", str(folder), "--format", "json").out)
    assert [one["says"] for one in told["pages"]["trend"]["tables"]["newest"]] == [None]


def test_a_shop_of_twenty_days_is_not_good_yet(run: Run, tmp_path: Path) -> None:
    folder = orders(tmp_path / "shop", days=20, a_day=20)
    refunds(folder, range(0, 400, 50), a_day=20)
    found = verdict(run, folder)
    assert (found["band"], found["doubts"][0]["what"]) == ("unknown", "fresh")


def test_of_two_platforms_only_the_one_that_may_miss_refunds_loses_its_band(
    run: Run, tmp_path: Path
) -> None:
    orders(tmp_path / "taobao")
    taobao_refunds(tmp_path / "taobao", range(0, 600, 12))
    head = "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝总数量"
    rows = [
        f"A{at},b{at},10.00,交易成功,{day} 09:00:00,{day} 09:01:00,1"
        for at in range(600)
        for day in [_FIRST + timedelta(at // 6)]
    ]
    (tmp_path / "taobao" / "orders.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    jd_orders(tmp_path / "taobao", *["完成"] * 100)
    told = json.loads(
        run("refund-rate", str(tmp_path), "--by", "platform", "--format", "json").out
    )["pages"]["refund_rate"]["tables"]["by_platform"]
    bands = {one["platform"]: one["band"] for one in told if one["measure"] == "orders"}
    assert bands["jd"] == "unknown"
    assert bands["taobao"] in {"watch", "good"}


def test_nothing_is_good_that_rests_on_refunds_nobody_has_seen(run: Run, tmp_path: Path) -> None:
    """4% of all come back: the last week would be good with what is missing, and is not known."""
    folder = orders(tmp_path / "shop", a_day=12)
    refunds(folder, range(0, 600, 25), a_day=12)
    found = verdict(run, folder, "--since", "2026-04-04", "--until", "2026-04-10")
    (doubt,) = found["doubts"]
    assert (found["n"], doubt["what"], doubt["n"]) == (84, "ends", 3)  # of 4% that they come to
    assert found["possible"] == pytest.approx(3 / 84)
    assert (found["band"], found["sure"]) == ("unknown", False)
