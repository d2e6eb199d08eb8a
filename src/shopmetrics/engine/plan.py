"""How a tally is computed from an entity's facts, and how tallies of parts are added up."""

from collections.abc import Mapping, Sequence

import polars as pl

from shopmetrics.page import Entity, Tally


def plan(facts: pl.LazyFrame, tally: Tally) -> pl.LazyFrame:
    """Return one row a group (all in one without a `by`), groups as plain values, sorted."""
    rows = facts if tally.where is None else facts.filter(tally.where)
    counts = [count.cast(pl.Int64).alias(name) for name, count in tally.counts.items()]
    if not tally.by:
        return rows.select(counts)
    grouped = rows.group_by(tally.by).agg(counts)
    return grouped.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).sort(
        tally.by, nulls_last=True
    )


def add(tally: Tally, parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the same tally of several parts: the sum of every count in every group."""
    rows = pl.concat(parts)
    sums = pl.col(*tally.counts).sum()
    if not tally.by:
        return rows.select(sums)
    return rows.group_by(tally.by).agg(sums).sort(tally.by, nulls_last=True)


def columns(tallies: Sequence[Tally], entity: Entity) -> frozenset[str]:
    """Name the columns of an entity's facts that these tallies look at: only those are held."""
    names: set[str] = set()
    for tally in tallies:
        if tally.entity is entity:
            where = [] if tally.where is None else [tally.where]
            names.update(tally.by)
            names.update(*(expr.meta.root_names() for expr in (*tally.counts.values(), *where)))
    return frozenset(names)


def keyed(asked: Mapping[str, Mapping[str, Tally]]) -> dict[tuple[str, str], Tally]:
    """Flatten the tallies of several pages into one mapping by (page, tally)."""
    return {(page, name): tally for page, group in asked.items() for name, tally in group.items()}
