"""Rates of many groups, each drawn towards the rate of all by how little it rests on."""

import math
from collections import Counter
from collections.abc import Callable

import polars as pl

from shopmetrics.value import value

_PRECISIONS = (math.log(0.1), math.log(1e7))
_STEPS = 26
_ROUNDS = 3
_GOLDEN = (math.sqrt(5) - 1) / 2
_EDGE = 1e-6


def shrink(k: pl.Series, n: pl.Series, times: pl.Series | None = None) -> pl.Series:
    """Return (k + a) / (n + a + b) for every group: empirical Bayes of the beta-binomial.

    The prior a, b is fitted over the groups by maximum likelihood. Groups that vary no more than
    chance give an endless precision: then each is drawn all the way to the rate of all.
    Null where n is 0 or nothing was counted in any group. `times` says how many groups each row
    stands for, where it is more than one.
    """
    all_n, all_k = (n, k) if times is None else (n * times, k * times)
    total, refunded = int(all_n.sum()), int(all_k.filter(n > 0).sum())
    if not refunded or refunded == total:
        share = None if not total else refunded / total
        return pl.Series("shrunk", [share if b else None for b in n], dtype=pl.Float64)
    a, b = prior(Groups.of(k, n, times), refunded / total)
    rows = zip(k, n, strict=True)
    return pl.Series(
        "shrunk", [(x + a) / (m + a + b) if m else None for x, m in rows], dtype=pl.Float64
    )


@value
class Groups:
    """How many groups have each k, each n - k and each n: all that the likelihood looks at."""

    back: Counter[int]
    kept: Counter[int]
    all: Counter[int]

    @classmethod
    def of(cls, k: pl.Series, n: pl.Series, times: pl.Series | None = None) -> "Groups":
        """Count groups that have something to count; each row stands for so many of them."""
        rows = pl.DataFrame({"k": k, "n": n} | ({} if times is None else {"times": times}))
        many = pl.len() if times is None else pl.col("times").sum()
        alike = rows.group_by("k", "n", maintain_order=True).agg(many.alias("times"))
        back, kept, every = Counter[int](), Counter[int](), Counter[int]()
        for came, placed, count in (one for one in alike.rows() if one[1]):
            back[came] += count
            kept[placed - came] += count
            every[placed] += count
        return cls(*(Counter(dict(sorted(one.items()))) for one in (back, kept, every)))


def prior(groups: Groups, share: float) -> tuple[float, float]:
    """Fit a and b over groups of (k, n), starting from the share of all.

    The likelihood is searched by turns along the mean and along the precision a + b.
    """
    mean, size = share, 1.0
    for _ in range(_ROUNDS):
        size = _best_size(groups, mean)
        mean = _best_mean(groups, mean, size)
    return mean * size, (1 - mean) * size


def _best_size(groups: Groups, mean: float) -> float:
    def of(precision: float) -> float:
        return likelihood(groups, mean, math.exp(precision))

    return math.exp(_best(of, _PRECISIONS))


def _best_mean(groups: Groups, mean: float, size: float) -> float:
    every = _rising(groups.all, size)  # the same at every mean

    def of(at: float) -> float:
        return _rising(groups.back, at * size) + _rising(groups.kept, (1 - at) * size) - every

    return _best(of, (max(_EDGE, mean / 3), min(1 - _EDGE, mean * 3)))


def likelihood(groups: Groups, mean: float, size: float) -> float:
    """Return the log-likelihood of the beta-binomial, less what does not depend on the prior.

    It falls apart into sums over k, over n - k and over n, each of few distinct values: a tenth
    of the time of a sum over the groups.
    """
    a, b = mean * size, (1 - mean) * size
    return _rising(groups.back, a) + _rising(groups.kept, b) - _rising(groups.all, size)


def _rising(counts: Counter[int], start: float) -> float:
    """Return the sum of ln(start (start + 1) ... (start + count - 1)) over all counts."""
    lgamma, base = math.lgamma, math.lgamma(start)
    return sum([times * (lgamma(start + count) - base) for count, times in counts.items()])


def _best(of: Callable[[float], float], within: tuple[float, float]) -> float:
    """Find the highest point between two by golden sections."""
    low, high = within
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = of(left), of(right)
    for _ in range(_STEPS):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = of(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = of(right)
    return (low + high) / 2
