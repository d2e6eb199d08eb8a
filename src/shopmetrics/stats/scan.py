"""The stretch of a circle, such as the hours of a day, that holds most beyond what was expected."""

import math
from collections.abc import Sequence
from itertools import accumulate

import polars as pl

from shopmetrics.stats.binomial import upper_tail
from shopmetrics.value import value

_EQUAL = 1e-9  # stretches that differ by an empty slot are equal but for rounding: the first serves


@value
class Stretch:
    """Slots `start` up to but without `end` (both on the circle), and how it stands out.

    `lift` is observed / expected inside over observed / expected outside.
    """

    start: int
    end: int
    observed: int
    expected: float
    lift: float | None
    p: float


def likeliest(
    observed: Sequence[int], expected: Sequence[float], counted: Sequence[int], *, min_n: int
) -> Stretch | None:
    """Return the stretch with the largest likelihood ratio, None where none holds too much.

    Tried are all stretches of up to half the circle that rest on at least `min_n`. p is the exact
    binomial tail of the stretch, given how many there are in all, times the stretches tried, at
    most 1. Kulldorff, Commun. Stat. Theory Methods 26 (1997) 1481.
    """
    k, mean = sum(observed), sum(expected)
    slots, best, tried, most = len(observed), None, 0, 0.0
    sums = [_sums(values) for values in (observed, expected, counted)]
    for length in range(1, slots // 2 + 1):
        for start in range(slots):
            inside, due, n = (upto[start + length] - upto[start] for upto in sums)
            if n < min_n or not 0 < due < mean:
                continue
            tried += 1
            ratio = _ratio(int(inside), due * k / mean, k)
            if ratio > most + _EQUAL:
                best, most = (start, length, int(inside), due), ratio
    return None if best is None else _stretch(*best, k=k, mean=mean, slots=slots, tried=tried)


def _sums(values: Sequence[float]) -> list[float]:
    """Sum up to each slot of two rounds, so that a stretch may pass the end of the circle."""
    return list(accumulate([*values, *values], initial=0))


def _ratio(inside: int, due: float, k: int) -> float:
    """Return the log-likelihood ratio of one rate inside and another outside; 0 for too few."""
    if inside <= due:
        return 0.0
    rest = 0.0 if inside == k else (k - inside) * math.log((k - inside) / (k - due))
    return inside * math.log(inside / due) + rest


def _stretch(  # noqa: PLR0913 the best stretch, and what it was the best of
    start: int, length: int, inside: int, due: float, *, k: int, mean: float, slots: int, tried: int
) -> Stretch:
    tail = upper_tail(pl.Series([inside]), pl.Series([k]), pl.Series([due / mean]))[0]
    outside = (k - inside) / (mean - due)
    lift = inside / due / outside if outside else None
    return Stretch(start, (start + length) % slots, inside, due, lift, min(1.0, tail * tried))
