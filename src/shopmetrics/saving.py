"""What reaching the next better band would save a month, for rates of orders that came back.

saving = orders beyond the band's limit x (their mean refund + cost per return) / months.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from shopmetrics.config import MORE_IS_BETTER
from shopmetrics.judge import Level, Verdict
from shopmetrics.measures import PRICED, nearly_all
from shopmetrics.page import Entity, Tally
from shopmetrics.settings import Settings
from shopmetrics.worth import DAYS, months

_FLAGS = {"refund_rate": "refunded", "quality_return_rate": "quality_asked"}


def tallies() -> Mapping[str, Tally]:
    """Count the orders behind each judged rate that came back, and the money they were given."""
    counts = {}
    for measure, flag in _FLAGS.items():
        counts[f"{measure}_orders"] = (pl.col(flag) & pl.col("refunded")).sum()
        counts[f"{measure}_amount"] = pl.col("refunded_amount").filter(pl.col(flag)).sum()
    back = pl.col("now") & pl.col("succeeded") & pl.col("matched")
    return {
        "back": Tally(Entity.order, (), counts, pl.col("now")),
        "priced": Tally(Entity.refund, (), PRICED, back),
        "days": DAYS,
    }


def with_saving(
    verdict: Verdict, tallies: Mapping[str, pl.DataFrame], settings: Settings
) -> Verdict:
    """Add the limit of the next better band, and what reaching it would save a month."""
    limit = next_limit(verdict)
    if limit is None:
        return verdict
    known = tallies["priced"].select(nearly_all("priced")).item()
    cost = _cost(verdict.measure, tallies["back"].row(0, named=True), settings)
    span = months(tallies["days"])
    if not known or cost is None or span is None or verdict.expected is None:
        return replace(verdict, limit=limit)
    saved = round((verdict.expected - limit) * verdict.n * cost / span)
    return replace(verdict, limit=limit, saving_per_month=saved)


def next_limit(verdict: Verdict) -> float | None:
    """Return the limit of the next better band, None at the best, or unknown.

    An alarm that may be chance looks to the best band: what lies a hair below is no aim.
    """
    match verdict.level:
        case Level.alarm:
            return verdict.alarm if verdict.sure else verdict.good
        case Level.watch:
            return verdict.good
        case _:
            return None


def _cost(measure: str, back: Mapping[str, int], settings: Settings) -> float | None:
    """Return what one such order costs, in minor units; None where no money is known of them."""
    if measure in MORE_IS_BETTER or not back.get(f"{measure}_orders"):
        return None
    mean = back[f"{measure}_amount"] / back[f"{measure}_orders"]
    return mean + settings.cost_per_return or None
