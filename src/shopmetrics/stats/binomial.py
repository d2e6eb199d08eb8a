"""Exact tails of the binomial distribution."""

import math

import polars as pl

_SMALL = 1e-300
_EPS = 1e-15
_MOST_STEPS = 100_000


def upper_tail(k: pl.Series, n: pl.Series, share: pl.Series) -> pl.Series:
    """Return P(X >= k) for X of n at a share, one a row; null where any of them is null.

    As the regularised incomplete beta function I_share(k, n - k + 1).
    """
    rows = zip(k, n, share, strict=True)
    tails = [None if None in row else _tail(*row) for row in rows]
    return pl.Series("p", tails, dtype=pl.Float64)


def _tail(k: int, n: int, share: float) -> float:
    if k <= 0:
        return 1.0
    if k > n or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    return incomplete_beta(k, n - k + 1, share)


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return I_x(a, b) for 0 < x < 1, by its continued fraction.

    Numerical Recipes, 3rd ed., section 6.4; the fraction converges fast below the mean, so above
    it the complement is computed.
    """
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front += a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return math.exp(front) * _fraction(a, b, x) / a
    return 1 - math.exp(front) * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Evaluate the continued fraction by Lentz's method."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    result = d
    m = 0
    while True:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _off_zero(1 + step * d)
            c = _off_zero(1 + step / c)
            result *= c * d
        if abs(c * d - 1) < _EPS or m > _MOST_STEPS:
            return result


def _off_zero(value: float) -> float:
    return value if abs(value) > _SMALL else _SMALL
