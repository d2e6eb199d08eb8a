"""The projected rate against shops whose truth is known: 500 runs each, seeded."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest
from oracle_facts import facts_of
from oracle_maturity import curve_of, maturity_of
from shops import canonical
from tables import config_of, loaded_of, report_of

from shopmetrics.breakdown import ripened
from shopmetrics.dimensions import Dimension
from shopmetrics.facts.reach import first_day, last_day
from shopmetrics.facts.tells import tells
from shopmetrics.maturity import delays, matured
from shopmetrics.page import Table, Unit
from shopmetrics.pages import refund_rate
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import ORDER_COLUMNS, REFUND_COLUMNS, Shop

START = datetime(2026, 1, 1)  # noqa: DTZ001 the shop's own wall time
RUNS = 500
NAMES = ("projected", "projected_low", "projected_high", "completeness")


@dataclass(frozen=True)
class Law:
    """A shop: orders evenly over its days, refunds after a gamma delay, the last week apart."""

    days: int = 120
    per_day: int = 15
    share: float = 0.10
    new: float = 0.10  # the share of the last week's orders
    shape: float = 2.0
    scale: float = 3.0
    end: float = 1.0  # how much of the last day the files hold
    last: int = 7  # of how many days the orders are judged


LAWS = {
    "all orders": Law(last=120),
    "the last month": Law(last=30),
    "the last week, of a larger shop": Law(per_day=60),
    "the last week, twice as bad as ever": Law(per_day=60, new=0.20),
    "the last week, half as bad": Law(per_day=100, new=0.05),
    "files that end before noon": Law(per_day=60, end=0.4),
    "a short history": Law(days=50, per_day=30, last=14),
    "nearly half come back": Law(share=0.4, new=0.4),
    "most come back at once": Law(shape=0.7, scale=4.0, last=14),
}


def draw(law: Law, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the moment of each order and of its settled refund (nan: none seen), in days."""
    chance = np.random.default_rng(seed)
    end = law.days - 1 + law.end
    placed = chance.uniform(0, end, law.days * law.per_day)
    share = np.where(placed >= end - law.last, law.new, law.share)
    delay = np.minimum(chance.gamma(law.shape, law.scale, placed.size), 29.5)
    settled = np.where(chance.random(placed.size) < share, placed + delay, np.nan)
    return placed, np.where(settled <= end, settled, np.nan)


def settings_for(law: Law, **limits: int) -> Settings:
    options = {f"maturity.{name}": value for name, value in limits.items()}
    return Settings(
        config=config_of(options),
        as_of=START.date() + timedelta(days=law.days - 1),
        last_day=law.end,
    )


def days_of(placed: np.ndarray, settled: np.ndarray) -> pl.DataFrame:
    """Count what the engine's tally counts: orders by day and by days to their refund."""
    moments = pl.DataFrame({"placed": placed, "settled": settled}).fill_nan(None)
    day, back = (pl.col(name).floor().cast(pl.Int32) for name in ("placed", "settled"))
    rows = moments.select(
        day=pl.lit(START.date()) + pl.duration(days=day), delay=(back - day).cast(pl.Int16)
    )
    return rows.group_by("day", "delay").agg(n=pl.len(), k=pl.col("delay").is_not_null().sum())


@cache
def runs(law: Law) -> np.ndarray:
    return np.array([projected(law, seed) for seed in range(RUNS)])


def projected(law: Law, seed: int) -> tuple[float, float, float, float]:
    days, settings = days_of(*draw(law, seed)), settings_for(law)
    since = START.date() + timedelta(days=law.days - law.last)
    judged = days.filter(pl.col("day") >= since).with_columns(all=pl.lit("all"))
    row = matured(judged, "all", delays(days, settings), settings).row(0, named=True)
    return tuple(row[name] for name in NAMES)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_interval_holds_the_truth_and_the_middle_is_not_off(law: Law) -> None:
    found = runs(law)
    held = (found[:, 1] <= law.new) & (law.new <= found[:, 2])
    error = found[:, 0].std() / np.sqrt(RUNS)
    assert held.mean() >= 0.93
    assert abs(found[:, 0].mean() - law.new) < 0.002 + 2 * error


@pytest.mark.parametrize("name", ["all orders", "the last month"])
def test_bias_is_under_a_fifth_of_a_point_where_500_runs_can_tell(name: str) -> None:
    assert abs(runs(LAWS[name])[:, 0].mean() - LAWS[name].new) < 0.002


def test_observed_rate_of_young_orders_would_be_far_off() -> None:
    law = LAWS["the last week, of a larger shop"]
    assert runs(law)[:, 3].mean() < 0.4


