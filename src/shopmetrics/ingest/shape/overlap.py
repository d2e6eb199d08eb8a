"""Rows that several exports hold: the most advanced one stays, the others are superseded."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from shopmetrics.facts.ids import all_differ
from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.shape.shaped import FILE

_OWN_IDS = ("line_id", "refund_id")
_MOMENTS = pl.selectors.datetime()


def newest(rows: pl.DataFrame, key: Sequence[str]) -> tuple[pl.DataFrame, Counter[int]]:
    """Return one row a key, and how many rows of each file were superseded.

    The most advanced state wins, then the latest moment, then the row that is further: that has
    more moments, or more money back, which only grows. Then the file given last. The lines of an
    order stay where the first of them stood.
    """
    if _each_once(rows, key):
        return rows, Counter()
    state = pl.col("state").to_physical().cast(pl.Int16).fill_null(-1)
    rank = {
        "_state": state,
        "_latest": pl.max_horizontal(_MOMENTS),
        "_moments": pl.sum_horizontal(_MOMENTS.is_not_null()),
        "_back": from_any(rows, "amount").cast(pl.Int64),
    }
    ranked = rows.with_row_index("_at").with_columns(**rank, _first=pl.col("_at").min().over(key))
    best = ranked.sort(*rank, FILE, "_at", nulls_last=False).unique(key, keep="last")
    lost = ranked.join(best.select("_at"), on="_at", how="anti")
    return best.sort("_first").select(rows.columns), Counter(lost[FILE])


def _each_once(rows: pl.DataFrame, key: Sequence[str]) -> bool:
    """Tell whether no key stands twice: where the ids alone differ, nothing else need be looked at.

    That is so of nearly every load, and takes 0.05 s a million rows instead of 0.3 s.
    """
    own = next(name for name in key if name in _OWN_IDS)
    return all_differ(rows[own]) or rows.select(pl.struct(*key).n_unique()).item() == rows.height
