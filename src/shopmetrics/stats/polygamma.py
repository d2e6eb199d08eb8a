"""The first two derivatives of ln gamma: what Newton's method over sums of it looks at."""

import math

_LARGE = 8.0  # from here on the series hold twelve digits


def slopes(x: float) -> tuple[float, float]:
    """Return digamma and trigamma of x > 0.

    By recurrence up to where the asymptotic series serve: Abramowitz and Stegun (1964), 6.3.18
    and 6.4.12.
    """
    first = second = 0.0
    while x < _LARGE:
        first -= 1 / x
        second += 1 / (x * x)
        x += 1
    part, square = 1 / x, 1 / (x * x)
    low = 1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132)))
    high = 1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * 5 / 66)))
    first += math.log(x) - part / 2 - square * low
    return first, second + part + square / 2 + part * square * high
