"""What a page is: one question, with its tallies, its answer, its bands and worked examples."""

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum

import polars as pl

from shopmetrics.finding import Finding
from shopmetrics.settings import Settings
from shopmetrics.unit import RATE_UNITS, Unit
from shopmetrics.value import value

__all__ = [
    "RATE_UNITS",
    "Answer",
    "Entity",
    "Example",
    "Judged",
    "Listing",
    "Page",
    "Question",
    "Table",
    "Tally",
    "Unit",
]


class Entity(StrEnum):
    """What a tally counts: one row of that entity's facts each."""

    order = "order"
    order_line = "order_line"
    customer = "customer"
    purchase = "purchase"
    refund = "refund"
    exchange = "exchange"  # an order replaced by a re-order
    buyer = "buyer"  # a customer by the orders of the period
    unpaid_line = "unpaid_line"  # of an order that was never paid: counted beside all else
    # The same with the exchanges that may be left out of all rates:
    loaded_order = "loaded_order"
    loaded_refund = "loaded_refund"


@value
class Tally:
    """A small table of counts over an entity's facts that adds up over any split by customer.

    `by` names fact columns; `counts` are sums of integers or exact money; `where` narrows the rows.
    """

    entity: Entity
    by: tuple[str, ...]
    counts: Mapping[str, pl.Expr]
    where: pl.Expr | None = None


@value
class Listing:
    """Rows of an entity's facts as they are, for a page whose answer is rows.

    `columns` name facts that mean the same in any part of the data: ids, never row numbers.
    The rows are sorted by `order` and then by all columns, so that ties have one order.
    """

    entity: Entity
    columns: tuple[str, ...]
    order: tuple[str, ...]
    where: pl.Expr | None = None


Question = Tally | Listing


@value
class Table:
    """One result table: rows, and the unit of every column, in the order shown."""

    rows: pl.DataFrame
    units: Mapping[str, Unit]

    def __post_init__(self) -> None:
        """Refuse a frame whose columns are not those that have a unit."""
        if self.rows.columns != list(self.units):
            message = f"columns {self.rows.columns} but units for {list(self.units)}"
            raise ValueError(message)


@value
class Answer:
    """What a page found: its tables, ids of what it cannot tell and why, what to act on."""

    tables: Mapping[str, Table]
    unknown: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


# One reason's share of all orders is a part of the rate: the band of the whole says nothing of it.
_PARTS = frozenset({"by_reason", "by_cause"})


@value
class Judged:
    """Which rows of a table a band judges; a table that ends in "_" stands for all so begun."""

    table: str
    measure: str  # the band's name in the config
    where: pl.Expr

    def covers(self, table: str) -> bool:
        """Say whether a table is one of those meant."""
        if table in _PARTS:
            return False
        return table == self.table or (self.table.endswith("_") and table.startswith(self.table))


@value
class Example:
    """A small shop in aligned text tables and the answer it must give.

    `answer` maps a table's name to an aligned text table of the columns it wants to show.
    """

    shows: str
    orders: str
    refunds: str = ""
    costs: str = ""
    answer: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@value
class Page:
    """One question. `definition` is the module's docstring, line 1 a sentence."""

    name: str
    definition: str
    tallies: Callable[[Settings], Mapping[str, Question]]
    answer: Callable[[Mapping[str, pl.DataFrame], Settings], Answer]
    examples: tuple[Example, ...]
    judged: tuple[Judged, ...] = ()
    settings: tuple[str, ...] = ()  # what of the config it depends on, as dotted keys
