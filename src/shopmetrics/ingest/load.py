"""Paths in, one shop out: every file recognised, read, joined, every row accounted for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import polars as pl

from shopmetrics.errors import InputError
from shopmetrics.ingest.account import account
from shopmetrics.ingest.cells.currency import digits_of
from shopmetrics.ingest.cells.offset import UTC
from shopmetrics.ingest.cells.reason import Reason
from shopmetrics.ingest.delimited.fault import Fault
from shopmetrics.ingest.files.find import SUFFIXES
from shopmetrics.ingest.gather import Progress, Reading, gather
from shopmetrics.ingest.one_currency import in_one_currency, one_currency
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.profiles.recognise import known
from shopmetrics.ingest.shape.join import Joined, join
from shopmetrics.ingest.shape.shops import idle
from shopmetrics.ingest.table import Table, read_table
from shopmetrics.ingest.terms import Terms
from shopmetrics.shop import Kind, RefundState, Shop
from shopmetrics.source import Loaded, Reject

_TIMED = (Kind.orders, Kind.refunds)
_STATE = "refund_state"
_SHOWN = 3
_FEW = 10


def load(  # noqa: PLR0913 what one run may say of its files
    paths: Sequence[Path],
    *,
    forced: Mapping[Path, Kind] | None = None,
    profiles: Sequence[Profile] = (),
    timezone: str | None = None,
    currency: str | None = None,
    only: str | None = None,
    shops: Mapping[str, str] | None = None,
    max_rejects: float = 0.05,
    mixed: bool = False,
    progress: Progress | None = None,
) -> Loaded:
    """Read files and folders as one shop; in a folder, what is no known export is passed over.

    `profiles` are the user's own, tried before those that come with shopmetrics. `currency` is that
    of amounts which name none; of any other than `only` the rows are left out. `shops` names the
    shop of the files that fit a pattern. `mixed` is for a look at files whose amounts are not
    added up: they may be in several currencies.

    Raises:
        InputError: for a named file that cannot be used, nothing usable at all, more than
            max_rejects of a file turned away, or two currencies.
    """
    terms = Terms(timezone, currency, only, shops or {})
    gathered = gather(paths, forced or {}, Reading(known(profiles), terms, progress))
    tables, skipped = gathered.tables, gathered.skipped
    if not tables:
        raise _nothing(paths, skipped)
    if only is None:
        currency = (None if mixed else one_currency(tables)) or currency
        tables = [_in_currency(table, replace(terms, currency=currency)) for table in tables]
    else:
        currency = only
        tables = in_one_currency(tables, only)
    for table in tables:
        _refuse_too_many(table, max_rejects)
        _refuse_strange_states(table, max_rejects)
    joined = join(tables)
    sources = tuple(account(table, at, joined) for at, table in enumerate(tables))
    rejects = tuple(reject for table in tables for reject in table.rejects)
    shop = _shop(tables, joined, timezone, currency)
    notes = tuple(error.message for error in skipped)
    unfit = idle(terms.shops, [table.path for table in tables])
    return Loaded(shop, sources, rejects, notes, unfit)


def _in_currency(table: Table, terms: Terms) -> Table:
    """Read a table again whose amounts, by what another file says, have other decimals."""
    if table.decimals == digits_of(terms.currency):
        return table
    return read_table(table.opened, table.profile, terms)


def _nothing(paths: Sequence[Path], skipped: Sequence[InputError]) -> InputError:
    named = ", ".join(str(path) for path in paths)
    why = "".join(f"\n  {error.message}" for error in islice(skipped, _SHOWN))
    kinds = ", ".join(sorted(SUFFIXES))
    found = f"{named}: no export that can be used{why or f' (no file that ends in {kinds})'}"
    hint = "name the files themselves; for an export that is not known: shopmetrics init"
    return InputError(found, hint=hint)


def _refuse_too_many(table: Table, most: float) -> None:
    """Stop where so many rows are turned away that the file is hardly what it was taken for.

    The header once more, as in files that were joined (copy *.csv all.csv), speaks for it.
    """
    count = sum(reject.reason != Fault.repeated_header for reject in table.rejects)
    if count <= max(_FEW, most * table.rows_read):
        return
    shown = "".join(f"\n  {_said(reject)}" for reject in table.rejects[:_SHOWN])
    found = f"{table.path}: {count} of {table.rows_read} rows cannot be used, the first:{shown}"
    if any(reject.reason == Reason.damaged_id for reject in table.rejects):
        hint = "a spreadsheet has made numbers of ids: export again, and do not save it there"
        raise InputError(found, hint=hint)
    if any(reject.reason == Reason.negative_amount for reject in table.rejects):
        hint = "put the rows of returns into a file of their own: --orders FILE --refunds FILE"
        raise InputError(found, hint=hint)
    raise InputError(found, hint="export the file again, or raise max_rejects in the config")


def _refuse_strange_states(table: Table, most: float) -> None:
    """Stop where so many refunds have a state of no known meaning that the rate would be a guess.

    A request of an unknown state counts as open: a whole file of them would read as no refunds.
    """
    strange = table.blanked.get(_STATE, 0)
    if table.profile.kind is not Kind.refunds or strange <= most * table.rows.height:
        return
    if strange <= _FEW and table.rows[_STATE].drop_nulls().len():
        return
    column = table.columns[_STATE]
    raise InputError(
        f"{table.path}: column {column}: {strange} of {table.rows.height} states are not known",
        hint=f"known are {', '.join(RefundState)} and the platform's own words; shopmetrics init"
        " writes a profile that says what others mean",
    )


def _said(reject: Reject) -> str:
    column = f", column {reject.column}" if reject.column else ""
    return f"line {reject.line}{column}: {reject.reason.replace('_', ' ')}"


def _shop(tables: list[Table], joined: Joined, timezone: str | None, currency: str | None) -> Shop:
    frames = (joined.orders, joined.refunds)
    newest = [frame.select(pl.max_horizontal(pl.selectors.datetime().max())) for frame in frames]
    moments: list[datetime] = [at for at in (row.item() for row in newest) if at is not None]
    zones = [table.zone for table in tables if table.profile.kind in _TIMED]
    return Shop(
        orders=joined.orders,
        refunds=joined.refunds,
        timezone=timezone or next(iter(zones), UTC),
        currency=currency,
        decimals=digits_of(currency),
        as_of=max(moments, default=None),
        costs=joined.costs,
    )
