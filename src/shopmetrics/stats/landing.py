"""What a set of lives will have had by the horizon, from what they have had so far.

The delay is learned from everybody (Kaplan-Meier); how many have the event at all is each set's
own: F(a) = (1 - S(a)) / (1 - S(H)) is the share of the events by the horizon that are seen at age
a, and a set whose share in the end is p has the survival 1 - p F(a). The p that makes the most of
k events so far, p = (k + sum over those without (1 - (1 - p) / (1 - p F(age)))) / n, is the maximum
of the likelihood of a mixture with a known delay; with small p it is nearly k / sum of F.
Kalbfleisch and Lawless, J. Am. Stat. Assoc. 84 (1989) 360 (events with a delay of their report).
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from shopmetrics.stats.survival import Survival
from shopmetrics.value import value

_HALVINGS = 60


@value
class Landing:
    """The share of the events by the horizon that are seen at each age, 0 to horizon + 1.

    `seen` is for lives whose last day was seen in part; the oldest have been seen to the end.
    """

    seen: tuple[float, ...]
    survival: Survival
    last_day: float


@value
class Projection:
    """A share in the end, and as good as how many lives followed to the end it is known.

    `completeness` is the share of its events that a set of these ages has had by now.
    """

    share: float
    effective: float
    completeness: float


def landing(survival: Survival, last_day: float) -> Landing:
    """Return the share seen by age; the curve must have an event."""
    seen = upto(survival)
    partly = [
        before + last_day * (here - before)
        for before, here in zip([0.0, *seen], seen, strict=False)
    ]
    return Landing((*partly, 1.0), survival, last_day)


def upto(survival: Survival) -> tuple[float, ...]:
    """Return the share of the events by the horizon that came by the end of each day."""
    whole = 1 - survival.left[-1]
    return tuple((1 - left) / whole for left in survival.left)


def project(curve: Landing, lives: Mapping[int, int], quiet: Mapping[int, int]) -> Projection:
    """Project the share in the end of lives by age, `quiet` of which have had no event yet.

    Ages are whole days, at most horizon + 1; there is at least one life.
    """
    n = sum(lives.values())
    seen = sum(count * curve.seen[age] for age, count in lives.items())
    k = n - sum(quiet.values())
    share = k / n if seen == n else _likeliest(curve.seen, quiet, k)
    effective = _effective(curve, lives, quiet, share) if share < 1 else seen
    return Projection(share, effective, seen / n)


def _likeliest(seen: Sequence[float], quiet: Mapping[int, int], k: int) -> float:
    """Halve the way to the root of the score; with no room left it is all of them."""
    if not k:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        share = (low + high) / 2
        waiting = sum(count * seen[age] / (1 - share * seen[age]) for age, count in quiet.items())
        low, high = (share, high) if k / share > waiting else (low, share)
    return high


def _effective(
    curve: Landing, lives: Mapping[int, int], quiet: Mapping[int, int], share: float
) -> float:
    """Return the size of a sample, followed to the end, that would know the share as well.

    Its variance is that of the likelihood plus that of the curve.
    """
    known = sum(
        count * curve.seen[age] / (1 - share * curve.seen[age]) for age, count in lives.items()
    )
    if not known:
        return 0.0
    drawn = _of_the_curve(curve, quiet, share, sum(lives.values()) - sum(quiet.values()))
    return (1 - share) / (1 / known + drawn)


def _of_the_curve(curve: Landing, quiet: Mapping[int, int], share: float, k: int) -> float:
    """Return what the curve's own error adds to the variance, over the share (delta method).

    The days' hazards are independent, each with variance h (1 - h) / at risk (Greenwood).
    """
    if not k:
        return 0.0
    left, pulls = curve.survival.left, _pulls(curve, quiet, share, k)
    whole = 1 - left[-1]
    own = [pull * one for pull, one in zip(pulls, left, strict=True)]
    later = [*accumulate(reversed(own))][::-1]
    level = left[-1] * (sum(pulls) - sum(own))
    days = zip(later, curve.survival.hazards, curve.survival.at_risk, strict=True)
    errors = (
        ((whole * one - level) / whole**2) ** 2 * hazard / (1 - hazard) / risk
        for one, hazard, risk in days
        if 0 < hazard < 1
    )
    return sum(errors) / share


def _pulls(curve: Landing, quiet: Mapping[int, int], share: float, k: int) -> list[float]:
    """Return how the projected share moves with F(a), for a from 0 to the horizon."""
    seen = curve.seen
    steep = k / share**2 + sum(
        count * (seen[age] / (1 - share * seen[age])) ** 2 for age, count in quiet.items()
    )
    at = [quiet.get(age, 0) / (1 - share * one) ** 2 / steep for age, one in enumerate(seen[:-1])]
    partly = curve.last_day
    return [
        partly * here + (1 - partly) * older for here, older in zip(at, [*at[1:], 0.0], strict=True)
    ]
