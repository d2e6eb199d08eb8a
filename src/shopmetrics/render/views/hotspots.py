"""Hotspots: of each table what is beyond chance, and what is dearest beyond normal."""

from collections.abc import Mapping

import polars as pl

from shopmetrics.page import Table
from shopmetrics.render.table import only
from shopmetrics.render.views.view import View

_MONEY = "money_per_month"


def _dearest(table: Table, top: int) -> Table:
    """Keep the hot groups and the first few above normal: one at least, so that none is empty."""
    at = pl.int_range(pl.len())
    above = (at < top) & (pl.col("excess") > 0)
    kept = Table(table.rows.filter(pl.col("hot") | above | (at == 0)), table.units)
    told = table.rows[_MONEY].count() > 0
    return kept if told else only(kept, [name for name in kept.units if name != _MONEY])


HOTSPOTS: Mapping[str, View] = dict.fromkeys(
    (
        *("sku", "product", "sku_cause", "day_since_order", "windows"),
        *("hour", "weekday", "weekday_hour", "region", "campaign"),
    ),
    View(rows=_dearest),
)
