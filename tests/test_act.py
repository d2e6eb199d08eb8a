import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from conftest import Run
from tables import loaded_of, settings_of, shop_of, text_of

from shopmetrics import saving
from shopmetrics.act import MOST, worth_acting_on
from shopmetrics.engine import tally
from shopmetrics.finding import Finding, Matter, Measured
from shopmetrics.judge import Level, Verdict
from shopmetrics.page import Answer
from shopmetrics.pages import PAGES
from shopmetrics.render import Format, Look
from shopmetrics.report import Report, build
from shopmetrics.saving import next_limit
from shopmetrics.text import Words
from shopmetrics.unit import Unit
from shopmetrics.worth import a_month, months

ENGLISH = Words("en")
MONTHS = (31 + 28 + 4) / (365.25 / 12)  # of the shop below


def finding(money: int | None, *, sure: bool = True, sku: str = "mug") -> Finding:
    subject = {"sku": Measured(sku, Unit.text), "product": Measured(None, Unit.text)}
    numbers = {
        "lift": Measured(2.0, Unit.ratio),
        "baseline": Measured(0.1, Unit.share),
        "n": Measured(50, Unit.count),
    }
    numbers |= {"k": Measured(9, Unit.count), "rate": Measured(0.18, Unit.share)}
    return Finding(Matter.sku, "hotspots", subject, numbers, money, sure)


def verdict(level: Level, low: float, high: float, measure: str = "refund_rate") -> Verdict:
    made = Verdict("refund_rate", measure, 100, 20, 0.2, low, high, level, True, 0.05, 0.1, 0.1, 7)
    return replace(made, expected=0.2, expected_low=low, expected_high=high)


def found(*findings: Finding) -> dict[str, Answer]:
    return {"hotspots": Answer({}, (), findings)}


def shop(refunded: int, orders: int = 60, cost: int = 0) -> Report:
    """Sell one order of 10.00 a day, and give the first few back in full."""
    sold = "\n".join(
        f"A{at}  mug  10.00  2026-0{1 + at // 28}-{1 + at % 28:02d} 09:00" for at in range(orders)
    )
    back = "\n".join(
        f"R{at}  A{at}  10.00  refund_only  succeeded  尺码不合适" for at in range(refunded)
    )
    made = shop_of(
        f"order_id  sku  paid  ordered_at\n{sold}",
        f"refund_id  order_id  amount  kind  state  reason\n{back}" if refunded else "",
    )
    settings = settings_of(made)
    hotspots = replace(settings.config.hotspots, cost_per_return=Decimal(cost))
    config = replace(settings.config, hotspots=hotspots)
    return build(loaded_of(made), PAGES, replace(settings, config=config))


def test_findings_rank_by_money_and_only_what_is_sure_is_named() -> None:
    given = [finding(5), finding(None, sku="cup"), finding(9), finding(99, sure=False)]
    assert [one.money_per_month for one in worth_acting_on(found(*given), ())] == [9, 5, None]


def test_no_reader_gets_more_than_five() -> None:
    assert len(worth_acting_on(found(*(finding(at) for at in range(9))), ())) == MOST == 5


def test_breached_band_is_a_finding_where_the_whole_interval_is_beyond_good() -> None:
    beyond, reaching = verdict(Level.alarm, 0.06, 0.3), verdict(Level.alarm, 0.04, 0.3)
    assert [one.matter for one in worth_acting_on({}, [beyond])] == [Matter.refund_rate]
    assert worth_acting_on({}, [reaching, verdict(Level.good, 0.06, 0.07)]) == ()


def test_where_more_is_better_the_interval_must_lie_below() -> None:
    low = replace(verdict(Level.alarm, 0.02, 0.04, "period_rate"), good=0.2)
    assert [one.matter for one in worth_acting_on({}, [low])] == [Matter.period_rate]
    assert worth_acting_on({}, [replace(low, expected_high=0.3)]) == ()
    assert worth_acting_on({}, [replace(low, expected_high=None)]) == ()


