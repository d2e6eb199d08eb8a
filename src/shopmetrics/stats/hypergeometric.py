"""Exact tails of the hypergeometric distribution: Fisher's exact test, one-sided."""

import math
from functools import cache

import polars as pl

_EPS = 1e-17
# ln(n!) less Stirling's formula for small n; Loader's series serves from 16 on.
_STIRLING = [
    0.0,
    *(
        math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
        for n in range(1, 16)
    ),
]


def upper_tail(k: pl.Series, n: pl.Series, total_k: pl.Series, total_n: pl.Series) -> pl.Series:
    """Return P(X >= k) for n drawn of total_n of which total_k are marked, one a row.

    So likely it is that a group of n holds at least k of all, where groups do not matter. Unlike
    a binomial at the others' rate it knows that the others' rate is a sample, too. Null where
    there are no others, or where any is null.
    """
    rows = zip(k, n, total_k, total_n, strict=True)
    tails = [None if None in row or row[1] >= row[3] else _tail(*row) for row in rows]
    return pl.Series("p", tails, dtype=pl.Float64)


def _tail(k: int, n: int, marked: int, total: int) -> float:
    """Sum away from the mean, where the terms fall fast."""
    if k <= max(0, n + marked - total):
        return 1.0
    if k > min(n, marked):
        return 0.0
    if k * total > n * marked:
        return _sum(k, n, marked, total, step=1)
    return 1 - _sum(k - 1, n, marked, total, step=-1)


def _sum(k: int, n: int, marked: int, total: int, *, step: int) -> float:
    """Sum the probabilities from k on, upwards or downwards, each by its ratio to the last."""
    term = whole = _probability(k, n, marked, total)
    while term > whole * _EPS:
        if step > 0:
            term *= (n - k) * (marked - k) / ((k + 1) * (total - n - marked + k + 1))
        else:
            term *= k * (total - n - marked + k) / ((n - k + 1) * (marked - k + 1))
        k += step
        whole += term
    return whole


def _probability(k: int, n: int, marked: int, total: int) -> float:
    """Return P(X = k) by three binomials, which keeps its digits where the totals are large."""
    share = marked / total
    inside, outside = _binomial(k, n, share), _binomial(marked - k, total - n, share)
    return inside * outside / _of_all(marked, total)


@cache
def _of_all(marked: int, total: int) -> float:
    return _binomial(marked, total, marked / total)  # the same for every group of a table


def _binomial(k: int, n: int, share: float) -> float:
    """Return the binomial probability by Loader's saddle point expansion (2000)."""
    if k == 0:
        return math.exp(n * math.log1p(-share)) if share < 1 else float(n == 0)
    if k == n:
        return math.exp(n * math.log(share))
    error = _stirling(n) - _stirling(k) - _stirling(n - k)
    exponent = error - _deviance(k, n * share) - _deviance(n - k, n * (1 - share))
    return math.exp(exponent) * math.sqrt(n / (2 * math.pi * k * (n - k)))


def _stirling(n: int) -> float:
    if n < len(_STIRLING):
        return _STIRLING[n]
    square = n * n
    inner = 1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square
    return (1 / 12 - (1 / 360 - inner / square) / square) / n


def _deviance(x: float, mean: float) -> float:
    """Return x ln(x / mean) + mean - x without losing digits where the two are close."""
    if abs(x - mean) >= 0.1 * (x + mean):
        return x * math.log(x / mean) + mean - x
    ratio = (x - mean) / (x + mean)
    found, term, power = (x - mean) * ratio, 2 * x * ratio, 1
    while True:
        term *= ratio * ratio
        power += 2
        more = found + term / power
        if more == found:
            return more
        found = more
