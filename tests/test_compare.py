"""Comparisons held against a plain computation, and what may be typed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from conftest import Run
from oracle_compare import compare as wanted_compare
from oracle_facts import facts_of
from tables import config_of, loaded_of, report_of, settings_of, shop_of
from test_maturity import Law, settings_for, shop_of_law

from shopmetrics.dimensions import Dimension
from shopmetrics.facts.reach import first_day, last_day
from shopmetrics.facts.tells import tells
from shopmetrics.page import Answer
from shopmetrics.pages import compare
from shopmetrics.settings import Period, Settings, Side, Sides
from shopmetrics.shop import Shop
from shopmetrics.sides import around, compared, named

APRIL, MAY = (
    Period(date(2026, 4, 1), date(2026, 4, 30)),
    Period(date(2026, 5, 1), date(2026, 5, 31)),
)
REASONS = ["质量问题", "尺码不合适", "火星文", None]
PERIODS = [
    Period(),
    Period(date(2026, 2, 1), date(2026, 2, 28)),
    Period(date(2026, 2, 2), date(2026, 2, 8)),
    Period(date(2026, 1, 20), date(2026, 2, 3)),
]


def shop_with_lines(law: Law, seed: int) -> Shop:
    """Return a shop of a known law with one to three lines an order, some refunded one by one."""
    shop = shop_of_law(law, seed)
    number = pl.col("order_id").str.slice(1).cast(pl.Int64)
    lines = []
    for at in range(3):
        some = shop.orders.filter((number + seed) % 3 >= at)
        sku = pl.format("S{}", (number * 7 + at * 3 + number // 11) % 5).cast(pl.Categorical())
        region = pl.when(number % 4 > 0).then(pl.format("R{}", number % 4)).cast(pl.Categorical())
        named_line = pl.format("{}-{}", "order_id", pl.lit(at))
        lines.append(some.with_columns(sku=sku, region=region, line_id=named_line))
    orders = pl.concat(lines).sort("order_id", "line_id")
    texts = pl.Series(REASONS * (shop.refunds.height // 4 + 1)).head(shop.refunds.height)
    first = pl.when(number % 2 == 0).then(pl.format("{}-0", "order_id"))
    refunds = shop.refunds.with_columns(line_id=first, reason=texts.cast(pl.Categorical()))
    return replace(shop, orders=orders, refunds=refunds)


def asked(shop: Shop, law: Law, **changes: object) -> Settings:
    return replace(
        settings_for(law),
        config=config_of({"min_orders": 5, **changes}),
        tells=tells(loaded_of(shop)),
        last_day=last_day(shop.as_of),
        first_day=first_day(shop.orders),
    )


def answer(shop: Shop, settings: Settings) -> Answer:
    return report_of(compare.PAGE, shop, settings).answers["compare"]


@pytest.mark.parametrize("period", PERIODS, ids=named)
@pytest.mark.parametrize("seed", range(3))
def test_comparison_is_that_of_the_oracle(seed: int, period: Period) -> None:
    law = Law(days=75, per_day=4, share=0.2, new=0.2)
    shop = shop_with_lines(law, seed)
    settings = replace(asked(shop, law), period=period)
    tables, unknown = wanted_compare(facts_of(shop), shop, settings)
    found = answer(shop, settings)
    assert found.unknown == unknown
    assert tables["rates"]
    for name, rows in tables.items():
        got = found.tables[name].rows.to_dicts()
        assert len(got) == len(rows), name
        for one, other in zip(*map(unordered, (got, rows)), strict=True):
            near = {
                k: pytest.approx(v, abs=1e-9) if isinstance(v, float) else v
                for k, v in other.items()
            }
            assert one == near, name


def unordered(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Order by names: equal totals differ by the last bit between the two."""
    keys = ("measure", "side", "dimension", "group")
    return sorted(rows, key=lambda row: [str(row.get(key)) for key in keys])


