"""What is proposed for one file, and how a person's answers change it; nothing is asked here."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from shopmetrics.ingest.cells.money import minor_units
from shopmetrics.ingest.propose.choice import Choice, How, Seen
from shopmetrics.ingest.propose.columns import choose, required
from shopmetrics.ingest.propose.fit import WORDY
from shopmetrics.ingest.propose.kind import Guess, kind_of
from shopmetrics.ingest.propose.meanings import meanings
from shopmetrics.ingest.propose.synonyms import Synonyms
from shopmetrics.ingest.propose.totals import Told, Whole, whole_of
from shopmetrics.shop import Kind
from shopmetrics.value import value

_MOST = 0.9
Words = Mapping[str, Mapping[str, str | None]]  # field -> word -> what it means, None if unknown


@value
class Draft:
    """A proposal for one file: its kind, the columns of its fields, the meanings of its words.

    `told` says what the amount of an order file belongs to; None where there is no amount.
    """

    seen: Seen
    guess: Guess
    columns: Mapping[str, Choice]
    words: Words
    told: Told | None

    @property
    def kind(self) -> Kind:
        """Return what the file is taken for."""
        return self.guess.kind

    @property
    def mapped(self) -> Mapping[str, int]:
        """Return the position of each field that has a column."""
        return {field: one.at for field, one in self.columns.items() if one.at is not None}

    @property
    def header(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self.seen.sample.names

    def cells(self, field: str) -> pl.Series | None:
        """Return the cells of a field, None where it has no column."""
        at = self.mapped.get(field)
        return None if at is None else self.seen.sample.column(at)

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Return the fields whose days cannot be told from months."""
        return tuple(field for field, at in self.mapped.items() if self._unclear(field, at))

    def _unclear(self, field: str, at: int) -> bool:
        return field.endswith("_at") and self.seen.looks[at].ambiguous

    @property
    def clock(self) -> int | None:
        """Return the column of the time of day of orders, where their column gives days alone."""
        at = self.mapped.get("ordered_at")
        if at is None or self.seen.looks[at].timed:
            return None
        free = set(self.seen.sample.usable) - set(self.mapped.values())
        clocks = [one for one in free if self.seen.looks[one].clock >= _MOST]
        return clocks[0] if len(clocks) == 1 else None

    @property
    def offset(self) -> bool:
        """Say whether the moments tell their distance to UTC."""
        moments = [at for field, at in self.mapped.items() if field.endswith("_at")]
        return any(self.seen.looks[at].offset for at in moments)

    @property
    def lacking(self) -> tuple[tuple[str, ...], ...]:
        """Return the fields of which one is needed and none has a column."""
        return tuple(group for group in required(self.kind) if not set(group) & set(self.mapped))

    @property
    def open(self) -> tuple[str, ...]:
        """Return the fields for which more than one column may be meant."""
        return tuple(field for field, choice in self.columns.items() if choice.open)


def drafted(seen: Seen, known: Synonyms, kind: Kind | None = None) -> Draft:
    """Propose for one file; `kind` where a person has said it."""
    guess = kind_of(seen, known) if kind is None else Guess(kind, sure=True)
    return _complete(Draft(seen, guess, choose(seen, guess.kind, known), {}, None), known)


def with_column(draft: Draft, field: str, at: int | None, known: Synonyms) -> Draft:
    """Give a field another column, or none; the column is no other field's any more."""
    others = {name: one for name, one in draft.columns.items() if one.at != at or at is None}
    columns = {**others, field: Choice(at, How.chosen)}
    return _complete(replace(draft, columns=columns), known)


def with_word(draft: Draft, field: str, word: str, meaning: str | None) -> Draft:
    """Give a word another meaning, or none."""
    words = {**draft.words, field: {**draft.words[field], word: meaning}}
    return replace(draft, words=words)


def with_whole(draft: Draft, whole: Whole) -> Draft:
    """Say what the amount belongs to."""
    return replace(draft, told=Told(whole, sure=True))


def _complete(draft: Draft, known: Synonyms) -> Draft:
    """Work out what follows from the columns: the meanings of words, and what the amount is of."""
    words = {
        field: draft.words.get(field)
        or meanings(field, draft.seen.looks[draft.mapped[field]].words, known)
        for field in WORDY
        if field in draft.mapped
    }
    return replace(draft, words=words, told=_told(draft))


def _told(draft: Draft) -> Told | None:
    orders, amounts = draft.cells("order_id"), draft.cells("paid")
    if draft.kind is not Kind.orders or orders is None or amounts is None:
        return None
    price, count = draft.cells("unit_price"), draft.cells("quantity")
    each = None
    if price is not None:
        units = pl.repeat(1, price.len(), eager=True) if count is None else _whole(count)
        each = minor_units(price) * units
    return whole_of(orders, amounts, each)


def _whole(cells: pl.Series) -> pl.Series:
    return cells.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
