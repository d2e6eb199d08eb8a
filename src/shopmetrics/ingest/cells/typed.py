"""The cells of one file as typed values: what cannot be read is blanked, or turns its row away."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from shopmetrics.errors import InputError
from shopmetrics.ingest.cells.column import Column, settle
from shopmetrics.ingest.cells.currency import UNNAMED, of_rows
from shopmetrics.ingest.cells.fill import filled
from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.cells.moment import AmbiguousDaysError
from shopmetrics.ingest.cells.need import faults
from shopmetrics.ingest.cells.seen import Seen, places
from shopmetrics.ingest.cells.turned import turned
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.source import Reject
from shopmetrics.value import value

_FEW_ROWS = 20_000
_OTHERS = {"order_id": pl.String, "currency": pl.String}


@value
class Cells:
    """Typed columns of the accepted rows, in canonical names, with `line`."""

    rows: pl.DataFrame
    rejects: tuple[Reject, ...]
    blanked: Mapping[str, int]
    others: pl.DataFrame  # order_id and currency of the rows left out for that


@value
class Meant:
    """How the cells of a file are meant: `heads` are its headers by canonical name."""

    path: Path
    profile: Profile
    heads: Mapping[str, str]
    zone: str
    decimals: int = 2  # digits of the currency's minor unit
    only: str | None = None  # rows in another currency are left out
    silent: str | None = None  # the currency of a row that names none


def typed(lines: pl.Series, seen: Mapping[str, Sequence[Seen]], meant: Meant) -> Cells:
    """Settle every column, and turn away the rows that cannot be used; `lines` are physical."""
    found = _side_by_side(lambda name: _settled(name, seen[name], meant), seen, lines.len())
    columns = dict(zip(seen, found, strict=True))
    values = [column.value.alias(name) for name, column in columns.items()]
    rows = pl.DataFrame([lines.alias("line"), *values, _timed(columns, lines.len())])
    rows = turned(filled(rows, meant.profile))
    bad = faults(rows, columns, meant.profile)
    away, others = _in_others(rows, meant)
    if bad.is_empty() and away.is_empty():
        blanked = {name: one.unread.len() for name, one in columns.items()}
        return Cells(rows, (), _counts(blanked), others)
    bad = bad.filter(~pl.col("place").is_in(away.implode()))
    gone = pl.concat([bad["place"], away])
    blanked = {
        name: one.unread.filter(~one.unread.is_in(gone.implode())).len()
        for name, one in columns.items()
    }
    gone_rows = pl.repeat(value=False, n=rows.height, eager=True).scatter(gone, True)  # noqa: FBT003 a value
    rejects = zip(lines.gather(bad["place"]), bad["column"], bad["reason"], strict=True)
    return Cells(
        rows.filter(~gone_rows),
        tuple(
            Reject(meant.path, line, meant.heads.get(name, name), reason)
            for line, name, reason in rejects
        ),
        _counts(blanked),
        others,
    )


def _in_others(rows: pl.DataFrame, meant: Meant) -> tuple[pl.Series, pl.DataFrame]:
    """Return the places of rows in another currency than the one asked for, and what they are."""
    if meant.only is None:
        return places().rename("place"), pl.DataFrame(schema=_OTHERS)
    said = of_rows(rows, meant.silent).fill_null(UNNAMED)
    away = (said != meant.only).arg_true().cast(pl.UInt32)
    named = rows.select(order_id=from_any(rows, "order_id").cast(pl.String), currency=said)
    return away.rename("place"), named[away]


def _side_by_side(
    settle_one: Callable[[str], Column], names: Iterable[str], rows: int
) -> list[Column]:
    """Settle columns two at a time, in two thirds of the time; for few rows a thread costs more."""
    if rows < _FEW_ROWS:
        return list(map(settle_one, names))
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(settle_one, names))


def _settled(name: str, seen: Sequence[Seen], meant: Meant) -> Column:
    try:
        return settle(name, seen, meant.profile, meant.zone, meant.decimals)
    except AmbiguousDaysError:
        raise _ambiguous(meant.path, meant.heads[name]) from None


def _timed(columns: Mapping[str, Column], height: int) -> pl.Series:
    """Tell which rows give an hour of the order: all, in a file without a time of the order."""
    always = pl.repeat(value=True, n=height, eager=True).alias("timed")
    placed = columns.get("ordered_at")
    if placed is None:
        return always
    at = placed.value.is_not_null().alias("timed")
    return at.scatter(placed.days, False)  # noqa: FBT003 a value


def _counts(blanked: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in blanked.items() if count}


def _ambiguous(path: Path, column: str) -> InputError:
    found = f"{path}: column {column}: days like 05/01/2024, and none that tells day from month"
    return InputError(found, hint="export the dates as 2024-01-05, or a period with a day above 12")