@pytest.mark.parametrize("seed", range(5))
def test_drivers_add_up_to_the_difference(seed: int) -> None:
    law = Law(days=75, per_day=20, share=0.2, new=0.2)
    shop = shop_with_lines(law, seed)
    found = answer(shop, replace(asked(shop, law), period=PERIODS[1]))
    points = found.tables["difference"].rows["points"][0]
    sums = (
        found.tables["drivers"]
        .rows.group_by("dimension")
        .agg(pl.col("total").sum(), parts=pl.col("rate_effect").sum() + pl.col("mix_effect").sum())
    )
    assert set(sums["dimension"]) == {"sku", "region", "hour", "weekday", "cause"}
    for _, total, parts in sums.rows():
        assert total == pytest.approx(points, abs=1e-12)
        assert parts == pytest.approx(points, abs=1e-12)


def test_groups_are_compared_over_orders_old_enough() -> None:
    law = Law(days=75, per_day=20, share=0.2, new=0.2)
    shop = shop_with_lines(law, 1)
    period = Period(None, date(2026, 2, 10))
    for by, names in (("region", ("R1", "R2")), ("sku", ("S1", "S2"))):
        a, b = (Side(name, period, name) for name in names)
        rows = answer(shop, replace(asked(shop, law), sides=Sides(a, b, by))).tables["rates"].rows
        for side, name in zip(rows.head(2).rows(named=True), names, strict=True):
            mine = [
                order
                for order in facts_of(shop).orders
                if order.day <= date(2026, 2, 10) and name in {line.row[by] for line in order.lines}
            ]
            assert side["n"] == len(mine)
            assert 0 < side["k"] < side["n"]
            assert side["follow_up"] == 30


def test_side_without_orders_gives_no_difference_and_says_which() -> None:
    law = Law(days=75, per_day=4)
    shop = shop_with_lines(law, 1)
    empty = Sides(
        Side("2025-01", Period(date(2025, 1, 1), date(2025, 1, 31))), Side("x", PERIODS[1])
    )
    found = answer(shop, replace(asked(shop, law), sides=empty))
    assert found.unknown == ("no_orders_in_a",)
    assert found.tables["difference"].rows["points"].null_count() == 3
    swapped = replace(asked(shop, law), sides=Sides(empty.b, empty.a))
    assert answer(shop, swapped).unknown == ("no_orders_in_b",)


@pytest.mark.parametrize(("share", "rate"), [(0.0, 0.0), (1.0, 1.0)])
def test_nothing_or_everything_refunded_differs_by_nothing(share: float, rate: float) -> None:
    law = Law(days=75, per_day=6, share=share, new=share)
    shop = shop_with_lines(law, 1)
    found = answer(shop, replace(asked(shop, law), period=PERIODS[2]))
    row = found.tables["difference"].rows.row(0, named=True)
    assert found.tables["rates"].rows["rate"][0] == rate
    assert row["points"] == 0
    assert row["p"] is None
    assert found.tables["biggest"].rows.is_empty()


def test_one_sku_is_no_driver() -> None:
    law = Law(days=75, per_day=6)
    shop = shop_of_law(law, 1)
    found = answer(shop, replace(asked(shop, law), period=PERIODS[1], by=(Dimension.sku,)))
    assert found.tables["drivers"].rows.is_empty()


