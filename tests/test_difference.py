import random

import pytest
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from shopmetrics.stats.difference import Share, chance, detectable, newcombe

RANDOM = random.Random(11)


def draw() -> tuple[int, int]:
    n = RANDOM.randint(1, 10 ** RANDOM.randint(1, 5))
    return round(n * RANDOM.random() ** 3), n


@pytest.mark.parametrize("_", range(200))
def test_interval_of_the_difference_is_that_of_statsmodels(_: int) -> None:
    (k, n), (x, m) = draw(), draw()
    wanted = confint_proportions_2indep(x, m, k, n, method="newcomb")
    assert newcombe(Share(k / n, n), Share(x / m, m)) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("_", range(50))
def test_ends_of_a_share_are_those_of_statsmodels(_: int) -> None:
    k, n = draw()
    wanted = proportion_confint(k, n, method="wilson")
    assert Share(k / n, n).ends(0.95) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("_", range(200))
def test_chance_is_that_of_statsmodels(_: int) -> None:
    (k, n), (x, m) = draw(), draw()
    found = chance(Share(k / n, n), Share(x / m, m))
    if k + x in {0, n + m}:
        assert found is None
    else:
        assert found == pytest.approx(proportions_ztest([k, x], [n, m])[1], abs=1e-9)


@pytest.mark.parametrize("power", [0.8, 0.5])
@pytest.mark.parametrize("_", range(30))
def test_rise_that_could_be_seen_has_the_power_asked_for(_: int, power: float) -> None:
    import numpy as np  # noqa: PLC0415 for one angle

    (k, n), (_x, m) = draw(), draw()
    share = k / n
    rise = detectable(Share(share, n), Share(share, m), power=power)
    if rise is None:
        return
    effect = 2 * (np.arcsin(np.sqrt(share + rise)) - np.arcsin(np.sqrt(share)))
    seen = NormalIndPower().power(effect, nobs1=n, alpha=0.05, ratio=m / n)
    assert seen == pytest.approx(power, abs=1e-9)


def test_ten_orders_a_side_could_not_show_any_rise_from_half() -> None:
    assert detectable(Share(0.9, 5), Share(0.9, 5)) is None


def test_larger_files_show_smaller_rises() -> None:
    few, many = (detectable(Share(0.08, n), Share(0.08, n)) for n in (100, 10_000))
    assert few is not None
    assert many is not None
    assert many < few / 5
