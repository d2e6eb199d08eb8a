"""What one kind of a platform's export looks like, as data: data/profiles/*.yaml, one file each.

docs/profiles.md shows how to write one. Header names are compared folded (see fold), so that
width, case and spaces need no aliases.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from shopmetrics.field import Strict, Written
from shopmetrics.ingest.cells.moment import Days
from shopmetrics.shop import Kind, OrderState, RefundKind, RefundState, Stage, Untold
from shopmetrics.value import value

_FIRST_WIDE = 0x2E80  # Chinese, Japanese and Korean letters begin here
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f]")


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


_WAYS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Names = Annotated[tuple[str, ...], Written(_several, _WAYS)]


class Grain(StrEnum):
    """What one row of a file is."""

    line = "line"
    unit = "unit"  # a line of quantity 1 for each piece: the file has no quantity
    order = "order"
    item = "item"
    refund = "refund"
    payment = "payment"
    customer = "customer"
    review = "review"
    chat = "chat"
    cost = "cost"


class Totals(StrEnum):
    """How `order_paid`, a total of the whole order, stands on its rows."""

    repeated = "repeated"
    blank = "blank"  # on the first row alone
    found = (
        "found"  # not known beforehand: told by the file's own amounts (ingest/shape/evidence.py)
    )


class Step(StrEnum):
    """What takes code: a named function of ingest/shape/steps.py, run on a file's typed rows."""

    negative_returns = "negative_returns"  # invoices that begin with C take back what was sold
    summary_rows = "summary_rows"  # an order of several items has a row of its own for the whole
    net_quantity = "net_quantity"  # the quantity is what is left after refunds
    named_products = "named_products"  # lines in one cell: Product SKU: A, Product Qty: 1 | …
    counted_products = "counted_products"  # lines in one cell: 2× Name, 1× Other
    listed_skus = "listed_skus"  # lines in one cell: SKU-A,SKU-B
    buyer_in_brackets = "buyer_in_brackets"  # a name, then the user name in brackets
    stage_if_shipped = "stage_if_shipped"  # a stage that is what was shipped by now
    bare_reasons = "bare_reasons"  # reasons have a prefix that other reports leave out


@value(kw_only=True)
class Sum(Strict):
    """An amount as sum of others: what is blank counts as 0, but all of `plus` blank is blank."""

    plus: Names
    minus: Names = ()


@value(kw_only=True)
class Profile(Strict):
    """One kind of export of one platform."""

    # What it is, and how a header is known to be it.
    name: str
    platform: str
    kind: Kind
    grain: Grain
    signature: tuple[Names, ...] = ()  # header names that must be there; of a list, one of it
    without: tuple[str, ...] = ()  # header names of a near relative, none of which may be there
    needs: tuple[Names, ...] = ()  # of each of these canonical columns one must be there

    # How it is written.
    encodings: tuple[str, ...] = ("utf-8",)  # what the platform writes, the usual one first
    rows_under_header: int = 0  # rows that describe the columns
    footers: tuple[str, ...] = ()  # how short lines below the table begin, but for a number
    # column -> cells of rows that are no data; * is any
    skipped: Mapping[str, Names] = field(default_factory=dict)
    timezone: str | None = None  # of times without an offset
    days: Days | None = None  # what 05/01/2024 means, where no cell of its column tells
    currency: str | None = None  # where no column says it
    # word in the currency column, say a marketplace -> code
    currencies: Mapping[str, str] = field(default_factory=dict)
    money_in_cents: bool = False

    # Which column is what.
    columns: Mapping[str, Names]  # canonical name -> header names, the first that is there counts
    # for a blank cell, the first of these that is not
    fallbacks: Mapping[str, Names] = field(default_factory=dict)
    # for a moment that is a day, the column of its time of day
    clock: Mapping[str, Names] = field(default_factory=dict)

    # What the amounts mean.
    # canonical money -> of which other canonical money it is made
    sums: Mapping[str, Sum] = field(default_factory=dict)
    totals: Totals | None = None  # how order_paid and order_refund stand on an order's rows
    fill: tuple[str, ...] = ()  # other columns that stand on an order's first row alone
    net_of_refunds: bool = False  # paid is what is left: the refund is added back
    refund_is_whole: bool = False  # a refund state without an amount means all that was paid

    # What the words mean: a cell that is the word, else the first word that a cell contains; a
    # word that means null is known and says nothing.
    # closed without a time of payment: never paid
    states: Mapping[str, OrderState | None] = field(default_factory=dict)
    kinds: Mapping[str, RefundKind | None] = field(default_factory=dict)
    refund_states: Mapping[str, RefundState | None] = field(default_factory=dict)
    stages: Mapping[str, Stage | None] = field(default_factory=dict)
    usual_kind: RefundKind = RefundKind.refund_only  # of a request that does not say its kind
    if_paid_out: RefundState | None = None  # whatever the word, where an amount went back
    if_blank: RefundState | None = None  # whatever the word, where the amount is blank
    cancelled_is_refunded: bool = False  # closed after payment: all of it went back
    paid_if_silent: bool = False  # without any word on payment an order counts as paid

    # What takes code, and what the export does not say at all.
    steps: tuple[Step, ...] = ()
    cannot_tell: tuple[Untold, ...] = ()

    def names(self) -> Iterator[str]:
        """Yield every header name that the profile knows."""
        for group in (self.signature, *(one.values() for one in self.by_column)):
            yield from (name for names in group for name in names)

    @property
    def by_column(self) -> tuple[Mapping[str, Names], ...]:
        """Return the mappings from canonical names to header names."""
        return (self.columns, self.fallbacks, self.clock)


@lru_cache(2**14)  # the same few names are asked for in every file
def fold(name: str) -> str:
    """Write a header name as names are compared: width, case, spaces and unseen signs aside."""
    text = unicodedata.normalize("NFKC", bare(name)).strip().casefold()
    wide = any(ord(letter) > _FIRST_WIDE for letter in text)
    return re.sub(r"\s+", "", text) if wide else re.sub(r"[\s_]+", " ", text)


def bare(name: str) -> str:
    """Return a header name as it stands, without unseen signs and what surrounds it."""
    return _UNSEEN.sub("", name).strip().strip("\"'").strip()
