"""Which groups of orders stand out: each table of the hotspots page, before money and judgement."""

from collections.abc import Mapping

import polars as pl

from shopmetrics.config import Hotspots
from shopmetrics.settings import Settings
from shopmetrics.spots.due import due, due_by_cell
from shopmetrics.stats.hotspot import crossed, over_due, stand_out
from shopmetrics.stats.multiple import benjamini_hochberg

Tallies = Mapping[str, pl.DataFrame]


def groups(tallies: Tallies, settings: Settings) -> dict[str, pl.DataFrame]:
    """Return every table with lift, excess, p and the q of its own."""
    limits = settings.config.hotspots
    least = limits.min_orders
    plain = {
        name: stand_out(known(tallies[name], name), min_n=least)
        for name in ("sku", "product", "region", "campaign")
    }
    plain["product"] = _of_several(plain["product"], tallies["titles"], least)
    return plain | _times(tallies, least) | _crosses(tallies, limits)


def known(rows: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Leave out what the files give no group for."""
    return rows.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in keys))


def _times(tallies: Tallies, least: int) -> dict[str, pl.DataFrame]:
    hours, weekdays = (due(known(tallies[name], name), name) for name in ("hour", "weekday"))
    cells = due_by_cell(known(tallies["weekday_hour"], "weekday", "hour"), weekdays, hours)
    named = {"hour": hours, "weekday": weekdays, "weekday_hour": cells}
    return {name: over_due(rows, min_n=least) for name, rows in named.items()}


def _crosses(tallies: Tallies, limits: Hotspots) -> dict[str, pl.DataFrame]:
    skus = known(tallies["sku"], "sku").select("sku", "n")
    causes = known(tallies["sku_cause"], "sku", "cause")
    days = known(tallies["day_since_order"], "sku", "day_since_order")
    requests = days.group_by("sku", maintain_order=True).agg(n=pl.col("k").sum())
    return {
        "sku_cause": crossed(
            skus, causes, ("sku", "cause"), min_n=limits.min_orders, shown=pl.lit(value=True)
        ),
        "day_since_order": crossed(
            requests,
            days,
            ("sku", "day_since_order"),
            min_n=limits.peak_requests,
            shown=pl.col("rate") >= limits.peak_share,
        ),
    }


def _of_several(products: pl.DataFrame, titles: pl.DataFrame, least: int) -> pl.DataFrame:
    """Test only the products that have several SKUs: the others are SKUs once more."""
    named = known(titles, "sku", "product").group_by("product").agg(skus=pl.col("sku").n_unique())
    rows = products.join(named, on="product", how="left", maintain_order="left")
    tested = (pl.col("skus") > 1) & (pl.col("n") >= least)
    p = rows.select(pl.when(tested).then("p")).to_series()
    return rows.drop("skus").with_columns(q=benjamini_hochberg(p))
