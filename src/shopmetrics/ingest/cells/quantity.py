"""Counts of pieces: whole numbers, from the ways in which exports write them."""

import polars as pl

from shopmetrics.ingest.cells.ident import tidy
from shopmetrics.ingest.cells.narrow import narrowed
from shopmetrics.ingest.cells.seen import Seen

_WHOLE = r"^([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.0+)?$"


def counted(cells: pl.Series) -> Seen:
    """Read whole numbers, also 1,200 and 2.00; odd is what is none, 1.5 for one."""
    value = cells.cast(pl.Int64, strict=False)
    if value.null_count() == cells.null_count():
        return Seen(value)
    text = tidy(narrowed(cells))
    parts = text.str.extract_groups(_WHOLE).struct.unnest()
    number = parts["1"] + parts["2"].str.replace_all(",", "", literal=True)
    value = number.cast(pl.Int64, strict=False)
    odd = (value.is_null() & text.is_not_null()).arg_true()
    return Seen(value, odd, text.gather(odd))
