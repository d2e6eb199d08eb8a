"""Rates of many groups, each drawn towards the rate of all by how little it rests on."""

import math
from collections import Counter
from collections.abc import Callable

import polars as pl

_PRECISIONS = (math.log(0.1), math.log(1e7))
_STEPS = 26
_ROUNDS = 3
_GOLDEN = (math.sqrt(5) - 1) / 2
_EDGE = 1e-6


def shrink(k: pl.Series, n: pl.Series) -> pl.Series:
    """Return (k + a) / (n + a + b) for every group: empirical Bayes of the beta-binomial.

    The prior a, b is fitted over the groups by maximum likelihood. Groups that vary no more than
    chance give an endless precision: then each is drawn all the way to the rate of all.
    Null where n is 0 or nothing was counted in any group.
    """
    groups = Counter((a, b) for a, b in zip(k, n, strict=True) if b)
    total, refunded = (
        sum(b * c for (_, b), c in groups.items()),
        sum(a * c for (a, _), c in groups.items()),
    )
    if not refunded or refunded == total:
        share = None if not total else refunded / total
        return pl.Series("shrunk", [share if b else None for b in n], dtype=pl.Float64)
    a, b = prior(groups, refunded / total)
    rows = zip(k, n, strict=True)
    return pl.Series(
        "shrunk", [(x + a) / (m + a + b) if m else None for x, m in rows], dtype=pl.Float64
    )


def prior(groups: Counter[tuple[int, int]], share: float) -> tuple[float, float]:
    """Fit a and b over groups of (k, n), starting from the share of all.

    The likelihood is searched by turns along the mean and along the precision a + b.
    """
    mean, size = share, 1.0
    for _ in range(_ROUNDS):
        size = _best_size(groups, mean)
        mean = _best_mean(groups, mean, size)
    return mean * size, (1 - mean) * size


def _best_size(groups: Counter[tuple[int, int]], mean: float) -> float:
    def of(precision: float) -> float:
        return likelihood(groups, mean, math.exp(precision))

    return math.exp(_best(of, _PRECISIONS))


def _best_mean(groups: Counter[tuple[int, int]], mean: float, size: float) -> float:
    def of(at: float) -> float:
        return likelihood(groups, at, size)

    return _best(of, (max(_EDGE, mean / 3), min(1 - _EDGE, mean * 3)))


def likelihood(groups: Counter[tuple[int, int]], mean: float, size: float) -> float:
    """Return the log-likelihood of the beta-binomial, less what does not depend on the prior."""
    a, b, lgamma = mean * size, (1 - mean) * size, math.lgamma
    whole = lgamma(size) - lgamma(a) - lgamma(b)
    return sum(
        times * (whole + lgamma(k + a) + lgamma(n - k + b) - lgamma(n + size))
        for (k, n), times in groups.items()
    )


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
