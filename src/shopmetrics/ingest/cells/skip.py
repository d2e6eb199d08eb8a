"""Rows that are no data: descriptions under the header, gifts, summaries; left out and counted."""

import re

import polars as pl

from shopmetrics.ingest.cells.ident import tidy
from shopmetrics.ingest.profiles.profile import Profile


def without_skipped(text: pl.DataFrame, profile: Profile, body_line: int) -> pl.DataFrame:
    """Return the rows of a file that a profile counts as data; `text` holds `line` and cells.

    `body_line` is the physical line below the header.
    """
    first = body_line + profile.rows_under_header
    rows = text.filter(pl.col("line") >= first) if profile.rows_under_header else text
    for column, cells in profile.skipped.items():
        if column in rows.columns:
            said = tidy(rows[column]).fill_null("").str.contains(_pattern(cells))
            rows = rows.filter(~said)
    return rows


def _pattern(cells: tuple[str, ...]) -> str:
    """Write what a whole cell may be; * is anything, and nothing is a blank cell."""
    alternatives = (re.escape(cell).replace(r"\*", ".+") for cell in cells)
    return f"(?i)^(?:{'|'.join(alternatives)})$"
