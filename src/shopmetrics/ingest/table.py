"""One file as a table of typed rows: recognised, read strictly and cleaned."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from shopmetrics.ingest.cells.compose import is_part
from shopmetrics.ingest.cells.currency import currencies, most_digits
from shopmetrics.ingest.cells.moment import TIMES
from shopmetrics.ingest.cells.need import DAMAGED
from shopmetrics.ingest.cells.offset import UTC, on_one_clock, zone_of
from shopmetrics.ingest.cells.rounded import rounded_ids
from shopmetrics.ingest.cells.seen import Seen
from shopmetrics.ingest.cells.typed import Cells, Meant, typed
from shopmetrics.ingest.chunks import Chunks, Progress, read_chunks
from shopmetrics.ingest.delimited.opened import Opened, open_table
from shopmetrics.ingest.files.document import Document
from shopmetrics.ingest.profiles.columns import MONEY
from shopmetrics.ingest.profiles.misheaded import refuse_misheaded
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.profiles.recognise import Known, columns_of, eclipsed, match
from shopmetrics.ingest.profiles.unrecognised import unrecognised
from shopmetrics.ingest.shape.shops import shop_of
from shopmetrics.ingest.terms import Terms
from shopmetrics.shop import LABEL, Kind
from shopmetrics.source import Reject
from shopmetrics.value import value


@value
class Table:
    """The accepted rows of one file in canonical names, and what became of the others."""

    path: Path
    profile: Profile
    opened: Opened
    columns: Mapping[str, str]  # canonical name -> header as it stands
    zone: str
    rows: pl.DataFrame
    shop: str | None  # as the config calls the shop of such files
    rejects: tuple[Reject, ...]
    rows_read: int
    ignored: int  # rows that the profile says are no data
    others: pl.DataFrame  # order_id and currency of the rows left out for their currency
    blanked: Mapping[str, int]
    damaged_ids: int  # order ids of refunds that a spreadsheet destroyed
    rounded_ids: Mapping[str, int]  # cells by column, where a spreadsheet rounded it
    currencies: frozenset[str]  # that the file or its platform names; none where neither does
    decimals: int  # digits of the minor unit in which its amounts are held


@value
class Untyped:
    """One file as far as it can be read without a look at whole columns."""

    opened: Opened
    chunks: Chunks
    meant: Meant
    currencies: frozenset[str]  # as in Table


def open_known(document: Document, known: Callable[[str], bool]) -> Opened:
    """Open a table by the line that holds the most header names of any profile."""
    opened = open_table(document.path, known, content=document.content)
    return replace(opened, sheet=document.sheet)


def read_table(
    opened: Opened,
    profile: Profile,
    terms: Terms,
    progress: Progress | None = None,
) -> Table:
    """Read the columns that the profile knows, and nothing else of the file.

    Raises:
        InputError: as read_untyped, and for days that cannot be told from months.
    """
    read = read_untyped(opened, profile, terms, progress)
    return as_table(read, typed(read.chunks.lines, read.chunks.seen, read.meant), terms)


def read_untyped(
    opened: Opened, profile: Profile, terms: Terms, progress: Progress | None = None
) -> Untyped:
    """Read what needs no look at whole columns.

    Raises:
        InputError: for a column that stands twice, or a header that does not fit.
    """
    columns = columns_of(profile, opened.header)
    refuse_misheaded(opened, profile, columns)
    read = read_chunks(opened, columns, profile, progress)
    zone = terms.timezone or profile.timezone
    if zone is None:
        times = {name: read.seen[name] for name in TIMES if name in read.seen}
        zone = zone_of(one.text for seen in times.values() for one in seen) or UTC
        read = replace(read, seen={**read.seen, **_on_one_clock(times, zone)})
    heads = {n: opened.header[at].strip() for n, at in columns.items() if not is_part(n)}
    labels = [one.value for one in read.seen.get("currency", ())]
    amounts = [one.text for name in MONEY for one in read.seen.get(name, ())]
    named = currencies(labels, profile.currencies, profile.currency, amounts)
    silent = _of_the_silent(named, terms, columned="currency" in columns)
    kept, decimals = _kept(named, silent, terms.only)
    # What names its currency is never read again.
    opened = replace(opened, content=None) if named else opened
    meant = Meant(opened.path, profile, heads, zone, decimals, terms.only, silent)
    return Untyped(opened, read, meant, kept)


def _on_one_clock(times: Mapping[str, Sequence[Seen]], zone: str) -> Mapping[str, Sequence[Seen]]:
    return {
        name: [replace(one, text=on_one_clock(one.text, zone)) for one in seen]
        for name, seen in times.items()
    }


def as_table(read: Untyped, cells: Cells, terms: Terms) -> Table:
    """Put together what was read of a file and its typed cells."""
    opened, chunks, profile = read.opened, read.chunks, read.meant.profile
    shop = shop_of(opened.path, terms.shops)
    return Table(
        path=opened.path,
        profile=profile,
        opened=opened,
        columns=read.meant.heads,
        zone=read.meant.zone,
        rows=_of_shop(cells.rows, shop),
        shop=shop,
        rejects=tuple(sorted((*chunks.rejects, *cells.rejects), key=lambda one: one.line)),
        rows_read=chunks.count,
        ignored=chunks.count - len(chunks.rejects) - chunks.lines.len(),
        blanked=cells.blanked,
        damaged_ids=_damaged(cells.rows) if profile.kind is Kind.refunds else 0,
        rounded_ids=rounded_ids(cells.rows),
        others=cells.others,
        currencies=read.currencies,
        decimals=read.meant.decimals,
    )


def _of_shop(rows: pl.DataFrame, shop: str | None) -> pl.DataFrame:
    """Name the shop of every row: what the config says counts before what the file says."""
    return rows if shop is None else rows.with_columns(shop=pl.lit(shop).cast(LABEL))


def _of_the_silent(named: frozenset[str], terms: Terms, *, columned: bool) -> str | None:
    """Return the currency of rows that name none: the file's, where it names but one."""
    if columned and len(named) > 1:
        return terms.currency  # a blank cell may mean any of them
    return next(iter(named), None) or terms.currency or terms.only


def _kept(
    named: frozenset[str], silent: str | None, only: str | None
) -> tuple[frozenset[str], int]:
    """Return the currencies of what is read of a file, and the digits of their minor unit."""
    meant = named or frozenset({silent} if silent else ())
    kept = meant & {only} if only else frozenset[str]()
    return kept & named if only else named, most_digits(kept or meant)


def recognised(opened: Opened, known: Known, kind: Kind | None) -> Profile:
    """Return the profile of a file.

    Raises:
        NoExportError: naming the nearest profile, the columns it misses and those that were found.
    """
    profile = match(opened.header, known, kind)
    if profile is not None and not eclipsed(profile, opened.header, known):
        return profile
    raise unrecognised(opened, known, kind)


def _damaged(rows: pl.DataFrame) -> int:
    if "order_id" not in rows.columns:
        return 0
    return int(rows["order_id"].str.contains(DAMAGED).sum())
