"""What currency a file's amounts are in, and how many digits its minor unit has."""

from collections.abc import Mapping, Sequence

import polars as pl

from shopmetrics.ingest.cells.ident import from_any, tidied
from shopmetrics.ingest.cells.sign import code_of
from shopmetrics.ingest.cells.words import translated
from shopmetrics.readymade import readymade

USUAL_DIGITS = 2


def digits_of(currency: str | None) -> int:
    """Return the digits of the minor unit, as amounts are printed: none for JPY, 3 for KWD."""
    digits: int = readymade("currencies")["digits"].get(currency, USUAL_DIGITS)
    return digits


def is_currency(name: str) -> bool:
    """Tell whether there is, or was, a currency of this code."""
    return name in readymade("currencies")["digits"]


def currencies(
    labels: Sequence[pl.Series],
    words: Mapping[str, str],
    always: str | None,
    amounts: Sequence[pl.Series] = (),
) -> frozenset[str]:
    """Name the currencies of a file: those of its column, else the one its platform always has.

    `words` says which word of the column means which currency, where they are no codes. Where
    neither names one, a sign on the `amounts` may.
    """
    found = {name for chunk in labels for name in coded(chunk, words).unique().drop_nulls()}
    named = always or (None if found else code_of(amounts))
    return frozenset(found or ({named} if named else ()))


def coded(labels: pl.Series, words: Mapping[str, str]) -> pl.Series:
    """Write a currency column as codes."""
    return translated(labels, words, pl.String())[0] if words else tidied(labels)


def most_digits(named: frozenset[str]) -> int:
    """Return with how many digits amounts can be read before it is said that two currencies meet.

    Read with fewer, the amounts of one of them would be turned away as unreadable.
    """
    return max(map(digits_of, named), default=USUAL_DIGITS)


UNNAMED = "?"  # in the list of what was left out: a row that names none


def of_rows(rows: pl.DataFrame, silent: str | None) -> pl.Series:
    """Return the currency of each row; `silent` is that of a row which names none."""
    said = pl.coalesce(from_any(rows, "currency").cast(pl.String), pl.lit(silent, pl.String))
    return rows.with_columns(_currency=said)["_currency"]
