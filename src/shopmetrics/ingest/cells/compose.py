"""Columns that a file spreads over several: put together cell by cell, before they are read.

A column `sku~1` fills the blanks of `sku`, `sku~2` what is still blank; `ordered_at@` holds the
time of day of `ordered_at`.
"""

import polars as pl

from shopmetrics.ingest.cells.ident import tidy

ELSE = "~"
CLOCK = "@"


def is_part(column: str) -> bool:
    """Say whether a column only completes another."""
    return ELSE in column or column.endswith(CLOCK)


def composed(text: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of a file, those that complete another joined to it and dropped."""
    parts = [name for name in text.columns if is_part(name)]
    whole = {name.removesuffix(CLOCK).partition(ELSE)[0] for name in parts}
    told = [_told(text, name, [part for part in parts if _is_of(part, name)]) for name in whole]
    return text.with_columns(told).drop(parts)


def _is_of(part: str, name: str) -> bool:
    return part.removesuffix(CLOCK).partition(ELSE)[0] == name


def _told(text: pl.DataFrame, name: str, parts: list[str]) -> pl.Series:
    """Take each cell from the first column that says something, and its time of day."""
    others = [tidy(text[part]) for part in parts if not part.endswith(CLOCK)]
    cells = tidy(text[name])
    for other in others:
        cells = cells.zip_with(cells.is_not_null(), other)
    clocks = [tidy(text[part]).fill_null("") for part in parts if part.endswith(CLOCK)]
    for clock in clocks:
        cells = (cells + " " + clock).str.strip_chars()
    return cells.alias(name)
