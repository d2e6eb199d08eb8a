"""How two shares differ: with its interval, its chance, and what could have been seen at all."""

import math
from statistics import NormalDist

from shopmetrics.value import value

_NORMAL = NormalDist()
_HALVINGS = 80


@value
class Share:
    """A share and the number of orders that it rests on, which need not be whole."""

    share: float
    n: float

    def ends(self, confidence: float) -> tuple[float, float]:
        """Return the ends of Wilson's score interval (stats.intervals)."""
        z = _NORMAL.inv_cdf((1 + confidence) / 2)
        middle = self.share + z * z / (2 * self.n)
        spread = self.share * (1 - self.share) / self.n + z * z / (4 * self.n * self.n)
        half, whole = z * math.sqrt(spread), 1 + z * z / self.n
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def newcombe(a: Share, b: Share, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of b less a, from the two Wilson intervals.

    Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
    """
    (low_a, high_a), (low_b, high_b) = (side.ends(confidence) for side in (a, b))
    points = b.share - a.share
    down = math.hypot(b.share - low_b, high_a - a.share)
    up = math.hypot(high_b - b.share, a.share - low_a)
    return points - down, points + up


def chance(a: Share, b: Share) -> float | None:
    """Return the two-sided p of no difference, by the pooled z; None where nobody or all did it."""
    pooled = (a.share * a.n + b.share * b.n) / (a.n + b.n)
    spread = pooled * (1 - pooled) * (1 / a.n + 1 / b.n)
    if spread <= 0:
        return None
    return math.erfc(abs(b.share - a.share) / math.sqrt(2 * spread))


def detectable(a: Share, b: Share, *, power: float = 0.8, alpha: float = 0.05) -> float | None:
    """Return the smallest rise above a's share that this many would have shown; None: not any.

    By the arcsine of the root, in which all shares have one spread: Cohen, Statistical Power
    Analysis (1988), chapter 6.
    """
    step = _shift(power, alpha) * math.sqrt(1 / a.n + 1 / b.n)
    angle = math.asin(math.sqrt(a.share)) + step / 2
    return None if angle > math.pi / 2 else math.sin(angle) ** 2 - a.share


def _shift(power: float, alpha: float) -> float:
    """Find how many standard errors apart two means must lie to be told with this power."""
    limit = _NORMAL.inv_cdf(1 - alpha / 2)
    low, high = 0.0, 20.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        seen = 1 - _NORMAL.cdf(limit - middle) + _NORMAL.cdf(-limit - middle)
        low, high = (middle, high) if seen < power else (low, middle)
    return high
