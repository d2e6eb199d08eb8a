"""One column of a file: seen chunk by chunk, then settled as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from itertools import accumulate

import polars as pl

from shopmetrics.ingest.cells import moment, money
from shopmetrics.ingest.cells.currency import coded
from shopmetrics.ingest.cells.ident import digits, ident, tidied, tidy
from shopmetrics.ingest.cells.quantity import counted
from shopmetrics.ingest.cells.seen import Seen, places
from shopmetrics.ingest.cells.sign import WHOLE
from shopmetrics.ingest.cells.words import translated
from shopmetrics.ingest.profiles.columns import COUNTS, IDS, MOMENTS, MONEY
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.shop import (
    LABEL,
    ORDER_COLUMNS,
    REFUND_COLUMNS,
    OrderState,
    RefundKind,
    RefundState,
    Stage,
)
from shopmetrics.value import value

_CANONICAL = {**ORDER_COLUMNS, **REFUND_COLUMNS}
_MEANINGS: Mapping[str, type[StrEnum]] = {
    "state": OrderState,
    "line_state": OrderState,
    "kind": RefundKind,
    "refund_state": RefundState,
    "stage": Stage,
}


@value
class Column:
    """Values of a whole file; `unread` are the places of cells that say what could not be read."""

    value: pl.Series
    unread: pl.Series
    digits: bool = False  # an id's cells are digits alone
    days: pl.Series = field(
        default_factory=places
    )  # places of moments that are a day without an hour


def look(name: str, cells: pl.Series) -> Seen:
    """Read of a column of one chunk what needs no other chunk."""
    if name in IDS:
        return Seen(cells, plain=True) if digits(cells) else Seen(ident(cells))
    if name in MONEY:
        return money.seen(cells)
    if name in MOMENTS:
        return moment.seen(cells)
    if name in COUNTS:
        return counted(cells)
    return Seen(cells.cast(LABEL) if _is_label(name) else tidy(cells))


def settle(name: str, seen: Sequence[Seen], profile: Profile, zone: str, decimals: int) -> Column:
    """Put the chunks of a column together, and decide over it what no chunk could by itself.

    Raises:
        AmbiguousDaysError: as moment.decided.
    """
    whole = _joined(name, seen)
    if name in MONEY:
        digits_kept = 0 if profile.money_in_cents else decimals
        return _money(whole, digits_kept, whole=profile.currency in WHOLE)
    if name in MOMENTS:
        return _moments(whole, profile, zone)
    if name in _MEANINGS:
        return Column(*translated(whole.value, _words(name, profile), pl.Enum(_MEANINGS[name])))
    if name == "currency":
        return Column(coded(whole.value, profile.currencies).cast(LABEL), whole.odd)
    value = tidied(whole.value) if _is_label(name) else whole.value
    return Column(value, whole.odd, digits=whole.plain)


def _is_label(name: str) -> bool:
    return name in _MEANINGS or _CANONICAL.get(name) == LABEL


def _words(name: str, profile: Profile) -> Mapping[str, str | None]:
    words: Mapping[str, Mapping[str, str | None]] = {
        "state": profile.states,
        "line_state": profile.states,
        "kind": profile.kinds,
        "refund_state": profile.refund_states,
        "stage": profile.stages,
    }
    return words[name]


def _joined(name: str, seen: Sequence[Seen]) -> Seen:
    """Return one column, its places counted from the first row of the file."""
    starts = list(accumulate((one.value.len() for one in seen), initial=0))
    plain = [one.plain for one in seen]
    return Seen(
        pl.concat([one.value.rename(name) for one in seen], rechunk=True),
        _moved([one.odd for one in seen], starts),
        pl.concat([one.text.rename("") for one in seen]),
        plain=all(plain) if name in IDS else any(plain),
        days=_moved([one.days for one in seen], starts),
    )


def _moved(parts: Sequence[pl.Series], starts: Sequence[int]) -> pl.Series:
    moved = [(part + at).cast(pl.UInt32) for part, at in zip(parts, starts, strict=False)]
    return pl.concat([part.rename("") for part in moved])


def _money(column: Seen, decimals: int, *, whole: bool) -> Column:
    value = money.settled(column, decimals, whole=whole)
    said = column.value.is_not_null().scatter(column.odd, True)  # noqa: FBT003 a value
    return Column(value, (value.is_null() & said).arg_true())


def _moments(whole: Seen, profile: Profile, zone: str) -> Column:
    said = whole.value.is_not_null().scatter(whole.odd, True)  # noqa: FBT003 a value
    value, days = moment.settled(whole, zone, profile.days)
    sane = moment.plausible(value)
    return Column(sane, (sane.is_null() & said).arg_true(), days=days)