def test_dimension_that_only_says_which_side_is_which_is_no_driver() -> None:
    shop = shop_of(
        """
        order_id  platform  shop    region  paid   ordered_at
        A1        taobao    taobao  north   10.00  2026-01-01 09:00
        A2        taobao    taobao  south   10.00  2026-01-02 09:00
        A3        douyin    douyin  north   10.00  2026-01-01 09:00
        A4        douyin    douyin  south   10.00  2026-01-02 09:00
        """,
        """
        refund_id  platform  shop    order_id  amount  requested_at      kind         state
        R1         taobao    taobao  A1        10.00   2026-01-20 09:00  refund_only  succeeded
        """,
    )
    week = Period(date(2026, 1, 1), date(2026, 1, 7))
    a, b = (Side(name, week, name) for name in ("taobao", "douyin"))
    settings = replace(settings_of(shop), sides=Sides(a, b, by="platform"))
    found = report_of(compare.PAGE, shop, settings).answers["compare"]
    split = found.tables["drivers"].rows
    assert split["dimension"].unique(maintain_order=True).to_list() == ["region", "weekday"]


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (MAY, APRIL),
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (Period(date(2026, 5, 4), date(2026, 5, 10)), Period(date(2026, 4, 27), date(2026, 5, 3))),
        (Period(date(2026, 5, 1)), None),
    ],
)
def test_period_before(period: Period, before: Period | None) -> None:
    assert period.before() == before


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (MAY, "2026-05"),
        (Period(date(2026, 5, 4), date(2026, 5, 10)), "2026-W19"),
        (Period(date(2026, 5, 5), date(2026, 5, 5)), "2026-05-05"),
        (Period(date(2026, 5, 5), date(2026, 6, 5)), "2026-05-05..2026-06-05"),
        (Period(None, date(2026, 6, 5)), "..2026-06-05"),
    ],
)
def test_period_is_named_as_it_is_typed(period: Period, text: str) -> None:
    assert named(period) == text


def given(as_of: date | None, first: date | None) -> Settings:
    return replace(settings_for(Law()), as_of=as_of, first_day=first)


def test_without_a_question_the_last_month_old_enough_is_compared_else_weeks() -> None:
    found = compared(given(date(2026, 6, 30), date(2026, 3, 4)))
    assert not isinstance(found, str)
    assert (found.sides.a.name, found.sides.b.name, found.follow_up) == ("2026-04", "2026-05", 30)
    weeks = compared(given(date(2026, 6, 30), date(2026, 6, 8)))
    assert not isinstance(weeks, str)
    assert (weeks.sides.a.name, weeks.sides.b.name, weeks.follow_up) == ("2026-W24", "2026-W25", 9)
    assert compared(given(date(2026, 6, 30), date(2026, 6, 25))) == "nothing_before"
    assert compared(given(None, None)) == "no_orders"


def test_event_is_compared_with_as_many_days_before_it() -> None:
    settings = given(date(2026, 6, 30), date(2026, 3, 1))
    assert around(date(2026, 5, 17), settings) == (
        Period(date(2026, 5, 2), date(2026, 5, 16)),
        Period(date(2026, 5, 17), date(2026, 5, 31)),
    )
    assert around(date(2026, 6, 10), settings)[1] == Period(date(2026, 6, 10), date(2026, 6, 23))
    assert around(date(2026, 6, 29), settings)[1] == Period(date(2026, 6, 29), date(2026, 6, 29))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--a", "2026-04"], "--a is given without --b"),
        (["--a", "x", "--b", "y"], "--a 'x' and --b 'y' are not both periods"),
        (["--b", "y"], "--b 'y' is no period"),
        (["--a", "2026-05", "--b", "2026-W20"], "overlap"),
        (["--a", "2026-04", "--b", "2026-05", "--month", "2026-05"], "another option"),
        (["--event", "chart"], "no such event"),
        (["--event", "chart", "--b", "2026-05"], "--event names both sides"),
        (["--by", "reason", "--a", "x", "--b", "y"], "--by reason: no groups"),
        (["--by", "sku", "--by", "hour", "--a", "1", "--b", "2"], "--by sku, hour: no groups"),
        (["--by", "platform", "--a", "taobao", "--b", "taobao"], "both 'taobao'"),
        (["--by", "platform", "--a", "taobao", "--b", "douyni"], "did you mean 'douyin'?"),
        (["--by", "hour", "--a", "21", "--b", "99"], "no hour of that name"),
        (["--by", "weekday", "--a", "1", "--b", "monday"], "there are 1, 2, 3"),
        (["--by", "campaign", "--a", "zz", "--b", "yy"], "there are"),
    ],
)
def test_what_does_not_fit_is_said(run: Run, words: list[str], said: str) -> None:
    ran = run("compare", "sample_data", *words)
    assert ran.code == 2
    assert said in ran.err
    assert "hint:" in ran.err


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["--b", "2026-05"], "2026-04"),
        (["--a", "2026-05-01..2026-05-14", "--b", "2026-05-15"], "2026-05-01..2026-05-14"),
        (["--by", "hour", "--a", "21", "--b", "10"], "21"),
        (["--by", "sku", "--a", "DR-RED-M", "--b", "CUP-BLUE", "--month", "2026-05"], "DR-RED-M"),
        (["--a", "2026-W18", "--b", "2026-W19", "--by", "region"], "2026-W18"),
    ],
)
def test_what_may_be_compared(run: Run, words: list[str], first: str) -> None:
    ran = run("compare", "sample_data", *words, "--format", "ndjson")
    assert ran.code == 0
    assert f'"what": "{first}"' in ran.out.splitlines()[0]


