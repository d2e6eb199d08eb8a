"""Exact tails of the Poisson distribution."""

import math

import polars as pl

_EPS = 1e-15


def upper_tail(k: pl.Series, mean: pl.Series) -> pl.Series:
    """Return P(X >= k) for X of a mean, one a row; null where either of them is null.

    As the regularised lower incomplete gamma function P(k, mean).
    """
    rows = zip(k, mean, strict=True)
    tails = [None if None in row else _tail(*row) for row in rows]
    return pl.Series("p", tails, dtype=pl.Float64)


def _tail(k: int, mean: float) -> float:
    if k <= 0:
        return 1.0
    return incomplete_gamma(k, mean) if mean > 0 else 0.0


def incomplete_gamma(a: float, x: float) -> float:
    """Return P(a, x) for x > 0: below a + 1 by its series, above by its complement's fraction.

    Numerical Recipes, 3rd ed., section 6.2.
    """
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    return front * _series(a, x) if x < a + 1 else 1 - front * _fraction(a, x)


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    at = a
    while term > total * _EPS:
        at += 1
        term *= x / at
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    """Evaluate the continued fraction 1 / (x + 1 - a - 1(1 - a) / (x + 3 - a - ...)) by Lentz."""
    b = x + 1 - a
    c, d = math.inf, 1 / b
    result, i = d, 0
    while abs(c * d - 1) >= _EPS:
        i += 1
        step = i * (a - i)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        result *= c * d
    return result
