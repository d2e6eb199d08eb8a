"""Causes that more orders come back for than in the period before, beyond chance."""

from collections.abc import Iterator

import polars as pl

from shopmetrics.config import Basis
from shopmetrics.finding import Finding, Matter, Measured
from shopmetrics.settings import Settings
from shopmetrics.stats.hypergeometric import upper_tail
from shopmetrics.stats.rate import share
from shopmetrics.unit import Unit


def risen(causes: pl.DataFrame, placed: tuple[int, int], settings: Settings) -> tuple[Finding, ...]:
    """Return a finding for every cause whose share of the paid orders rose.

    `causes` has `orders` of the period and `k_before` of the one before; `placed` counts the paid
    orders of both. Fisher's exact test, one-sided, times the number of causes. Younger orders had
    less time to come back, so that a rise is never only a matter of time.
    """
    if settings.basis is not Basis.order_time or 0 in placed:
        return ()
    return tuple(_findings(_tested(causes, placed), settings))


def _tested(causes: pl.DataFrame, placed: tuple[int, int]) -> pl.DataFrame:
    n, before = placed
    rows = causes.with_columns(
        total_k=pl.col("orders") + pl.col("k_before"), n=pl.lit(n), total_n=pl.lit(n + before)
    )
    p = upper_tail(*(rows[name] for name in ("orders", "n", "total_k", "total_n")))
    return rows.with_columns(
        q=(p * rows.height).clip(0, 1),
        now=share(pl.col("orders"), pl.lit(n)),
        was=share(pl.col("k_before"), pl.lit(before)),
    )


def _findings(rows: pl.DataFrame, settings: Settings) -> Iterator[Finding]:
    limits = settings.config.hotspots
    risen = (pl.col("q") <= limits.q) & (pl.col("now") >= limits.lift * pl.col("was"))
    for row in rows.filter(risen).rows(named=True):
        yield Finding(
            matter=Matter.cause,
            page="reasons",
            subject={"cause": Measured(row["cause"], Unit.label)},
            numbers={
                "k": Measured(row["orders"], Unit.count),
                "n": Measured(row["n"], Unit.count),
                "rate": Measured(row["now"], Unit.share),
                "was": Measured(row["was"], Unit.share),
            },
            money_per_month=row["above_per_month"],
            sure=True,
        )
