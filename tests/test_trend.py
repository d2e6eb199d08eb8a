from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from oracle_facts import facts_of
from oracle_trend import trend as wanted_trend
from shops import canonical
from tables import config_of, loaded_of, report_of
from test_maturity import Law, settings_for, shop_of_law

from shopmetrics.config import Event
from shopmetrics.dimensions import Dimension
from shopmetrics.facts.reach import last_day
from shopmetrics.facts.tells import tells
from shopmetrics.newest import Landed, Says, says
from shopmetrics.page import Answer
from shopmetrics.pages import trend
from shopmetrics.render.blocks import Line, Tone
from shopmetrics.render.cell import Writer
from shopmetrics.render.sections.trend import told
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import REFUND_COLUMNS, Shop
from shopmetrics.text import Words

WRITER = Writer(Words("en"), "CNY", 2)

LAWS = (
    Law(days=66, per_day=3, share=0.3, new=0.6),
    Law(days=66, per_day=3, share=0.3, new=0.05, end=0.4),
)


def asked(shop: Shop, law: Law, *by: str, **changes: object) -> Settings:
    config = config_of({"min_orders": 3, "maturity.horizon": 20, **changes})
    return replace(
        settings_for(law),
        config=config,
        tells=tells(loaded_of(shop)),
        by=tuple(map(Dimension, by)),
        last_day=last_day(shop.as_of),
    )


def answer(shop: Shop, settings: Settings) -> Answer:
    return report_of(trend.PAGE, shop, settings).answers["trend"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("unit", ["day", "week", "month"])
@pytest.mark.parametrize("law", LAWS)
def test_trend_is_that_of_the_oracle(law: Law, unit: str, seed: int) -> None:
    shop = shop_of_law(law, seed)
    settings = asked(shop, law, unit)
    tables, unknown = wanted_trend(facts_of(shop), shop, settings)
    found = answer(shop, settings)
    assert found.unknown == unknown
    assert found.tables.keys() == tables.keys()
    for name, rows in tables.items():
        got = found.tables[name].rows.to_dicts()
        assert len(got) == len(rows), name
        for one, other in zip(got, rows, strict=True):
            near = {
                k: pytest.approx(v, abs=1e-9) if isinstance(v, float) else v
                for k, v in other.items()
            }
            assert one == near, name


def test_worse_new_orders_are_told_and_ripe_weeks_raise_no_signal() -> None:
    law = Law(days=120, per_day=60, new=0.25, last=14)
    shop = shop_of_law(law, 1)
    found = answer(shop, asked(shop, law, "week"))
    assert found.tables["newest"].rows["says"].to_list() == ["new_orders_worse"]
    assert found.tables["weeks"].rows["signal"].null_count() >= 16


def test_period_asked_for_shows_its_weeks_by_the_limits_of_all() -> None:
    law = LAWS[0]
    shop = shop_of_law(law, 1)
    settings = asked(shop, law, "week")
    march = replace(settings, period=Period(date(2026, 2, 4), date(2026, 2, 17)))
    whole, part = (answer(shop, one).tables["weeks"].rows for one in (settings, march))
    assert part["at"].to_list() == [date(2026, 2, 2), date(2026, 2, 9), date(2026, 2, 16)]
    assert part.equals(whole.filter(pl.col("at").is_in(part["at"].to_list())))


@pytest.mark.parametrize(
    ("signal", "mark", "tone"),
    [
        ("above", "×", Tone.alarm),
        ("run_above", "×", Tone.alarm),
        ("below", "●", Tone.good),
        ("run_below", "●", Tone.good),
    ],
)
def test_good_news_is_marked_as_such(signal: str, mark: str, tone: Tone) -> None:
    law = Law(days=66, per_day=3)
    shop = shop_of_law(law, 1)
    found = answer(shop, asked(shop, law))
    weeks = found.tables["weeks"]
    last = pl.int_range(pl.len()) == pl.len() - 1
    signals = pl.when(last).then(pl.lit(signal)).alias("signal")
    marked = replace(weeks, rows=weeks.rows.with_columns(signals))
    blocks = told(replace(found, tables={**found.tables, "weeks": marked}), WRITER)
    first = next(blocks)
    assert isinstance(first, Line)
    assert (first.parts[0].text[0], first.parts[0].tone) == (mark, tone)


def test_events_stand_at_their_week() -> None:
    law = LAWS[0]
    shop = shop_of_law(law, 1)
    events = (
        Event(date=date(2026, 1, 9), label="carrier"),
        Event(date=date(2026, 1, 8), label="chart"),
    )
    rows = answer(shop, asked(shop, law, "week", events=events)).tables["weeks"].rows
    assert rows.filter(pl.col("event").is_not_null()).select("at", "event").rows() == [
        (date(2026, 1, 5), "chart; carrier")
    ]


@pytest.mark.parametrize(
    ("now", "landed", "was", "said"),
    [
        ({"projected": 0.20}, (30, 10), (10, 10), Says.new_orders_worse),
        ({"projected": 0.05}, (30, 10), (10, 10), Says.new_orders_better),
        ({"projected": 0.11}, (40, 20), (15, 10), Says.older_orders_landing),
        ({"projected": 0.11}, (40, 0), (15, 10), Says.steady),
        ({"projected": 0.11}, (16, 9), (15, 10), Says.steady),
        ({"projected": 0.11, "n": 50}, (14, 9), (15, 10), Says.steady),  # fewer orders, no rise
        ({"projected": 0.11, "completeness": 0.5}, (16, 9), (15, 10), Says.unripe),
        ({"projected": 0.2, "effective": 0.0, "completeness": 0.0}, (16, 9), (15, 10), Says.unripe),
    ],
)
def test_newest_period_says(
    now: dict[str, float], landed: tuple[int, int], was: tuple[int, int], said: Says
) -> None:
    before = {"n": 500, "projected": 0.10, "effective": 500.0, "completeness": 1.0}
    assert says(before | now, before, Landed(*landed), Landed(*was)) is said


def test_shop_without_refund_files_has_periods_without_rates() -> None:
    law = LAWS[0]
    shop = replace(shop_of_law(law, 1), refunds=canonical(pl.DataFrame(), REFUND_COLUMNS))
    found = answer(shop, asked(shop, law))
    assert found.unknown == ("no_refunds_loaded",)
    assert found.tables["weeks"].rows["n"].sum() > 0
    assert found.tables["weeks"].rows["k"].null_count() == found.tables["weeks"].rows.height


def test_few_days_are_shown_by_day() -> None:
    law = Law(days=10, per_day=8)
    shop = shop_of_law(law, 1)
    found = answer(shop, asked(shop, law))
    assert "days" in found.tables
    assert found.tables["days"].rows["at"].max() == law_end(law)


def law_end(law: Law) -> date:
    return date(2026, 1, 1) + timedelta(days=law.days - 1)
