"""A column of one chunk at first sight: what could be read, and what waits for the whole column."""

from dataclasses import field

import polars as pl

from shopmetrics.value import value


def places() -> pl.Series:
    """Return no places of cells at all."""
    return pl.Series([], dtype=pl.UInt32)


def texts() -> pl.Series:
    """Return no texts at all."""
    return pl.Series([], dtype=pl.String)


@value
class Seen:
    """Typed values, null where a cell is blank or odd; the odd ones by place, with their text.

    Whether 1.234 is a thousand, or 05/01 in May, only a whole column can tell: such cells are kept
    aside, so that what is held of a file is typed but for them.
    """

    value: pl.Series
    odd: pl.Series = field(default_factory=places)
    text: pl.Series = field(default_factory=texts)
    # Of ids: all are digits, which no word of a totals row is. Of amounts: some have a point.
    plain: bool = False
    days: pl.Series = field(default_factory=places)  # moments that are a day without an hour
