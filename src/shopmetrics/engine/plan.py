"""How a question is computed from an entity's facts, and how the answers of parts are added up."""

from collections.abc import Mapping, Sequence

import polars as pl

from shopmetrics.page import Entity, Listing, Question


def plan(facts: pl.LazyFrame, question: Question) -> pl.LazyFrame:
    """Return a tally's groups (one row without a `by`) or a listing's rows, plain and sorted."""
    rows = facts if question.where is None else facts.filter(question.where)
    if isinstance(question, Listing):
        return _plain(rows.select(question.columns)).sort(_ranked(question), nulls_last=True)
    counts = [count.cast(pl.Int64).alias(name) for name, count in question.counts.items()]
    if not question.by:
        return rows.select(counts)
    grouped = rows.group_by(question.by).agg(counts)
    return _plain(grouped).sort(question.by, nulls_last=True)


def add(question: Question, parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the same question of several parts: sums of every count, or all rows of a listing."""
    rows = pl.concat(parts)
    if isinstance(question, Listing):
        return rows.sort(_ranked(question), nulls_last=True)
    sums = pl.col(*question.counts).sum()
    if not question.by:
        return rows.select(sums)
    return rows.group_by(question.by).agg(sums).sort(question.by, nulls_last=True)


def columns(questions: Sequence[Question], entity: Entity) -> frozenset[str]:
    """Name the columns of an entity's facts that these look at: only those are held."""
    names: set[str] = set()
    for one in questions:
        if one.entity is entity:
            names.update(_named(one))
            names.update(() if one.where is None else one.where.meta.root_names())
    return frozenset(names)


def keyed(asked: Mapping[str, Mapping[str, Question]]) -> dict[tuple[str, str], Question]:
    """Flatten the questions of several pages into one mapping by (page, name)."""
    return {(page, name): one for page, group in asked.items() for name, one in group.items()}


def _named(question: Question) -> set[str]:
    if isinstance(question, Listing):
        return {*question.columns, *question.order}
    roots = (expr.meta.root_names() for expr in question.counts.values())
    return set(question.by).union(*roots)


def _plain(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))


def _ranked(listing: Listing) -> tuple[str, ...]:
    ties = (name for name in listing.columns if name not in listing.order)
    return (*listing.order, *ties)
