"""What the hotspots must find, and what they must leave alone, in shops made by a seeded chance."""

import math
import random
from collections.abc import Sequence
from fractions import Fraction
from math import comb

import numpy as np
import polars as pl
import pytest
from scipy import stats
from simulated import World, answer_of, told
from tables import report_of, settings_of, shop_of

from shopmetrics.finding import Finding, Matter
from shopmetrics.page import Answer
from shopmetrics.pages import hotspots
from shopmetrics.pages.reasons import PAGE as REASONS
from shopmetrics.spots.due import due
from shopmetrics.stats import poisson
from shopmetrics.stats.hypergeometric import upper_tail
from shopmetrics.stats.multiple import benjamini_hochberg
from shopmetrics.stats.scan import likeliest

CHANCE = random.Random(11)
EVENING = (20, 21, 22, 23)


def hot(answer: Answer) -> set[str]:
    return {name for name, table in answer.tables.items() if table.rows["hot"].any()}


def named(answer: Answer, matter: Matter) -> list[Finding]:
    return [finding for finding in answer.findings if finding.matter is matter]


def found(answer: Answer, table: str, **group: object) -> bool:
    return bool(answer.tables[table].rows.filter("hot", **group).height)


@pytest.mark.parametrize(
    "world",
    [World(orders=3_000), World(orders=1_500, rate=0.3, skus=5)],
    ids=["rare", "frequent"],
)
def test_shop_without_any_hotspot_names_one_in_a_twentieth_of_cases_at_most(world: World) -> None:
    settings, runs = told(), 60
    assert sum(bool(hot(answer_of(world, seed, settings))) for seed in range(runs)) <= runs * 0.05


def test_twice_the_rate_on_300_orders_is_found_nine_times_in_ten() -> None:
    world = World(orders=3_600, skus=12, sku_lift=2.0)
    settings, runs = told(), 40
    answers = [answer_of(world, seed, settings) for seed in range(runs)]
    assert sum(found(answer, "sku", sku="S00") for answer in answers) >= runs * 0.9
    others = [finding for one in answers for finding in one.findings if not _of(finding, "S00")]
    assert len(others) <= runs * 0.05


def test_twice_the_rate_of_an_hour_on_300_orders_is_found_nine_times_in_ten() -> None:
    world = World(orders=3_150, hours=(20,), hours_lift=2.0, rate=0.15)  # a tenth of all at 20:00
    settings, runs = told(), 20
    answers = [answer_of(world, seed, settings) for seed in range(runs)]
    assert sum({"hour", "windows"} & hot(one) != set() for one in answers) >= runs * 0.9


def test_evening_is_found_as_one_stretch_and_not_hour_by_hour() -> None:
    answer = answer_of(World(orders=6_000, hours=EVENING, hours_lift=1.8), 3, told())
    (window,) = answer.tables["windows"].rows.rows(named=True)
    assert {20, 21, 22} <= {(window["from_hour"] + at) % 24 for at in range(_length(window))}
    assert window["lift"] == pytest.approx(1.8, abs=0.35)
    assert len(named(answer, Matter.hours)) == 1
    assert named(answer, Matter.hour) == named(answer, Matter.weekday_hour) == []


def test_peak_of_a_sku_is_found_on_its_day_and_needs_no_higher_rate() -> None:
    answer = answer_of(World(orders=8_000, skus=10, peak=0.5), 4, told())
    peaks = answer.tables["day_since_order"].rows.filter("hot")
    assert peaks.select("sku", "day_since_order").rows() == [("S00", 3)]
    (finding,) = answer.findings
    assert (finding.matter, finding.money_per_month) == (Matter.day_since_order, None)


def test_hot_sku_speaks_for_its_peak_and_its_product() -> None:
    answer = answer_of(World(orders=8_000, skus=12, sku_lift=3.0, peak=0.5), 5, told())
    (finding,) = answer.findings
    assert finding.matter is Matter.sku
    assert finding.subject["day_since_order"].value == 3
    assert found(answer, "product", product="P0")


