import random

import polars as pl
import pytest
from lifelines import KaplanMeierFitter

from shopmetrics.stats.landing import Landing, landing, project
from shopmetrics.stats.survival import Survival, kaplan_meier

Lives = list[tuple[int, int | None]]


def lives(seed: int, size: int = 200, horizon: int = 20) -> Lives:
    chance = random.Random(seed)
    drawn = []
    for _ in range(size):
        age, day = chance.randint(0, 3 * horizon), int(chance.expovariate(0.3))
        comes = chance.random() < 0.4
        drawn.append((age, day if comes and day <= age else None))
    return drawn


def table(drawn: Lives) -> pl.DataFrame:
    schema = {"age": pl.Int64, "event": pl.Int16}
    rows = pl.DataFrame(drawn, schema=schema, orient="row")
    return rows.group_by("age", "event").agg(n=pl.len())


@pytest.mark.parametrize("seed", range(40))
def test_curve_is_that_of_lifelines(seed: int) -> None:
    drawn = lives(seed)
    curve = kaplan_meier(table(drawn), horizon=20)
    days = [age if event is None else event for age, event in drawn]
    oracle = KaplanMeierFitter().fit(days, [event is not None for _, event in drawn])
    wanted = oracle.survival_function_at_times(range(21)).to_list()
    assert curve.left == pytest.approx(wanted, abs=1e-12)
    assert list(curve.at_risk) == [sum(end >= day for end in days) for day in range(21)]


@pytest.mark.parametrize("seed", range(10))
def test_variance_of_the_curve_is_that_of_lifelines(seed: int) -> None:
    """Greenwood's sum is what the projection's error is made of."""
    drawn = lives(seed)
    curve = kaplan_meier(table(drawn), horizon=20)
    days = [age if event is None else event for age, event in drawn]
    fitter = KaplanMeierFitter().fit(days, [event is not None for _, event in drawn])
    terms = zip(curve.hazards, curve.at_risk, strict=True)
    ours = sum(hazard / (1 - hazard) / risk for hazard, risk in terms)
    greenwood = fitter._cumulative_sq_.loc[:20].iloc[-1].item()
    assert ours == pytest.approx(greenwood, abs=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_interval_of_the_curve_is_that_of_lifelines(seed: int) -> None:
    drawn = lives(seed)
    curve = kaplan_meier(table(drawn), horizon=20)
    days = [age if event is None else event for age, event in drawn]
    fitter = KaplanMeierFitter().fit(days, [event is not None for _, event in drawn])
    wanted = fitter.confidence_interval_.loc[:20]
    for day, (low, high) in zip(wanted.index, wanted.to_numpy(), strict=True):
        ends = curve.intervals[int(day)]
        if ends is not None:
            assert ends == pytest.approx((low, high), abs=1e-9)


def test_last_day_seen_in_part_is_so_much_of_a_day_at_risk() -> None:
    rows = pl.DataFrame({"n": [3, 1, 6], "age": [1, 1, 5], "event": [None, 1, None]})
    curve = kaplan_meier(rows.cast({"event": pl.Int16}), horizon=2, last_day=0.25)
    assert list(curve.at_risk) == [10, 7, 6]
    assert list(curve.hazards) == [0, pytest.approx(1 / 7), 0]


def test_event_after_the_last_day_counts_as_watched_until_then() -> None:
    rows = pl.DataFrame({"n": [1, 1], "age": [0, 3], "event": [2, None]}).cast({"event": pl.Int16})
    assert kaplan_meier(rows, horizon=3).at_risk == (2, 2, 2, 1)


def test_hazard_is_no_more_than_one_and_none_where_nobody_is_left() -> None:
    curve = Survival(at_risk=(0.5, 0.0), events=(1, 0))
    assert curve.hazards == (1.0, 0.0)
    assert curve.left == (0.0, 0.0)


def halves(last_day: float = 1.0) -> Landing:
    """Half of the refunds on day 0, half on day 1; 10 of 100 orders come back."""
    return landing(Survival(at_risk=(100.0, 95.0), events=(5, 5)), last_day)


def test_half_seen_means_twice_as_many_to_expect() -> None:
    found = project(halves(), {0: 1000}, {0: 990})
    assert found.completeness == pytest.approx(0.5)
    assert found.share == pytest.approx(0.02, rel=1e-9)


def test_last_day_in_part_is_seen_in_part() -> None:
    assert halves(0.5).seen == pytest.approx((0.25, 0.75, 1.0))


def test_orders_watched_to_the_end_are_what_they_are() -> None:
    found = project(halves(), {2: 40}, {2: 33})
    assert (found.share, found.completeness) == (7 / 40, 1)
    assert found.effective == pytest.approx(40)


def test_nothing_yet_projects_nothing_and_more_than_there_are_is_all() -> None:
    assert project(halves(), {0: 10}, {0: 10}).share == 0
    assert project(halves(), {0: 10}, {0: 2}).share == pytest.approx(1)
    assert project(halves(), {0: 10}, {0: 2}).effective == pytest.approx(5)
    assert project(halves(), {2: 10}, {}).share == 1


def test_orders_of_which_nothing_can_be_seen_tell_nothing() -> None:
    curve = landing(Survival(at_risk=(100.0, 100.0), events=(0, 5)), 1.0)
    found = project(curve, {0: 10}, {0: 10})
    assert (found.share, found.effective, found.completeness) == (0, 0, 0)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("last_day", [1.0, 0.4])
def test_error_of_the_curve_is_what_moving_it_shows(seed: int, last_day: float) -> None:
    drawn = lives(seed)
    counts: dict[int, int] = {}
    quiet: dict[int, int] = {}
    for age, event in drawn[:60]:
        key = min(age // 4, 21)
        counts[key] = counts.get(key, 0) + 1
        quiet[key] = quiet.get(key, 0) + (event is None)
    curve = landing(kaplan_meier(table(drawn), horizon=20), last_day)
    found = project(curve, counts, quiet)
    known = sum(n * curve.seen[a] / (1 - found.share * curve.seen[a]) for a, n in counts.items())
    wanted = found.share / known
    for day, (hazard, risk) in enumerate(
        zip(curve.survival.hazards, curve.survival.at_risk, strict=True)
    ):
        slope = (
            moved(curve, day, 1e-6, counts, quiet) - moved(curve, day, -1e-6, counts, quiet)
        ) / 2e-6
        wanted += slope**2 * hazard * (1 - hazard) / risk
    variance = found.share * (1 - found.share) / found.effective
    assert variance == pytest.approx(wanted, rel=1e-5)


def moved(
    curve: Landing, day: int, by: float, counts: dict[int, int], quiet: dict[int, int]
) -> float:
    """Project with one day's hazard moved a little."""
    old = curve.survival
    hazards = [one + by * (at == day) for at, one in enumerate(old.hazards)]
    events = tuple(h * r for h, r in zip(hazards, old.at_risk, strict=True))
    survival = Survival(old.at_risk, events)  # type: ignore[arg-type] # parts of events, for a slope
    return project(landing(survival, curve.last_day), counts, quiet).share
