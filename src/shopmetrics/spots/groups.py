"""Which groups of orders stand out: each table of the hotspots page, before money and judgement."""

from collections.abc import Mapping

import polars as pl

from shopmetrics.settings import Settings
from shopmetrics.spots.due import due, due_by_cell
from shopmetrics.stats.hotspot import crossed, over_due, stand_out

Tallies = Mapping[str, pl.DataFrame]
# A peak: a day after the order that holds a quarter of a SKU's requests, of twenty at least.
_PEAK, _LEAST_REQUESTS = 0.25, 20


def groups(tallies: Tallies, settings: Settings) -> dict[str, pl.DataFrame]:
    """Return every table with lift, excess, p and the q of its own."""
    least = settings.config.hotspots.min_orders
    plain = {
        name: stand_out(known(tallies[name], name), min_n=least)
        for name in ("sku", "product", "region", "campaign")
    }
    if not _several_skus(tallies["titles"]):
        plain["product"] = plain["product"].with_columns(q=pl.lit(None, pl.Float64))
    return plain | _times(tallies, least) | _crosses(tallies, least)


def known(rows: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Leave out what the files give no group for."""
    return rows.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in keys))


def _times(tallies: Tallies, least: int) -> dict[str, pl.DataFrame]:
    hours, weekdays = (due(known(tallies[name], name), name) for name in ("hour", "weekday"))
    cells = due_by_cell(known(tallies["weekday_hour"], "weekday", "hour"), weekdays, hours)
    named = {"hour": hours, "weekday": weekdays, "weekday_hour": cells}
    return {name: over_due(rows, min_n=least) for name, rows in named.items()}


def _crosses(tallies: Tallies, least: int) -> dict[str, pl.DataFrame]:
    skus = known(tallies["sku"], "sku").select("sku", "n")
    causes = known(tallies["sku_cause"], "sku", "cause")
    days = known(tallies["day_since_order"], "sku", "day_since_order")
    requests = days.group_by("sku", maintain_order=True).agg(n=pl.col("k").sum())
    return {
        "sku_cause": crossed(skus, causes, ("sku", "cause"), min_n=least, shown=pl.lit(value=True)),
        "day_since_order": crossed(
            requests,
            days,
            ("sku", "day_since_order"),
            min_n=_LEAST_REQUESTS,
            shown=pl.col("rate") >= _PEAK,
        ),
    }


def _several_skus(titles: pl.DataFrame) -> bool:
    """Say whether any product has several SKUs: else the products are the SKUs once more."""
    named = known(titles, "sku", "product").group_by("product").agg(pl.col("sku").n_unique())
    return bool((named["sku"] > 1).any())
