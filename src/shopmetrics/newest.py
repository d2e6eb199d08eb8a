"""What the newest whole period says beside the one before: worse, better, or older orders landing.

More refunds in a week do not mean worse orders: they may be those of older orders, come due.
"""

from datetime import date
from enum import StrEnum

import polars as pl

from shopmetrics.maturity import MATURITY_UNITS
from shopmetrics.page import RATE_UNITS, Table, Unit
from shopmetrics.stats.binomial import upper_tail
from shopmetrics.stats.difference import Share, newcombe
from shopmetrics.value import value

_SURE = 0.05
_RIPE = 0.9


class Says(StrEnum):
    """What can be said of the newest whole period."""

    new_orders_worse = "new_orders_worse"
    new_orders_better = "new_orders_better"
    older_orders_landing = "older_orders_landing"
    unripe = "unripe"
    steady = "steady"


@value
class Landed:
    """Refunds that went through in a period, and how many of them are of orders before it."""

    all: int
    older: int


UNITS = {
    "at": Unit.when,
    "says": Unit.label,
    **RATE_UNITS,
    **MATURITY_UNITS,
    "projected_before": Unit.share,
    "landed": Unit.count,
    "landed_before": Unit.count,
    "older": Unit.count,
}


def newest(periods: pl.DataFrame, landed: pl.DataFrame, as_of: date | None) -> Table:
    """Return the last period that is over, if it and the one before have orders.

    `periods` are in order, with at, end, judged, value, size (stats.control), effective, RATE_UNITS
    and MATURITY_UNITS; `landed` counts as k the orders first refunded, by `day` of the order and
    `settled_day`.
    """
    over = periods.filter(pl.col("end") <= pl.lit(as_of, pl.Date)).tail(2)
    found = over.rows(named=True)
    if len(found) < 2 or not all(row["n"] and row["k"] is not None for row in found):  # noqa: PLR2004
        return _table(over.clear(), None, None, Landed(0, 0), Landed(0, 0))
    before, now = found
    was, here = (_landed(landed, row) for row in (before, now))
    usual = _usual(periods, before, now)
    said = None if now["projected"] is None else says(now, usual, here, was)
    return _table(over.tail(1), said, usual["projected"], here, was)


def _usual(
    periods: pl.DataFrame, before: dict[str, float], now: dict[str, float]
) -> dict[str, float]:
    """Return what orders came to before: in all ripe periods, else in the one just before."""
    ripe = periods.filter(pl.col("judged") & (pl.col("at") < pl.lit(now["at"], pl.Date)))
    size = float(ripe["size"].sum())
    if not size:
        return before
    return before | {
        "projected": float((ripe["value"] * ripe["size"]).sum()) / size,
        "effective": size,
    }


def _table(
    row: pl.DataFrame, said: Says | None, projected: float | None, here: Landed, was: Landed
) -> Table:
    more = row.with_columns(
        says=pl.lit(said, pl.String),
        projected_before=pl.lit(projected, pl.Float64),
        landed=pl.lit(here.all, pl.Int64),
        landed_before=pl.lit(was.all, pl.Int64),
        older=pl.lit(here.older, pl.Int64),
    )
    return Table(more.select(*UNITS), UNITS)


def _landed(landed: pl.DataFrame, period: dict[str, object]) -> Landed:
    """Count the orders first refunded in a period, and those of them placed before it."""
    at, end = (pl.lit(period[name], pl.Date) for name in ("at", "end"))
    here = landed.filter(pl.col("settled_day").is_between(at, end))
    return Landed(int(here["k"].sum()), int(here.filter(pl.col("day") < at)["k"].sum()))


def says(now: dict[str, float], before: dict[str, float], landed: Landed, was: Landed) -> Says:
    """Judge a period by what its orders will come to, not by what is seen of it so far.

    `now` and `before` hold n, projected, effective and completeness; n is that of the period just
    before, the others those of what is usual. Orders are worse or better where the interval of the
    difference of the projected rates leaves out 0 (Newcombe); refunds have risen where there are
    more, and so many of both periods' are beyond chance for its orders (binomial, 5 %).
    """
    if now["effective"] and before["effective"]:
        sides = (Share(side["projected"], side["effective"]) for side in (before, now))
        low, high = newcombe(*sides)
        if low > 0:
            return Says.new_orders_worse
        if high < 0:
            return Says.new_orders_better
    if landed.older and _risen(now["n"], before["n"], landed.all, was.all):
        return Says.older_orders_landing
    return Says.unripe if now["completeness"] < _RIPE else Says.steady


def _risen(n: float, n_before: float, refunds: int, refunds_before: int) -> bool:
    if refunds <= refunds_before:
        return False  # though there are more to an order, where fewer orders were placed
    columns = ([refunds], [refunds + refunds_before], [n / (n + n_before)])
    (p,) = upper_tail(*(pl.Series(one) for one in columns))
    return bool(p <= _SURE)
