"""How much the rates of many groups differ beyond chance: the prior of empirical Bayes."""

import math
from collections import Counter

import polars as pl

from shopmetrics.stats.polygamma import slopes
from shopmetrics.value import value

_SIZES = (math.log(0.1), math.log(1e7))
_GOLDEN = (math.sqrt(5) - 1) / 2
_SECTIONS = 8  # leave a range of 0.4 in the logarithm, from where Newton's method finds home
_STEPS = 40
_FARTHEST = 2.0  # of one step, in logarithms
_NEAR = 1e-4  # of a step: Newton's are squared from one to the next, and 1e-8 is noise
_NOISE = 1e-9  # of the likelihood itself


@value
class Groups:
    """How many groups have each k, each n - k and each n: all that the likelihood looks at."""

    back: Counter[int]
    kept: Counter[int]
    all: Counter[int]

    @classmethod
    def of(cls, k: pl.Series, n: pl.Series, times: pl.Series | None = None) -> "Groups":
        """Count groups that have something to count; each row stands for so many of them."""
        some = n > 0
        many = None if times is None else times.filter(some).to_list()
        return cls(*(_counted(one.filter(some).to_list(), many) for one in (k, n - k, n)))


def _counted(values: list[int], times: list[int] | None) -> Counter[int]:
    """Count in rising order, so that sums come out the same whatever the order of the groups."""
    found = Counter(values)
    if times is not None:
        found.clear()
        for one, many in zip(values, times, strict=True):
            found[one] += many
    return Counter(dict(sorted(found.items())))


def fitted(groups: Groups, share: float) -> tuple[float, float]:
    """Fit the a and b of the beta-binomial by maximum likelihood, `share` being the rate of all.

    The precision a + b is first sought at that rate, by golden sections; then Newton's method,
    in the logarithms of a and b, finds both. Groups that vary no more than chance have no best
    precision: the search ends beyond 10^7.
    """
    size = _precision(groups, share)
    a, b = share * size, (1 - share) * size
    reached = likelihood(groups, a, b)
    for _ in range(_STEPS):
        ahead = _step(groups, a, b)
        length = max(map(abs, ahead))
        if a + b > math.exp(_SIZES[1]) or not length:
            break
        a, b, reached = _climbed(groups, (a, b), ahead, reached)
        if length < _NEAR:
            break
    return a, b


def likelihood(groups: Groups, a: float, b: float) -> float:
    """Return the log-likelihood of the beta-binomial, less what does not depend on the prior.

    It falls apart into sums over k, over n - k and over n, each of few distinct values: a tenth
    of the time of a sum over the groups.
    """
    return _rising(groups.back, a) + _rising(groups.kept, b) - _rising(groups.all, a + b)


def _rising(counts: Counter[int], start: float) -> float:
    """Return the sum of ln(start (start + 1) ... (start + count - 1)) over all counts."""
    lgamma, base = math.lgamma, math.lgamma(start)
    return sum([times * (lgamma(start + count) - base) for count, times in counts.items()])


def _precision(groups: Groups, share: float) -> float:
    low, high = _SIZES

    def at(size: float) -> float:
        return likelihood(groups, share * math.exp(size), (1 - share) * math.exp(size))

    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = at(left), at(right)
    for _ in range(_SECTIONS):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = at(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = at(right)
    return math.exp((low + high) / 2)


def _step(groups: Groups, a: float, b: float) -> tuple[float, float]:
    """Return Newton's step in ln a and ln b; where it would not climb, Minka's (2000), which does.

    Thomas Minka, Estimating a Dirichlet distribution: the fixed point iteration.
    """
    back, back_bend = _slopes(groups.back, a)
    kept, kept_bend = _slopes(groups.kept, b)
    every, every_bend = _slopes(groups.all, a + b)
    to_a, to_b = a * (back - every), b * (kept - every)
    bend_a = a * a * (back_bend - every_bend) + to_a
    bend_b = b * b * (kept_bend - every_bend) + to_b
    both = -a * b * every_bend
    volume = bend_a * bend_b - both * both
    if bend_a >= 0 or volume <= 0:
        return math.log(back / every), math.log(kept / every)
    return (both * to_b - bend_b * to_a) / volume, (both * to_a - bend_a * to_b) / volume


def _slopes(counts: Counter[int], start: float) -> tuple[float, float]:
    """Return the first two derivatives of _rising by `start`."""
    base, base_bend = slopes(start)
    slope = bend = 0.0
    for count, times in counts.items():
        own, own_bend = slopes(start + count)
        slope += times * (own - base)
        bend += times * (own_bend - base_bend)
    return slope, bend


def _climbed(
    groups: Groups, place: tuple[float, float], ahead: tuple[float, float], reached: float
) -> tuple[float, float, float]:
    """Go the step, or as much of it as does not lead down."""
    part = min(1.0, _FARTHEST / max(map(abs, ahead)))
    while True:
        a, b = (at * math.exp(part * step) for at, step in zip(place, ahead, strict=True))
        found = likelihood(groups, a, b)
        if found >= reached - _NOISE * abs(reached):
            return a, b, found
        part /= 2