def shop_of_law(law: Law, seed: int) -> Shop:
    """Return the same as canonical frames, with requests that are pending or rejected besides."""
    placed, settled = draw(law, seed)
    chance = np.random.default_rng(seed)
    orders = pl.DataFrame({"placed": placed, "settled": settled}).fill_nan(None).with_row_index()
    at = pl.lit(START) + pl.duration(milliseconds=(pl.col("placed") * 86_400_000).cast(pl.Int64))
    back = pl.lit(START) + pl.duration(milliseconds=(pl.col("settled") * 86_400_000).cast(pl.Int64))
    named = orders.with_columns(
        platform=pl.lit("taobao"), shop=pl.lit("taobao"), order_id=pl.format("A{}", "index")
    )
    sold = named.with_columns(
        line_id="order_id", ordered_at=at, paid_at=at, timed=True, state=pl.lit("paid"), paid=1000
    )
    state = (
        pl.when(pl.col("settled").is_null()).then(pl.lit("rejected")).otherwise(pl.lit("succeeded"))
    )
    asked = pl.col("settled").is_not_null() | pl.Series(chance.random(placed.size) < 0.05)
    refunds = named.filter(asked).with_columns(
        refund_id=pl.format("R{}", "index"),
        kind=pl.lit("refund_only"),
        state=state,
        amount=1000,
        settled_at=back,
        requested_at=pl.coalesce(back - pl.duration(hours=5), at),
    )
    end = START + timedelta(days=law.days - 1 + law.end) - timedelta(minutes=1)
    frames = canonical(sold, ORDER_COLUMNS), canonical(refunds, REFUND_COLUMNS)
    return Shop(*frames, "Asia/Shanghai", "CNY", 2, end)


@pytest.mark.parametrize("seed", range(5))
def test_whole_shop_gives_what_its_tally_gives(seed: int) -> None:
    law = Law(end=0.5, last=14)
    shop = shop_of_law(law, seed)
    since = START.date() + timedelta(days=law.days - law.last)
    settings = replace(
        settings_for(law),
        period=Period(since),
        tells=tells(loaded_of(shop)),
        last_day=last_day(shop.as_of),
        first_day=first_day(shop.orders),
    )
    assert settings.last_day == pytest.approx(0.5)
    row = report_of(refund_rate.PAGE, shop, settings).answers["refund_rate"].tables["overall"].rows
    found = tuple(row.row(0, named=True)[name] for name in NAMES)
    assert found == pytest.approx(projected(law, seed))
    assert found[1] <= law.new <= found[2]


@pytest.mark.parametrize("seed", range(12))
def test_projection_is_that_of_the_oracle(seed: int) -> None:
    law = Law(days=40, per_day=4, share=0.3, new=0.3, end=(0.3, 1.0)[seed % 2], last=12)
    shop = shop_of_law(law, seed)
    settings = replace(
        settings_for(law, horizon=(8, 25)[seed % 3 == 0]),
        tells=tells(loaded_of(shop)),
        period=Period(date(2026, 1, 30)),
        last_day=last_day(shop.as_of),
    )
    row = report_of(refund_rate.PAGE, shop, settings).answers["refund_rate"].tables["overall"].rows
    facts = facts_of(shop)
    assert not isinstance(curve_of(facts, settings), str)
    orders = [order for order in facts.orders if order.day >= date(2026, 1, 30)]
    wanted = maturity_of(orders, facts, settings)
    assert {name: row.row(0, named=True)[name] for name in NAMES} == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"maturity.min_refunds": 10_000}, "too_few_refunds"),
        ({"min_orders": 100_000}, "short_history"),
        ({"maturity.horizon": 365}, "short_history"),
    ],
)
def test_curve_that_cannot_be_learned_says_why(changes: dict[str, object], why: str) -> None:
    law = Law()
    settings = replace(settings_for(law), config=config_of(changes))
    assert delays(days_of(*draw(law, 1)), settings) == why


def test_refunds_without_times_say_nothing_of_delays() -> None:
    law = Law()
    days = days_of(*draw(law, 1))
    silent = days.filter(pl.col("k") == 0).with_columns(k=pl.col("n") // 10)
    assert delays(silent, settings_for(law)) == "no_refund_times"
    assert delays(days.clear(), settings_for(law)) == "too_few_refunds"


def test_month_that_the_period_cuts_is_projected_from_the_orders_of_the_period() -> None:
    since, days = date(2026, 4, 10), days_of(*draw(Law(new=0.3), 1))
    settings = replace(settings_for(Law()), period=Period(since))
    curve = delays(days, settings)
    units = {"month": Unit.month, "measure": Unit.label}
    asked = Table(pl.DataFrame({"month": [date(2026, 4, 1)], "measure": ["orders"]}), units)
    found = ripened(asked, Dimension.month, days, curve, settings).rows["projected"]
    own = days.filter(pl.col("day") >= since).with_columns(all=1)
    assert found.to_list() == matured(own, "all", curve, settings)["projected"].to_list()
