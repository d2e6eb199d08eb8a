"""Numbers that would look right and be wrong: signs, states, days and parts of the picture."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from conftest import ROOT, Run

SAMPLE = str(ROOT / "sample_data")
_REFUNDS = "refund_id,order_id,amount,requested_at,settled_at,kind,state,reason\n"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Return 100 orders of 10.00, one a day from the first of January on."""
    file = tmp_path / "orders.csv"
    days = [f"2026-{1 + at // 28:02d}-{1 + at % 28:02d}" for at in range(100)]
    lines = [f"A{at},{day} 09:00,10.00" for at, day in enumerate(days)]
    file.write_text("\n".join(["order_id,ordered_at,paid", *lines, ""]), encoding="utf-8")
    return file


def refunds(beside: Path, *rows: str) -> Path:
    file = beside.with_name("refunds.csv")
    file.write_text(_REFUNDS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def back(at: int, amount: str = "10.00", state: str = "succeeded") -> str:
    return f"R{at},A{at},{amount},2026-01-20 09:00,2026-01-21 09:00,refund_only,{state},too small"


def overall(run: Run, *argv: str) -> dict[str, Any]:
    ran = run("refund-rate", *argv, "--format", "json")
    pages: dict[str, Any] = json.loads(ran.out)["pages"]
    first: dict[str, Any] = pages["refund_rate"]["tables"]["overall"][0]
    return first


def test_refunds_that_are_written_below_zero_count(run: Run, orders: Path) -> None:
    file = refunds(orders, *(back(at, "-10.00") for at in range(20)))
    found = overall(run, str(orders), str(file))
    assert (found["n"], found["k"]) == (100, 20)


def test_refund_below_zero_among_others_is_no_refund_and_is_told(run: Run, orders: Path) -> None:
    file = refunds(orders, back(1), back(2), back(3, "-10.00"))
    found = run("inspect", str(orders), str(file), "--format", "json")
    source = json.loads(found.out)["sources"][1]
    assert (source["accepted"], source["rejected"], source["amount"]) == (2, 1, "20.00")
    assert overall(run, str(orders), str(file))["k"] == 2


def test_refunds_of_unknown_states_are_no_good_news(run: Run, orders: Path) -> None:
    file = refunds(orders, *(back(at, state="archived") for at in range(5)))
    ran = run("check", str(orders), str(file))
    assert ran.code == 3
    assert "column state: 5 of 5 states are not known" in ran.err
    assert "shopmetrics init" in ran.err


def test_check_tells_of_the_few_states_that_are_not_known(run: Run, orders: Path) -> None:
    rows = [back(at) for at in range(6)]
    file = refunds(orders, *rows, back(7, state="archived"))
    ran = run("check", str(orders), str(file), "--fail-on", "never")
    assert ran.code == 3  # six refunds of so few orders bear no verdict at all
    assert "1 cell of state could not be read" in ran.err


def test_earlier_day_knows_nothing_of_later_refunds(run: Run) -> None:
    """What was settled in June is no part of what May ended with, nor of what was to come."""
    found = overall(run, SAMPLE, "--as-of", "2026-05-31")
    settled = overall(run, SAMPLE, "--until", "2026-05-31")
    assert (found["n"], settled["n"]) == (2886, 2886)
    assert (found["k"], settled["k"]) == (221, 240)
    assert found["rate"] < found["projected"] < 0.09


def test_no_request_is_younger_than_the_day_it_is_looked_at(run: Run) -> None:
    ran = run("pipeline", SAMPLE, "--as-of", "2026-05-31", "--format", "json")
    pending = json.loads(ran.out)["pages"]["pipeline"]["tables"]["pending"]
    assert pending
    assert min(row["age_days"] for row in pending) >= 0


def test_earlier_day_knows_no_refund_of_a_later_order_though_it_has_no_time(
    run: Run, tmp_path: Path
) -> None:
    head = "Name,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,"
    rows = (
        f"#{day},paid,2026-03-0{day},EUR,9.00,2026-03-0{day},1,Cup,9.00,4.00\n" for day in (1, 5)
    )
    file = tmp_path / "orders.csv"
    file.write_text(f"{head}Lineitem name,Lineitem price,Refunded Amount\n" + "".join(rows))
    ran = run("report", str(file), "--as-of", "2026-03-03", "--format", "json")
    assert json.loads(ran.out)["quality"]["refunds_without_order"] == 0


def test_orders_without_their_after_sales_export_say_that_it_is_missing(run: Run) -> None:
    alone = sorted(map(str, (ROOT / "sample_data" / "taobao").glob("ExportOrderList*.csv")))
    told = "refunds are known from the order file alone"
    assert told in " ".join(run("check", *alone).out.split())
    assert told not in " ".join(run("check", f"{SAMPLE}/taobao").out.split())


def test_newest_weeks_are_judged_by_what_they_will_come_to(run: Run) -> None:
    ran = run("refund-rate", SAMPLE, "--by", "week", "--format", "csv", "--table", "by_week")
    weeks = {row["week"]: row for row in csv.DictReader(ran.out.splitlines()) if row["low"]}
    young, younger = weeks["2026-06-22"], weeks["2026-06-29"]
    assert (young["k"], young["band"]) == ("9", "alarm")
    assert float(young["projected"]) == pytest.approx(0.1, abs=0.01)
    assert (younger["k"], younger["band"]) == ("0", "too_few")


def test_orders_that_are_too_young_are_not_called_few(run: Run) -> None:
    said = " ".join(run("check", SAMPLE, "--week", "2026-W27").out.split())
    assert "? Refund rate 0.0% too young 0 of 71" in said
    assert "too young to judge: 0.5% of their refunds are seen" in said
    assert "too few" not in said


def test_page_that_knows_one_way_of_counting_says_which(run: Run) -> None:
    by_refund = ("--basis", "refund_time")
    assert "by order time:" in run("trend", SAMPLE, *by_refund).out
    assert "by refund time:" in run("reasons", SAMPLE, *by_refund).out
    assert "all else by order time" in " ".join(run("report", SAMPLE, *by_refund).out.split())


def test_month_is_held_against_the_month_before(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "month.eml"
    run("send", SAMPLE, "--period", "2026-05", "--dry-run", str(letter))
    said = letter.read_bytes().decode().replace("=\r\n", "").replace("\r\n", " ")
    assert "the period before: 10.5% (96 of 911)" in said
    assert "1 period before that: 7.9% (77 of 979)" in said


def test_month_that_the_data_do_not_hold_whole_is_no_period_before(
    run: Run, tmp_path: Path
) -> None:
    letter = tmp_path / "month.eml"
    run("send", SAMPLE, "--period", "2026-04", "--dry-run", str(letter))
    said = letter.read_bytes().decode()
    assert "the period before" in said
    assert "before that" not in said


def test_alarm_that_may_be_chance_aims_at_no_hair_s_breadth(run: Run) -> None:
    said = " ".join(run("check", SAMPLE, "--week", "2026-W26").out.split())
    assert "to reach 5.0% would save" in said
    assert "to reach 10.0%" not in said


def test_money_that_no_refund_tells_is_not_nothing(run: Run, orders: Path) -> None:
    file = refunds(orders, back(1, ""), back(2, ""))
    pages = json.loads(run("report", str(orders), str(file), "--format", "json").out)["pages"]
    causes = pages["reasons"]["tables"]["causes"]
    assert [(row["orders"], row["amount"]) for row in causes] == [(2, None)]
    assert pages["true_cost"]["tables"]["summary"][0]["cost"] is None
    assert "no_refund_amounts" in pages["true_cost"]["unknown"]


def test_files_of_several_currencies_can_be_looked_at(run: Run, tmp_path: Path) -> None:
    for name, currency, paid in (("yen", "JPY", "1980"), ("euro", "EUR", "12.50")):
        text = f"order_id,ordered_at,paid,currency\n{name},2026-03-01,{paid},{currency}\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert run("report", str(tmp_path)).code == 3
    ran = run("inspect", str(tmp_path), "--format", "json")
    amounts = {Path(s["path"]).stem: s["amount"] for s in json.loads(ran.out)["sources"]}
    assert amounts == {"yen": "1980", "euro": "12.50"}
    assert "¥1,980" in run("inspect", str(tmp_path)).out


def test_chart_that_shows_the_newest_weeks_says_so(run: Run, orders: Path) -> None:
    days = [f"A{at},2025-{1 + at // 28:02d}-{1 + at % 28:02d} 09:00,10.00" for at in range(300)]
    orders.write_text("\n".join(["order_id,ordered_at,paid", *days, ""]), encoding="utf-8")
    said = " ".join(run("report", str(orders), str(refunds(orders, back(250)))).out.split())
    assert "; the last 26 of 56 periods)" in said


def test_reasons_say_what_their_shares_are_of(run: Run) -> None:
    said = " ".join(run("report", SAMPLE).out.split())
    assert "Shares are of the 302 refunded orders; one with several reasons counts in each" in said
    assert "the causes add up to 308" in said


def test_line_at_no_price_is_no_sale(run: Run, tmp_path: Path) -> None:
    """The UCI form corrects its stock by such invoices."""
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    lines = (
        "536365,85123A,LANTERN,6,12/13/2010 8:26,2.55,17850,United Kingdom\n"
        "536414,22139,,56,12/13/2010 11:52,0.00,,United Kingdom\n"
    )
    file = tmp_path / "retail.csv"
    file.write_text(head + lines, encoding="utf-8")
    ran = run("inspect", str(file), "--format", "json")
    (source,) = json.loads(ran.out)["sources"]
    assert (source["accepted"], source["ignored"], source["amount"]) == (1, 1, "15.30")


def test_file_that_is_given_twice_is_not_said_to_be_another(run: Run, orders: Path) -> None:
    said = run("report", orders.name, orders.name, cwd=orders.parent).out
    assert "\norders.csv: given twice; it counts once" in said


def test_dimension_that_no_file_tells_is_said_to_be_none(run: Run, orders: Path) -> None:
    ran = run("refund-rate", str(orders), str(refunds(orders, back(1))), "--by", "campaign")
    assert "No file tells this: campaign." in ran.out


def test_ids_that_a_spreadsheet_has_damaged_are_no_reason_to_admit_more(
    run: Run, tmp_path: Path
) -> None:
    rows = "".join(f"1.23457E+17,2026-03-{at:02d},10.00\n" for at in range(1, 29))
    file = tmp_path / "orders.csv"
    file.write_text(f"order_id,ordered_at,paid\n{rows}", encoding="utf-8")
    ran = run("report", str(file))
    assert ran.code == 3
    assert "do not save it there" in ran.err
    assert "max_rejects" not in ran.err


def test_day_before_every_order_is_no_missing_export(run: Run) -> None:
    ran = run("report", SAMPLE, "--as-of", "2020-01-01")
    assert ran.code == 2
    assert "--as-of 2020-01-01 lies before every order" in ran.err


def test_goods_that_were_received_are_not_only_shipped(run: Run) -> None:
    folder = ROOT / "sample_data" / "douyin"
    orders, refunds = (
        pl.read_csv(folder / f"{name}202607010900.csv", infer_schema=False).select(
            pl.all().str.strip_chars("\t").replace("-", None)
        )
        for name in ("订单", "售后单")
    )
    ended = orders.select(订单号="主订单编号", ended="订单完成时间").unique("订单号")
    paid = orders.filter(pl.col("支付完成时间").is_not_null())["主订单编号"].implode()
    asked = refunds.join(ended, on="订单号").filter(
        pl.col("商品发货状态").str.contains("已发货"),
        pl.col("售后状态").str.contains("退款成功"),
        pl.col("订单号").is_in(paid),
        pl.col("售后申请时间") >= pl.col("ended"),
    )
    told = json.loads(run("refund-rate", str(folder), "--format", "json").out)
    rows = told["pages"]["refund_rate"]["tables"]["overall"]
    kinds = {one["stage"]: one["k"] for one in rows if one["measure"] == "orders"}
    assert kinds["after_receipt"] == asked["订单号"].n_unique() > 0


def test_money_that_few_refunds_tell_is_not_all_that_went_back(run: Run, orders: Path) -> None:
    file = refunds(orders, *(back(at, "10.00" if at < 2 else "") for at in range(20)))
    pages = json.loads(run("report", str(orders), str(file), "--format", "json").out)["pages"]
    money = next(
        one for one in pages["refund_rate"]["tables"]["overall"] if one["measure"] == "amount"
    )
    assert (money["k"], money["rate"]) == ("20.00", None)  # at least
    assert pages["true_cost"]["tables"]["summary"][0]["cost"] is None
    assert pages["reasons"]["tables"]["causes"][0]["amount"] is None
    verdicts = json.loads(run("check", str(orders), str(file), "--format", "json").out)["verdicts"]
    assert verdicts[0]["saving_per_month"] is None
    assert "too many refunds give no amount" in run("true-cost", str(orders), str(file)).out


def test_money_that_nearly_all_refunds_tell_is_told(run: Run, orders: Path) -> None:
    file = refunds(orders, *(back(at, "10.00" if at else "") for at in range(20)))
    pages = json.loads(run("report", str(orders), str(file), "--format", "json").out)["pages"]
    assert pages["true_cost"]["tables"]["summary"][0]["cost"] == "190.00"


def test_change_of_shares_needs_refunds_enough_in_both_periods(run: Run) -> None:
    """One refunded order of one reason is 100 % of them, and no rise of that reason."""
    week = run("reasons", SAMPLE, "--week", "2026-W26", "--format", "ndjson", "--table", "causes")
    assert all('"change": null' in row for row in week.out.splitlines())
    month = run("reasons", SAMPLE, "--month", "2026-05", "--format", "ndjson", "--table", "causes")
    assert '"change": null' not in month.out


def test_line_of_less_than_nothing_is_no_sale(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    lines = "1,A,2,2026-03-01 10:00,10\n2,A,-1,2026-04-01 10:00,10\n"
    file.write_text(f"order_id,sku,quantity,ordered_at,paid\n{lines}", encoding="utf-8")
    (source,) = json.loads(run("inspect", str(file), "--format", "json").out)["sources"]
    assert (source["accepted"], source["rejected"], source["amount"]) == (1, 1, "10.00")
    assert "a quantity below zero" in " ".join(run("inspect", str(file)).out.split())


def test_a_check_whose_exports_have_stopped_is_not_green(run: Run) -> None:
    ran = run("check", SAMPLE, "--last", "30d", "--fail-on", "never")
    assert (ran.code, "none of the last 30 days is in them" in " ".join(ran.err.split())) == (
        3,
        True,
    )
    past = run("check", SAMPLE, "--last", "30d", "--fail-on", "never", "--as-of", "2026-06-30")
    assert past.code == 0


def test_what_is_to_come_is_not_said_to_have_risen(run: Run) -> None:
    out = run("report", SAMPLE, "--week", "2026-W26").out
    said = " ".join(out.split())
    assert "Refund rate 4.0% so far, 10.01% to expect" in said
    assert "→" not in said
    assert "The refund rate will come to 10.0% (9 of 225 so far)" in said


def test_the_evening_is_in_the_table_of_hours_and_the_newest_day_in_the_trend(run: Run) -> None:
    assert "\n23:00" in run("refund-rate", SAMPLE, "--by", "hour").out
    assert "\n2026-06-30" in run("trend", SAMPLE, "--by", "day").out


def test_saving_of_quality_is_of_what_went_back(run: Run) -> None:
    """Most requests of a young week are not paid yet, and no free returns."""
    ran = run("check", SAMPLE, "--week", "2026-W26", "--format", "json")
    quality = json.loads(ran.out)["verdicts"][1]
    months = 7 / (365.25 / 12)
    beyond = (quality["expected"] - quality["limit"]) * quality["n"]
    assert float(quality["saving_per_month"]) * months / beyond > 25


def test_reasons_of_young_orders_are_held_against_nothing(run: Run) -> None:
    for month, told in (("2026-06", False), ("2026-05", True)):
        ran = run("reasons", SAMPLE, "--month", month, "--format", "json")
        rows = json.loads(ran.out)["pages"]["reasons"]["tables"]["causes"]
        assert {one["above_per_month"] is not None for one in rows[:2]} == {told}


def test_a_check_of_exports_that_still_come_is_judged(run: Run, tmp_path: Path) -> None:
    days = [date.today() - timedelta(days=at % 20 + 2) for at in range(100)]  # noqa: DTZ011 a shop of now
    rows = [f"A{at},{day} 09:00,10.00,paid" for at, day in enumerate(days)]
    text = "\n".join(["order_id,ordered_at,paid,status", *rows, ""])
    (tmp_path / "orders.csv").write_text(text, encoding="utf-8")
    refunds(
        tmp_path / "orders.csv",
        *(
            f"R{at},A{at},10.00,{days[at]} 10:00,{days[at]} 11:00,refund_only,succeeded,-"
            for at in range(20)
        ),
    )
    ran = run("check", str(tmp_path), "--last", "30d")
    assert ran.code == 1, ran.err
