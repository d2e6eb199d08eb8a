import math
from collections.abc import Sequence

import polars as pl
import pytest

from shopmetrics.stats.control import limits


def chart(
    values: Sequence[float | None], size: float = 1000, judged: list[bool] | None = None
) -> pl.DataFrame:
    told = judged or [value is not None for value in values]
    columns = {"value": values, "size": [float(size)] * len(values), "judged": told}
    return limits(pl.DataFrame(columns, schema_overrides={"value": pl.Float64}))


def test_limits_are_three_sigma_of_the_binomial() -> None:
    rows = chart([0.1, 0.101, 0.1, 0.099] * 3)
    half = 3 * math.sqrt(0.1 * 0.9 / 1000)
    assert rows["centre"].to_list() == pytest.approx([0.1] * 12)
    assert rows["lower"][0] == pytest.approx(0.1 - half)
    assert rows["upper"][0] == pytest.approx(0.1 + half)
    assert rows["signal"].null_count() == 12


def test_limits_widen_where_periods_vary_by_more_than_chance() -> None:
    """Laney's way by the median: sigma times the median moving range of z over 0.954."""
    values = [0.08, 0.12] * 6
    rows = chart(values)
    sigma = math.sqrt(0.1 * 0.9 / 1000)
    spread = (0.04 / sigma) / (math.sqrt(2) * 0.6744897501960817)
    assert rows["upper"][0] == pytest.approx(0.1 + 3 * sigma * spread)
    assert rows["signal"].null_count() == 12


def test_period_outside_the_limits_is_a_signal() -> None:
    steady = [0.099, 0.101] * 6
    assert chart([*steady, 0.2])["signal"].to_list()[-1] == "above"
    assert chart([*steady, 0.02])["signal"].to_list()[-1] == "below"


def test_one_bad_period_does_not_widen_the_limits_that_it_is_held_against() -> None:
    values = [0.041, 0.055, 0.041, 0.13, 0.041, 0.055, 0.041, 0.055]
    assert chart(values, size=300)["signal"].to_list()[3] == "above"


def test_young_period_raises_no_signal_and_draws_no_limits() -> None:
    values = [*[0.1] * 9, 0.5]
    rows = chart(values, judged=[True] * 9 + [False])
    assert rows["centre"][0] == pytest.approx(0.1)
    assert rows["signal"].null_count() == 10


def test_eighth_on_one_side_is_a_signal_and_gaps_do_not_break_it() -> None:
    values = [0.09] * 8 + [0.11] * 4 + [None] + [0.11] * 5
    found = chart(values)["signal"].to_list()
    assert found[:7] == [None] * 7
    assert found[7] == "run_below"
    assert found[8:16] == [None] * 8
    assert found[16:] == ["run_above", "run_above"]


def test_few_to_expect_are_not_judged_by_limits_that_are_too_narrow() -> None:
    """4 of 30 are beyond 3 sigma and may be chance (0.005); 9 of 30 are not."""
    for many, signal in ((4, None), (9, "above")):
        rows = chart([0.01] * 8 + [many / 30], size=30)
        assert rows["value"][-1] > rows["upper"][-1]
        assert rows["signal"][-1] == signal


def test_less_than_eight_periods_draw_no_limits() -> None:
    assert chart([0.1] * 7)["centre"].null_count() == 7


def test_nothing_and_everything_have_limits_without_width() -> None:
    for value in (0.0, 1.0):
        rows = chart([value] * 8)
        assert rows.select("centre", "lower", "upper").row(0) == (value, value, value)
        assert rows["signal"].null_count() == 8


def test_period_without_orders_has_no_limits() -> None:
    columns = {
        "value": [0.1] * 8 + [None],
        "size": [100.0] * 8 + [0.0],
        "judged": [True] * 8 + [False],
    }
    rows = limits(pl.DataFrame(columns))
    assert rows["lower"][8] is None
    assert rows["centre"][8] == pytest.approx(0.1)