def test_region_is_found() -> None:
    answer = answer_of(World(orders=6_000, region_lift=2.0), 6, told())
    (finding,) = answer.findings
    assert finding.subject["region"].value == "R0"


def test_hour_of_bad_goods_is_not_a_bad_hour() -> None:
    """Of the orders at 20:00 most are of a SKU that always comes back often."""
    mix = {
        ("mug", 9): (200, 60),
        ("mug", 20): (600, 180),
        ("cup", 9): (800, 40),
        ("cup", 20): (200, 10),
    }
    rows = [{"basket": b, "hour": h, "n": n, "k": k, "amount": 0} for (b, h), (n, k) in mix.items()]
    hours = due(pl.DataFrame(rows), "hour")
    assert hours["expected"].to_list() == pytest.approx([100, 190])
    assert hours["k"].to_list() == [100, 190]


def test_rates_of_the_goods_hold_the_hour_itself_which_leans_its_lift_to_one() -> None:
    """A SKU sold in one hour alone expects there what it has: it can say nothing of the hour."""
    shares = [0.5, 0.9, 1.0]
    lifts = []
    for share in shares:  # of the SKU's orders that lie in the hour, which doubles its rate
        inside, outside = round(1000 * share), round(1000 * (1 - share))
        mix = [("evening", inside, inside // 5), ("noon", outside, outside // 10)]
        rows = [{"basket": "mug", "hour": h, "n": n, "k": k, "amount": 0} for h, n, k in mix if n]
        row = due(pl.DataFrame(rows), "hour").filter(hour="evening").row(0, named=True)
        lifts.append(row["k"] / row["expected"])
    assert lifts == sorted(lifts, reverse=True)
    assert lifts[-1] == 1.0


@pytest.mark.parametrize("_", range(200))
def test_poisson_tail_is_that_of_scipy(_: int) -> None:
    mean = CHANCE.random() * 10 ** CHANCE.randint(-1, 4)
    k = max(0, round(mean * CHANCE.uniform(0.3, 2.5)))
    tail = poisson.upper_tail(pl.Series([k]), pl.Series([mean]))[0]
    assert tail == pytest.approx(stats.poisson.sf(k - 1, mean), rel=1e-9, abs=1e-250)


def test_poisson_tail_at_its_edges() -> None:
    k, mean = pl.Series([0, 3, None, 1]), pl.Series([2.0, 0.0, 1.0, None])
    assert poisson.upper_tail(k, mean).to_list() == [1.0, 0.0, None, None]


@pytest.mark.parametrize("_", range(200))
def test_hypergeometric_tail_is_that_of_scipy(_: int) -> None:
    total = CHANCE.randint(2, 10 ** CHANCE.randint(1, 5))
    marked = int(total * CHANCE.random() ** 2)
    n = CHANCE.randint(1, total - 1)
    k = min(n, marked, round(n * marked / total * CHANCE.uniform(0.3, 2.5)))
    tail = upper_tail(*(pl.Series([one]) for one in (k, n, marked, total)))[0]
    oracle = stats.hypergeom.sf(k - 1, total, marked, n)
    assert tail == pytest.approx(oracle, rel=1e-9, abs=1e-250)


def test_hypergeometric_tail_of_a_hundred_million_orders_keeps_its_digits() -> None:
    k, n, marked, total = 12, 300, 9_000_000, 100_000_000
    tail = upper_tail(*(pl.Series([one]) for one in (k, n, marked, total)))[0]
    assert tail == pytest.approx(stats.binom.sf(k - 1, n, 0.09), rel=1e-4)


def test_hypergeometric_tail_at_its_edges() -> None:
    k, n = pl.Series([0, 5, 2, 1, 3, 2]), pl.Series([5, 4, 5, 5, 3, 2])
    marked, total = pl.Series([3, 9, 2, 3, 3, None]), pl.Series([9, 20, 5, 9, 6, 9])
    found = upper_tail(k, n, marked, total).to_list()
    assert found[:3] == [1.0, 0.0, None]  # nothing asked, more than drawn, no others
    assert found[3] == pytest.approx(1 - comb(6, 5) / comb(9, 5))
    assert found[4] == pytest.approx(1 / comb(6, 3))
    assert found[5] is None


def test_two_halves_of_a_shop_are_told_apart_no_more_often_than_they_may() -> None:
    """The others' rate is a sample: a binomial at that rate would cry wolf four times as often."""
    chance = np.random.default_rng(1)
    drawn = chance.binomial(1_000, 0.1, size=(2, 4_000))
    n, total = pl.Series([1_000] * 4_000), pl.Series([2_000] * 4_000)
    p = upper_tail(pl.Series(drawn[0]), n, pl.Series(drawn.sum(axis=0)), total)
    assert sum(value <= 0.01 for value in p) <= 0.012 * 4_000


@pytest.mark.parametrize("_", range(30))
def test_likeliest_stretch_is_the_best_of_all(_: int) -> None:
    observed = [CHANCE.randint(0, 9) for _ in range(8)]
    expected = [CHANCE.choice([0.5, 2.0, 4.0]) for _ in range(8)]
    best = likeliest(observed, expected, [1] * 8, min_n=1)
    tried = [(s, n) for n in range(1, 5) for s in range(8)]
    scores = {key: _score(observed, expected, *key) for key in tried}
    top = max(scores, key=lambda key: (round(scores[key], 9), -key[1], -key[0]))
    assert best is not None
    assert (best.start, best.end) == (top[0], (top[0] + top[1]) % 8)
    share = best.expected / sum(expected)
    tail = stats.binom.sf(best.observed - 1, sum(observed), share)
    assert best.p == pytest.approx(min(1, tail * len(tried)), rel=1e-9)


def test_stretch_goes_round_the_clock_and_rests_on_enough() -> None:
    observed = [9, 1, 1, 1, 1, 9]
    assert likeliest(observed, [1.0] * 6, [5] * 6, min_n=10) is not None
    best = likeliest(observed, [4.0] * 6, [5] * 6, min_n=10)
    assert best is not None
    assert (best.start, best.end, best.observed) == (5, 1, 18)
    assert best.lift == pytest.approx(18 / 8 / (4 / 16))
    assert likeliest(observed, [4.0] * 6, [5] * 6, min_n=16) is None
    assert likeliest([0, 0], [0.0, 0.0], [5, 5], min_n=1) is None


def test_stretch_that_holds_all_is_endlessly_lifted() -> None:
    best = likeliest([6, 0, 0, 0], [1.0] * 4, [5] * 4, min_n=1)
    assert best is not None
    assert (best.start, best.end, best.lift) == (0, 1, None)


def test_correction_counts_those_that_are_left_out() -> None:
    p = [0.001, 0.2, 0.03]
    oracle = stats.false_discovery_control([*p, *[1.0] * 7])
    assert benjamini_hochberg(pl.Series(p), 10).to_list() == pytest.approx(list(oracle[:3]))


def test_cause_that_rose_is_found_and_one_that_did_not_is_not() -> None:
    orders = [f"A{at}  10.00  2026-03-{2 + at % 30:02d} 09:00" for at in range(200)]
    orders += [f"B{at}  10.00  2026-04-{1 + at % 30:02d} 09:00" for at in range(200)]
    orders += ["C0  10.00  2026-06-01 09:00"]  # so late that those of April have had their time
    back = [(f"A{at}", "质量问题") for at in range(20)] + [
        (f"A{at}", "尺码不合适") for at in range(20, 24)
    ]
    back += [(f"B{at}", "质量问题") for at in range(22)] + [
        (f"B{at}", "尺码不合适") for at in range(22, 48)
    ]
    head = "refund_id  order_id  amount  kind  state  reason"
    refunds = [
        f"R{at}  {of}  10.00  refund_only  succeeded  {why}" for at, (of, why) in enumerate(back)
    ]
    shop = shop_of("\n".join(["order_id  paid  ordered_at", *orders]), "\n".join([head, *refunds]))
    settings = settings_of(shop, {"since": "2026-04-01", "until": "2026-04-30"})
    (finding,) = report_of(REASONS, shop, settings).answers["reasons"].findings
    assert finding.subject["cause"].value == "size"
    assert (finding.numbers["rate"].value, finding.numbers["was"].value) == (0.13, 4 / 200)
    months = 30 / (365.25 / 12)
    assert finding.money_per_month == round((26 - 200 * Fraction(4, 200)) * 1000 / months)
    cash = settings_of(shop, {"since": "2026-04-01", "until": "2026-04-30", "basis": "refund_time"})
    assert report_of(REASONS, shop, cash).answers["reasons"].findings == ()


@pytest.mark.parametrize(
    ("orders", "back", "unknown"),
    [
        (("mug", "cup"), (), "no_refunds"),
        (("mug", "cup"), tuple(range(40)), "all_refunded"),
        (("mug",), (0, 1), "one_sku"),
        (("-",), (0, 1), "no_skus"),
        (("mug", "cup"), (0, 1), "no_request_times"),
    ],
)
def test_what_cannot_be_told_is_said(
    orders: Sequence[str], back: Sequence[int], unknown: str
) -> None:
    sold = [
        f"A{at}  {orders[at % len(orders)]}  10.00  2026-03-{1 + at % 9:02d} 09:00"
        for at in range(40)
    ]
    given = [f"R{at}  A{at}  10.00  refund_only  succeeded" for at in back]
    given = given or ["R0  A0  10.00  refund_only  rejected"]
    shop = shop_of(
        "\n".join(["order_id  sku  paid  ordered_at", *sold]),
        "\n".join(["refund_id  order_id  amount  kind  state", *given]),
    )
    answer = report_of(hotspots.PAGE, shop, settings_of(shop)).answers["hotspots"]
    assert unknown in answer.unknown
    assert answer.findings == ()


def test_one_sku_with_all_that_came_back_is_hot_without_a_finite_lift() -> None:
    sold = [
        f"A{at}  {'mug' if at % 2 else 'cup'}  10.00  2026-03-{1 + at % 28:02d} 09:00"
        for at in range(120)
    ]
    back = [f"R{at}  A{at}  10.00  refund_only  succeeded" for at in range(1, 40, 2)]
    shop = shop_of(
        "\n".join(["order_id  sku  paid  ordered_at", *sold]),
        "\n".join(["refund_id  order_id  amount  kind  state", *back]),
    )
    answer = report_of(hotspots.PAGE, shop, settings_of(shop)).answers["hotspots"]
    (row,) = answer.tables["sku"].rows.filter("hot").rows(named=True)
    assert (row["sku"], row["lift"], row["excess"]) == ("mug", None, 20)


def _of(finding: Finding, sku: str) -> bool:
    product = finding.subject.get("product")
    return (finding.subject.get("sku") is not None and finding.subject["sku"].value == sku) or (
        finding.matter is Matter.product and product is not None and product.value == "P0"
    )


def _length(window: dict[str, int]) -> int:
    return (window["until_hour"] - window["from_hour"]) % 24


def _score(observed: Sequence[int], expected: Sequence[float], start: int, length: int) -> float:
    at = [(start + step) % len(observed) for step in range(length)]
    k, due_here = sum(observed[i] for i in at), sum(expected[i] for i in at)
    total, mean = sum(observed), sum(expected)
    here = due_here * total / mean
    if k <= here:
        return 0.0
    rest = (total - k) * math.log((total - k) / (total - here)) if k < total else 0.0
    return k * math.log(k / here) + rest


def test_what_is_due_adds_up_the_same_in_any_order_of_the_rows() -> None:
    """A number that depends on the cores of a machine cannot be compared between two."""
    chance = random.Random(3)
    counts = [(f"sku {at % 700}", at % 24, chance.randint(1, 90)) for at in range(700 * 24)]
    tally = pl.DataFrame(counts, schema=["basket", "hour", "n"], orient="row").with_columns(
        k=pl.col("n") // 7, amount=pl.col("n")
    )
    for seed in range(5):
        shuffled = tally.sample(fraction=1, shuffle=True, seed=seed)
        assert due(shuffled, "hour").equals(due(tally, "hour"))
