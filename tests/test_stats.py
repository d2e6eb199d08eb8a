import itertools
import math
import random

import polars as pl
import pytest
from scipy import optimize, special, stats

from shopmetrics.stats.binomial import incomplete_beta, upper_tail
from shopmetrics.stats.counts import quantile
from shopmetrics.stats.hotspot import stand_out
from shopmetrics.stats.intervals import wilson
from shopmetrics.stats.multiple import benjamini_hochberg
from shopmetrics.stats.polygamma import slopes
from shopmetrics.stats.prior import Groups, fitted, likelihood
from shopmetrics.stats.rate import rated
from shopmetrics.stats.shrinkage import shrink

RANDOM = random.Random(7)


def interval(k: int, n: int) -> tuple[float | None, float | None]:
    low, high = wilson(pl.col("k"), pl.col("n"))
    row = pl.DataFrame({"k": [k], "n": [n]}).select(low.alias("low"), high.alias("high")).row(0)
    return row[0], row[1]


@pytest.mark.parametrize("_", range(200))
def test_wilson_interval_is_that_of_scipy(_: int) -> None:
    n = RANDOM.randint(1, 10 ** RANDOM.randint(1, 6))
    k = RANDOM.randint(0, n)
    oracle = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert interval(k, n) == pytest.approx((oracle.low, oracle.high), abs=1e-12)


def test_interval_of_nothing_and_of_more_than_all_is_nothing() -> None:
    assert interval(0, 0) == (None, None)
    assert interval(3, 2) == (None, None)
    assert interval(0, 5)[0] == 0
    assert interval(5, 5)[1] == 1


def test_rate_of_nothing_is_nothing() -> None:
    rows = rated(pl.DataFrame({"k": [0, 1], "n": [0, 4]}))
    assert rows["rate"].to_list() == [None, 0.25]


@pytest.mark.parametrize("_", range(300))
def test_binomial_tail_is_that_of_scipy(_: int) -> None:
    n = RANDOM.randint(1, 10 ** RANDOM.randint(1, 5))
    share = RANDOM.random() ** 3
    k = min(n, max(0, round(n * share * RANDOM.uniform(0.3, 2))))
    found = upper_tail(pl.Series([k]), pl.Series([n]), pl.Series([share]))[0]
    assert found == pytest.approx(stats.binom.sf(k - 1, n, share), rel=1e-8, abs=1e-250)


def test_binomial_tail_at_its_edges() -> None:
    k, n = pl.Series([0, 3, 2, 2, None]), pl.Series([5, 2, 2, 2, 2])
    share = pl.Series([0.5, 0.5, 0.0, 1.0, 0.5])
    assert upper_tail(k, n, share).to_list() == [1.0, 0.0, 0.0, 1.0, None]
    assert upper_tail(
        pl.Series([1]), pl.Series([2]), pl.Series([None], dtype=pl.Float64)
    ).to_list() == [None]


def test_incomplete_beta_survives_a_zero_in_its_fraction() -> None:
    assert incomplete_beta(1, 1, 0.25) == pytest.approx(0.25)


def test_adjusted_p_is_that_of_scipy_and_leaves_nulls_out() -> None:
    p = [RANDOM.random() ** 2 for _ in range(40)]
    oracle = stats.false_discovery_control(p)
    with_gaps = [x for value in p for x in (value, None)]
    found = benjamini_hochberg(pl.Series(with_gaps)).to_list()
    assert found[::2] == pytest.approx(list(oracle), abs=1e-12)
    assert set(found[1::2]) == {None}
    assert benjamini_hochberg(pl.Series([], dtype=pl.Float64)).to_list() == []


def test_shrunk_rates_are_those_of_the_best_fit() -> None:
    n = [RANDOM.randint(5, 200) for _ in range(300)]
    k = [
        stats.binom.rvs(m, stats.beta.rvs(2, 25, random_state=i), random_state=i)
        for i, m in enumerate(n)
    ]
    a, b = best_fit(Groups.of(pl.Series(k), pl.Series(n)))
    oracle = [(a + came) / (m + a + b) for came, m in zip(k, n, strict=True)]
    assert shrink(pl.Series(k), pl.Series(n)).to_list() == pytest.approx(oracle, abs=1e-6)


def best_fit(groups: Groups) -> tuple[float, float]:
    """Return a and b by a search that knows nothing of derivatives."""

    def cost(x: list[float]) -> float:
        return -likelihood(groups, math.exp(x[0]), math.exp(x[1]))

    best = optimize.minimize(
        cost, [0.5, 3.0], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10}
    )
    return math.exp(best.x[0]), math.exp(best.x[1])


