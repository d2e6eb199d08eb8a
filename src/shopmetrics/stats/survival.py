"""How long it takes until something happens, where not all have been watched to the end."""

from itertools import accumulate
from math import exp, log, sqrt
from operator import mul
from statistics import NormalDist

import polars as pl

from shopmetrics.value import value

_Z = NormalDist().inv_cdf(0.975)


@value
class Survival:
    """By whole days from 0 to the horizon: how many were at risk of the event, and had it."""

    at_risk: tuple[float, ...]
    events: tuple[int, ...]

    @property
    def hazards(self) -> tuple[float, ...]:
        """Return the share of those at risk who had the event, by day."""
        pairs = zip(self.events, self.at_risk, strict=True)
        return tuple(min(1.0, events / risk) if risk else 0.0 for events, risk in pairs)

    @property
    def left(self) -> tuple[float, ...]:
        """Return the share that is left without the event after each day."""
        return tuple(accumulate((1 - one for one in self.hazards), mul))

    @property
    def intervals(self) -> tuple[tuple[float, float] | None, ...]:
        """Return the 95 % interval of what is left after each day; None where it has no width.

        Greenwood's variance on the scale of log(-log S), which keeps within 0 and 1.
        Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2002, 1.4.
        """
        steps = zip(self.events, self.at_risk, strict=True)
        each = (d / (r * (r - d)) if r > d else 0.0 for d, r in steps)
        return tuple(map(_interval, self.left, accumulate(each)))


def _interval(left: float, variance: float) -> tuple[float, float] | None:
    if not 0 < left < 1:
        return None
    wide = _Z * sqrt(variance) / log(left)
    return left ** exp(-wide), left ** exp(wide)


def kaplan_meier(lives: pl.DataFrame, *, horizon: int, last_day: float = 1.0) -> Survival:
    """Follow `n` lives a row, watched for `age` whole days, with the event on day `event` or null.

    Of the day a life was last watched only the share `last_day` was seen, so it counts as so much
    of a life at risk. An event later than `age` counts: then it was watched until then.
    Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457.
    """
    end = pl.coalesce("event", "age")
    last = pl.max_horizontal("age", "event") == end
    had = pl.col("event").is_not_null()
    n = pl.col("n").cast(pl.Int64)
    ends = lives.group_by(end.clip(0, horizon + 1).alias("day")).agg(
        n=n.sum(), last=n.filter(last).sum(), events=n.filter(had).sum()
    )
    days = pl.DataFrame({"day": range(horizon + 2)})
    found = days.join(
        ends.with_columns(pl.col("day").cast(pl.Int64)), on="day", how="left", maintain_order="left"
    ).fill_null(0)
    reached = found["n"].cum_sum(reverse=True) - found["last"] * (1 - last_day)
    at_risk, events = reached.to_list()[:-1], found["events"].to_list()[:-1]
    return Survival(tuple(map(float, at_risk)), tuple(events))
