import random
from collections import Counter

import polars as pl
import pytest
from scipy.stats import binom, false_discovery_control

from shopmetrics.stats.crowd import stand_out_in_crowd
from shopmetrics.stats.shrinkage import shrink


def crowd_of(pairs: list[tuple[int, int]]) -> pl.DataFrame:
    counted = sorted(Counter(pairs).items())
    rows = [(n, k, many) for (n, k), many in counted]
    return pl.DataFrame(rows, schema=["n", "k", "customers"], orient="row")


@pytest.mark.parametrize("seed", range(8))
def test_crowd_of_equal_ones_is_what_each_by_itself_would_be(seed: int) -> None:
    chance = random.Random(seed)
    pairs = []
    for _ in range(60):
        n = chance.randint(1, 9)
        pairs.append((n, chance.randint(0, n)))
    found = stand_out_in_crowd(crowd_of(pairs), min_n=3)
    by_pair = {(row["n"], row["k"]): row for row in found.rows(named=True)}
    all_n, all_k = (sum(values) for values in zip(*pairs, strict=True))
    tails = [float(binom.sf(k - 1, n, (all_k - k) / (all_n - n))) for n, k in pairs if n >= 3]
    wanted = false_discovery_control(tails)
    for (n, k), q in zip([pair for pair in pairs if pair[0] >= 3], wanted, strict=True):
        assert by_pair[n, k]["q"] == pytest.approx(q, rel=1e-9)
    assert all(row["q"] is None for row in by_pair.values() if row["n"] < 3)
    alone = shrink(pl.Series([k for _, k in pairs]), pl.Series([n for n, _ in pairs]))
    for pair, to in zip(pairs, alone, strict=True):
        assert by_pair[pair]["shrunk"] == pytest.approx(to, abs=1e-9)


def test_nobody_at_all_stands_out_of_nobody() -> None:
    assert stand_out_in_crowd(crowd_of([]).cast(pl.Int64), min_n=1).height == 0