@pytest.mark.parametrize("seed", range(60))
def test_prior_is_likelier_than_any_near_it(seed: int) -> None:
    """Few or many groups, alike or not, of every rate: some have no best precision at all."""
    chance = random.Random(seed)
    rate, precision = chance.choice([0.01, 0.1, 0.5, 0.9]), chance.choice([0.5, 3, 30, 1e6])
    n = [chance.choice([1, 5, 50, 2000]) for _ in range(chance.choice([2, 3, 30]))]
    shares = [chance.betavariate(rate * precision, (1 - rate) * precision) for _ in n]
    k = [int(stats.binom.rvs(m, p, random_state=seed)) for m, p in zip(n, shares, strict=True)]
    k[0], n[0] = 1, n[0] + 1  # something came back, and not all of it
    groups = Groups.of(pl.Series(k), pl.Series(n))
    a, b = fitted(groups, sum(k) / sum(n))
    around = itertools.product((0.8, 0.99, 1, 1.01, 1.25), repeat=2)
    best = max(likelihood(groups, a * up, b * down) for up, down in around)
    assert likelihood(groups, a, b) == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize("x", [1e-3, 0.1, 0.5, 1, 2.5, 7.9, 8, 9, 100, 1e7])
def test_slopes_of_ln_gamma_are_those_of_scipy(x: float) -> None:
    oracle = (float(special.digamma(x)), float(special.polygamma(1, x)))
    assert slopes(x) == pytest.approx(oracle, rel=1e-11)


def test_likelihood_is_that_of_scipy_but_for_a_constant() -> None:
    pairs = [(3, 10), (1, 7)]
    groups = Groups.of(pl.Series([3, 1]), pl.Series([10, 7]))

    def oracle(a: float, b: float) -> float:
        return float(sum(stats.betabinom.logpmf(k, n, a, b) for k, n in pairs))

    ours = likelihood(groups, 1.8, 7.2) - likelihood(groups, 1.2, 1.8)
    assert ours == pytest.approx(oracle(1.8, 7.2) - oracle(1.2, 1.8), abs=1e-9)


def test_groups_that_vary_by_chance_alone_are_drawn_to_the_rate_of_all() -> None:
    assert shrink(pl.Series([10] * 20), pl.Series([100] * 20)).to_list() == pytest.approx(
        [0.1] * 20, abs=1e-3
    )


def test_one_of_one_does_not_lead_the_list() -> None:
    k, n = [1, 30, *[5] * 40], [1, 100, *[100] * 40]
    tiny, large, *_ = shrink(pl.Series(k), pl.Series(n))
    assert tiny < large


def test_shrinking_needs_something_to_shrink() -> None:
    assert shrink(pl.Series([0, 0]), pl.Series([5, 0])).to_list() == [0, None]
    assert shrink(pl.Series([5]), pl.Series([5])).to_list() == [1.0]
    assert shrink(pl.Series([0]), pl.Series([0])).to_list() == [None]
    assert shrink(pl.Series([1, 2, 0]), pl.Series([10, 4, 0])).to_list()[2] is None


@pytest.mark.parametrize("_", range(50))
def test_quantile_of_counts_is_that_of_the_list(_: int) -> None:
    listed = sorted(RANDOM.randint(0, 20) for _ in range(RANDOM.randint(1, 30)))
    share = RANDOM.choice([0.25, 0.5, 0.75])
    counts = pl.DataFrame({"v": listed}).group_by("v").len()
    wanted = listed[max(0, math.ceil(share * len(listed)) - 1)]
    assert quantile(counts["v"], counts["len"], share) == wanted


def test_quantile_of_nothing_is_nothing() -> None:
    assert quantile(pl.Series([], dtype=pl.Int64), pl.Series([], dtype=pl.Int64), 0.5) is None


def test_group_without_others_stands_out_from_nothing() -> None:
    row = stand_out(pl.DataFrame({"k": [3], "n": [10]}), min_n=1).row(0, named=True)
    assert (row["lift"], row["excess"], row["p"], row["q"]) == (None, None, None, None)


def test_small_group_has_no_q_and_does_not_weigh_on_the_others() -> None:
    rows = stand_out(pl.DataFrame({"k": [9, 1, 1], "n": [30, 100, 2]}), min_n=10)
    assert rows["q"].to_list()[2] is None
    assert rows["q"][0] == pytest.approx(rows["p"][0] * 2)
