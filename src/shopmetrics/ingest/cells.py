"""The cells of one file as typed values: what cannot be read is blanked, or turns its row away."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from shopmetrics.errors import InputError
from shopmetrics.ingest.columns import COUNTS, IDS, MOMENTS, MONEY, WORDS
from shopmetrics.ingest.fill import filled
from shopmetrics.ingest.ident import ident, tidy
from shopmetrics.ingest.moment import AmbiguousDaysError, moments, plausible
from shopmetrics.ingest.money import minor_units
from shopmetrics.ingest.profile import Profile
from shopmetrics.ingest.reason import Reason
from shopmetrics.ingest.words import NO_WORD, translated
from shopmetrics.shop import Kind, Reject

DAMAGED = r"(?i)^\d(\.\d+)?e\+?\d+$|^#(n/?a|name|ref|value|div|num|null)"
_TOTALS = r"(?i)^(合计|总计|小计|总 ?计|total|grand total|sum|totals)[:：]?$"


@dataclass(frozen=True, slots=True)
class Cells:
    """Typed columns of the accepted rows, in canonical names, with `line`."""

    rows: pl.DataFrame
    rejects: tuple[Reject, ...]
    blanked: Mapping[str, int]


def typed(  # noqa: PLR0913 a file's text, and all that tells how it is meant
    text: pl.DataFrame,
    profile: Profile,
    path: Path,
    names: Mapping[str, str],
    zone: str,
    *,
    decimals: int = 2,
) -> Cells:
    """Read every column as what it is.

    `text` holds `line` and the columns in canonical names; `names` gives their headers, `decimals`
    the digits of the currency's minor unit.
    """
    columns = text.columns[1:]
    # A column's cleaning leaves cores idle: two thirds of the time with the columns side by side.
    with ThreadPoolExecutor(2) as pool:
        try:
            read = list(
                pool.map(lambda name: _column(text[name], name, profile, zone, decimals), columns)
            )
        except AmbiguousDaysError as error:
            raise _ambiguous(path, names[error.column]) from None
    always = pl.repeat(value=True, n=text.height, eager=True, dtype=pl.Boolean)
    placed = dict(zip(columns, read, strict=True)).get("ordered_at")
    clock = always if placed is None or placed.timed is None else placed.timed
    rows = text.select("line").with_columns([one.value for one in read], timed=clock)
    rows = filled(rows, profile)
    return _settled(rows, [one.unread for one in read], profile, path, names)


@dataclass(frozen=True, slots=True)
class _Column:
    value: pl.Series
    unread: pl.Series  # where a cell says something that could not be read
    timed: pl.Series | None = None


def _column(text: pl.Series, name: str, profile: Profile, zone: str, decimals: int) -> _Column:
    cells = ident(text) if name in IDS else tidy(text)
    timed = None
    if name in MOMENTS:
        found = moments(cells.alias(name), zone, profile.days)
        value, timed = plausible(found.at), found.timed
    else:
        value = _value(name, cells, profile, decimals)
    unread = value.is_null() & cells.is_not_null()
    if name in WORDS:
        value = value.replace(NO_WORD, None)
    return _Column(value.alias(name), unread.alias(f"?{name}"), timed)


def _value(name: str, cells: pl.Series, profile: Profile, decimals: int) -> pl.Series:
    if name in MONEY:
        return minor_units(cells, decimals=0 if profile.money_in_cents else decimals)
    if name in COUNTS:
        return cells.str.replace(r"\.0+$", "").str.replace_all(",", "").cast(pl.Int64, strict=False)
    words: Mapping[str, Mapping[str, str | None]] = {
        "state": profile.states,
        "line_state": profile.states,
        "kind": profile.kinds,
        "refund_state": profile.refund_states,
        "stage": profile.stages,
    }
    return translated(cells, words[name]) if name in words else cells


def _settled(
    rows: pl.DataFrame,
    unread: Sequence[pl.Series],
    profile: Profile,
    path: Path,
    names: Mapping[str, str],
) -> Cells:
    """Turn away rows whose needed cells cannot be used; count what else was blanked."""
    faults = [
        pl.when(where).then(pl.lit(f"{column}|{reason}"))
        for column, reason, where in _needs(rows, profile)
    ]
    fault = pl.coalesce(*faults) if faults else pl.lit(None, pl.String)
    judged = rows.with_columns(unread).with_columns(_fault=fault)
    bad = judged.filter(pl.col("_fault").is_not_null()).select("line", "_fault")
    good = judged.filter(pl.col("_fault").is_null())
    rejects = tuple(_reject(path, line, said, names) for line, said in bad.rows())
    counts = good.select(pl.selectors.starts_with("?").sum())
    blanked = {name[1:]: n for name, n in zip(counts.columns, counts.row(0), strict=True) if n}
    return Cells(good.select(rows.columns), rejects, blanked)


def _reject(path: Path, line: int, said: str, names: Mapping[str, str]) -> Reject:
    column, reason = said.split("|")
    return Reject(path, line, names.get(column, column), reason)


def _needs(rows: pl.DataFrame, profile: Profile) -> Iterator[tuple[str, Reason, pl.Expr]]:
    """Yield what turns a row away: column, reason, and where."""
    key = "order_id" if "order_id" in rows.columns else "refund_id"
    if key in rows.columns:
        yield key, Reason.totals_row, pl.col(key).str.contains(_TOTALS)
        if profile.kind is not Kind.refunds:
            yield key, Reason.damaged_id, pl.col(key).str.contains(DAMAGED)
        yield key, Reason.missing, pl.col(key).is_null()
    if profile.kind is Kind.orders:
        yield from _moment_needs(rows)
        yield from _money_needs(rows)
    elif profile.kind is Kind.refunds and "amount" in rows.columns:
        yield "amount", Reason.not_an_amount, pl.col("?amount")


def _moment_needs(rows: pl.DataFrame) -> Iterator[tuple[str, Reason, pl.Expr]]:
    at = [name for name in ("ordered_at", "paid_at") if name in rows.columns]
    if at:
        yield at[0], Reason.not_a_moment, pl.col(f"?{at[0]}")
        yield at[0], Reason.missing, pl.coalesce(*at).is_null() & ~_unpaid(rows)


def _money_needs(rows: pl.DataFrame) -> Iterator[tuple[str, Reason, pl.Expr]]:
    for name in ("paid", "order_paid"):
        if name in rows.columns:
            yield name, Reason.not_an_amount, pl.col(f"?{name}")
            yield name, Reason.negative_amount, pl.col(name) < 0
            if name == "paid":
                yield name, Reason.missing, pl.col(name).is_null() & ~_unpaid(rows)


def _unpaid(rows: pl.DataFrame) -> pl.Expr:
    if "state" not in rows.columns:
        return pl.lit(value=False)
    return pl.col("state").is_in(["unpaid", "closed"]).fill_null(value=False)


def _ambiguous(path: Path, column: str) -> InputError:
    found = f"{path}: column {column}: days like 05/01/2024, and none that tells day from month"
    return InputError(found, hint="export the dates as 2024-01-05, or a period with a day above 12")
