"""Amounts of one currency alone: two are refused, or all but the one asked for are left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from shopmetrics.errors import InputError
from shopmetrics.ingest.cells.currency import of_rows
from shopmetrics.ingest.table import Table
from shopmetrics.shop import Kind

_LISTS = (Kind.refunds, Kind.compensations)
_OF_MONEY = (*_LISTS, Kind.orders, Kind.payments)
_ANY = "plain"  # a list of refunds that names no platform


@dataclass(slots=True)
class _Met:
    """Where a currency was met first, and how many rows of all files are in it."""

    path: Path
    rows: int = 0


def one_currency(tables: Sequence[Table]) -> str | None:
    """Return the currency that the tables name, None where they name none.

    Raises:
        InputError: they name two or more.
    """
    names = {name for table in tables for name in table.currencies}
    if len(names) <= 1:
        return next(iter(names), None)
    met = _met(tables)
    listed = _listed(met)
    most = max(met, key=lambda name: (met[name].rows, name))
    raise InputError(
        f"amounts in {listed}: their sum would mean nothing",
        hint=f"choose one, say --currency {most}: rows in others are left out, and counted",
    )


def in_one_currency(tables: Sequence[Table], only: str) -> list[Table]:
    """Leave out, of lists that name no currency, what belongs to orders in another one.

    Rows that name another currency were left out when their file was read.

    Raises:
        InputError: nothing is left.
    """
    if any(table.others.height for table in tables) and not any(map(_tells, tables)):
        listed = _listed(_met(tables))
        raise InputError(
            f"no amount is in {only}: there are {listed}",
            hint="choose one of these with --currency",
        )
    orders = [table for table in tables if table.profile.kind is Kind.orders]
    kept = pl.concat([_ids(table, table.rows) for table in orders] or [_NONE])
    gone = pl.concat([_ids(table, table.others) for table in orders] or [_NONE])
    gone = gone.join(kept, on=("platform", "order_id"), how="anti")
    return [_without(table, gone) for table in tables]


def by_currency(others: pl.DataFrame) -> Mapping[str, int]:
    """Count rows by the currency they are in, the most frequent first."""
    sums = Counter(others["currency"].to_list())
    return dict(sorted(sums.items(), key=lambda one: (-one[1], one[0])))


_NONE = pl.DataFrame(schema={"platform": pl.String, "order_id": pl.String, "currency": pl.String})


def _tells(table: Table) -> bool:
    return table.profile.kind in _OF_MONEY and table.rows.height > 0


def _ids(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the orders that stand on some rows, and the currency of each."""
    platform = pl.lit(table.profile.platform).alias("platform")
    return rows.select(platform, "order_id", currency=of_rows(rows, None)).unique("order_id")


def _without(table: Table, gone: pl.DataFrame) -> Table:
    if gone.is_empty() or table.currencies or table.profile.kind not in _LISTS:
        return table
    platform = table.profile.platform
    theirs = gone if platform == _ANY else gone.filter(pl.col("platform") == platform)
    on = theirs.select("order_id", "currency").unique("order_id", maintain_order=True)
    lost = table.rows.select("order_id").join(on, on="order_id", maintain_order="left")
    rows = table.rows.join(on, on="order_id", how="anti", maintain_order="left")
    return replace(table, rows=rows, others=pl.concat([table.others, lost]))


def _met(tables: Sequence[Table]) -> Mapping[str, _Met]:
    met: dict[str, _Met] = {}
    for table in tables:
        silent = next(iter(sorted(table.currencies)), None)
        kept = of_rows(table.rows, silent).drop_nulls().to_list() if table.currencies else []
        for name in (*kept, *table.others["currency"]):
            met.setdefault(name, _Met(table.path)).rows += 1
    return met


def _listed(met: Mapping[str, _Met]) -> str:
    return ", ".join(_said(name, one.rows, one.path) for name, one in sorted(met.items()))


def _said(name: str, count: int, path: Path) -> str:
    return f"{name} (rows: {count}; see {path})"
