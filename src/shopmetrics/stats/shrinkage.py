"""Rates of many groups, each drawn towards the rate of all by how little it rests on."""

import polars as pl

from shopmetrics.stats.prior import Groups, fitted


def shrink(k: pl.Series, n: pl.Series, times: pl.Series | None = None) -> pl.Series:
    """Return (k + a) / (n + a + b) for every group: empirical Bayes of the beta-binomial.

    The prior a, b is fitted over the groups by maximum likelihood. Groups that vary no more than
    chance give an endless precision: then each is drawn all the way to the rate of all.
    Null where n is 0 or nothing was counted in any group. `times` says how many groups each row
    stands for, where it is more than one.
    """
    all_n, all_k = (n, k) if times is None else (n * times, k * times)
    total, refunded = int(all_n.sum()), int(all_k.filter(n > 0).sum())
    if not refunded or refunded == total:
        share = None if not total else refunded / total
        return pl.Series("shrunk", [share if b else None for b in n], dtype=pl.Float64)
    a, b = fitted(Groups.of(k, n, times), refunded / total)
    rows = zip(k.to_list(), n.to_list(), strict=True)
    return pl.Series(
        "shrunk", [(x + a) / (m + a + b) if m else None for x, m in rows], dtype=pl.Float64
    )