def test_event_of_the_config_is_compared(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text("events:\n  - {date: 2026-05-04, label: new chart}\n", encoding="utf-8")
    ran = run("compare", "sample_data", "--config", str(config), "--event", "new chart")
    assert ran.code == 0
    assert "since new chart" in ran.out
    near = run("compare", "sample_data", "--config", str(config), "--event", "new char")
    assert "did you mean 'new chart'?" in near.err
    other = run("compare", "sample_data", "--config", str(config), "--event", "zzz")
    assert "it has new chart" in other.err


def test_event_is_said_in_the_reader_s_words_with_its_days(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text("events:\n  - {date: 2026-05-04, label: 双十一}\n", encoding="utf-8")
    typed = ("compare", "sample_data", "--config", str(config), "--event", "双十一")
    assert "since 双十一 (2026-05-04 to 2026-05-31): " in run(*typed).out
    chinese = run(*typed, "--language", "zh").out
    assert "自双十一起（2026-05-04 至 2026-05-31）" in chinese
    assert "before" not in chinese
    assert "since" not in chinese
    kept = run(*typed, "--language", "zh", "--format", "ndjson").out
    assert '"what": "before 双十一"' in kept


@pytest.mark.parametrize(("language", "shown"), [("en", "Douyin"), ("zh", "抖店")])
def test_platforms_are_compared_by_their_names(run: Run, language: str, shown: str) -> None:
    typed = ("compare", "sample_data", "--by", "platform", "--a", "taobao", "--b", "douyin")
    read = run(*typed, "--language", language).out
    assert shown in read
    assert "douyin" not in read
    assert '"what": "douyin"' in run(*typed, "--format", "ndjson").out


def test_group_that_is_not_there_is_told_what_can_be_typed(run: Run) -> None:
    typed = ("compare", "sample_data", "--by", "platform", "--a", "taobao", "--b", "京东")
    ran = run(*typed, "--language", "zh")
    assert "--by platform 没有这个名字" in ran.err
    assert "现有 douyin、" in ran.err


def test_young_period_is_not_compared_yet(run: Run) -> None:
    ran = run("compare", "sample_data", "--a", "2026-05", "--b", "2026-06")
    assert ran.code == 0
    assert "too young" in ran.out
    assert "太新" in run("compare", "sample_data", "--b", "2026-06", "--language", "zh").out


def test_comparison_without_days_of_refunds_says_that_it_needs_them(run: Run) -> None:
    ran = run("compare", "sample_data/shopify/orders_export.csv")
    said = " ".join(ran.out.split())
    assert "more than 5% of the refunds give no time, and a comparison counts" in said
    assert "needs the dates of refunds" in said
    assert "projected" not in said
    rate = run("refund-rate", "sample_data/shopify/orders_export.csv").out
    assert "most refunds" not in rate
    assert "more than 5% of the refunds give no time: how late" in " ".join(rate.split())
