"""How far each group of many stands out: from all others, in a cross table, from what was due."""

import polars as pl

from shopmetrics.stats.hypergeometric import upper_tail
from shopmetrics.stats.multiple import benjamini_hochberg
from shopmetrics.stats.poisson import upper_tail as poisson_tail
from shopmetrics.stats.rate import rated, share
from shopmetrics.stats.shrinkage import shrink


def stand_out(groups: pl.DataFrame, *, min_n: int) -> pl.DataFrame:
    """Add rate, interval, shrunk, lift, excess, p and q to one row a group with `n` and `k`.

    The baseline of a group is the rate of all other groups; where there are none, nothing of
    this can be said. p is Fisher's: the others' rate is a sample as well. Groups of less than
    `min_n` get no q, for the correction is over the others.
    """
    total = groups.with_columns(total_k=pl.col("k").sum(), total_n=pl.col("n").sum())
    rows = _against_others(total).with_columns(shrunk=shrink(groups["k"], groups["n"]))
    return _corrected(rows, min_n)


def crossed(
    groups: pl.DataFrame, cells: pl.DataFrame, keys: tuple[str, str], *, min_n: int, shown: pl.Expr
) -> pl.DataFrame:
    """Compare each group with all others, cell by cell: how often a SKU has a cause, or a day.

    `groups` has one row a group with `n`, `cells` one row a group and cell (`keys`) with `k`.
    Returned are those of groups with at least `min_n` that `shown` keeps, with what stand_out adds;
    q is corrected for every pair of such a group and a cell, those with nothing in them included.
    """
    group, cell = keys
    counted = cells.join(groups.select(group, "n"), on=group, how="inner", maintain_order="left")
    total = counted.with_columns(
        total_k=pl.col("k").sum().over(cell), total_n=pl.lit(groups["n"].sum())
    )
    kept = rated(total).filter((pl.col("n") >= min_n) & shown)
    tested = groups.filter(pl.col("n") >= min_n).height * counted[cell].n_unique()
    drawn = _shrunk_cells(groups, counted.join(kept, on=cell, how="semi"), keys)
    rows = _against_others(kept).join(drawn, on=keys, how="left", maintain_order="left")
    return _corrected(rows, min_n, tested)


def over_due(groups: pl.DataFrame, *, min_n: int) -> pl.DataFrame:
    """Compare each group's `k` with its `expected`, and add what stand_out adds; p is Poisson's."""
    rows = rated(groups).with_columns(
        shrunk=shrink(groups["k"], groups["n"]),
        lift=share(pl.col("k"), pl.col("expected")),
        excess=pl.col("k") - pl.col("expected"),
        p=poisson_tail(groups["k"], groups["expected"]),
    )
    return _corrected(rows, min_n)


def _against_others(rows: pl.DataFrame) -> pl.DataFrame:
    """Hold each row's rate against that of all others: (total_k - k) / (total_n - n)."""
    others = (pl.col("total_k") - pl.col("k")), (pl.col("total_n") - pl.col("n"))
    based = rated(rows).with_columns(baseline=share(*others))
    return based.with_columns(
        lift=share(pl.col("rate"), pl.col("baseline")),
        excess=pl.col("k") - pl.col("n") * pl.col("baseline"),
        p=upper_tail(based["k"], based["n"], based["total_k"], based["total_n"]),
    ).drop("baseline", "total_k", "total_n")


def _corrected(rows: pl.DataFrame, min_n: int, tested: int | None = None) -> pl.DataFrame:
    counted = rows.select(pl.when(pl.col("n") >= min_n).then("p")).to_series()
    return rows.with_columns(q=benjamini_hochberg(counted, tested))


def _shrunk_cells(groups: pl.DataFrame, cells: pl.DataFrame, keys: tuple[str, str]) -> pl.DataFrame:
    """Shrink cell by cell over all groups, those that have nothing in it included."""
    group, cell = keys
    known = cells.with_columns(shrunk=pl.lit(None, pl.Float64)).clear()
    drawn, sizes = [known.select(*keys, "shrunk")], groups.select(group, "n")
    for own in cells.partition_by(cell, maintain_order=True):
        every = sizes.join(own, on=group, how="left", maintain_order="left")
        rates = shrink(every["k"].fill_null(0), every["n"])
        drawn.append(every.select(*keys, shrunk=rates))
    return pl.concat(drawn).drop_nulls(cell)