def test_next_better_band_is_that_above() -> None:
    levels = {level: next_limit(verdict(level, 0.1, 0.2)) for level in Level}
    assert levels == {"good": None, "watch": 0.05, "alarm": 0.1, "too_few": None, "unknown": None}


def test_saving_is_what_lies_beyond_the_limit_by_the_month() -> None:
    report = shop(refunded=12)
    (rate,) = (one for one in report.verdicts if one.measure == "refund_rate")
    assert rate.limit == 0.1
    assert rate.saving_per_month == round((12 - 0.1 * 60) * 1000 / MONTHS)


def test_no_money_is_saved_where_more_is_better_or_none_is_known() -> None:
    made = shop_of("order_id  customer_id  ordered_at\nA1  ann  2026-03-01 09:00")
    settings = settings_of(made)
    tallies = tally(made, {"saving": saving.tallies()}, settings)["saving"]
    for measure in ("period_rate", "refund_rate"):
        given = replace(verdict(Level.alarm, 0.1, 0.3, measure), limit=None, saving_per_month=None)
        found = saving.with_saving(given, tallies, settings)
        assert (found.limit, found.saving_per_month) == (0.1, None)


def test_cost_of_a_return_is_saved_too() -> None:
    (rate,) = (one for one in shop(12, cost=5).verdicts if one.measure == "refund_rate")
    assert rate.saving_per_month == round((12 - 0.1 * 60) * 1500 / MONTHS)


def test_shop_that_is_well_has_nothing_to_do() -> None:
    text = text_of(shop(refunded=0), Format.terminal, ENGLISH, Look())
    assert "Too little is known" in text  # no file tells of refunds
    one = text_of(shop(refunded=1), Format.terminal, ENGLISH, Look())
    assert "Nothing to do" in one


def test_finding_is_said_with_its_money_and_steps() -> None:
    text = text_of(shop(refunded=12), Format.terminal, ENGLISH, Look())
    after = text.split("What to do next")[1]
    assert "1. The refund rate is 20.0%" in after
    assert "most frequent cause is size" in " ".join(after.split())
    assert "saves" in after
    assert after.count("- ") >= 3


def test_step_that_two_findings_share_is_said_once() -> None:
    report = replace(shop(refunded=12), findings=(finding(5), finding(None, sku="cup")))
    text = text_of(report, Format.markdown, ENGLISH, Look())
    assert text.count("Read its last twenty") == 1
    assert "1. mug comes back 2.0 times" in text
    assert "2. cup comes back 2.0 times" in text


@pytest.mark.parametrize(("days", "wanted"), [([], None), ([0, 5], None), ([0, 6], 7), ([3], None)])
def test_month_needs_a_week(days: Sequence[int], wanted: int | None) -> None:
    frame = pl.DataFrame({"day": pl.Series(days, dtype=pl.Int32).cast(pl.Date)})
    assert months(frame) == (None if wanted is None else wanted / (365.25 / 12))


def test_money_of_an_unknown_span_is_unknown() -> None:
    row = pl.DataFrame({"money": [100]})
    assert row.select(a_month(pl.col("money"), None)).item() is None
    assert row.select(a_month(pl.col("money"), 2.0)).item() == 50


def test_json_holds_the_findings_with_what_to_do(run: Run, tmp_path: Path) -> None:
    play = tmp_path / "play.yaml"
    play.write_text("findings:\n  refund_rate: [Sit down]\n", encoding="utf-8")
    config = tmp_path / "shop.yaml"
    config.write_text("playbook: play.yaml\n", encoding="utf-8")
    ran = run("report", "sample_data/", "--format", "json", "--config", str(config))
    findings = {one["id"]: one for one in json.loads(ran.out)["findings"]}
    assert findings["refund_rate"]["do"][-1] == "Sit down"
    assert findings["refund_rate"]["page"] == "refund_rate"
    assert float(findings["refund_rate"]["money_per_month"]) > 0
