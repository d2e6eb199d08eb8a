"""Which hot groups are worth a sentence: none that another one says better.

A SKU speaks for its causes and its product, a stretch of hours for its hours, an hour or weekday
for its cells of the week.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.finding import Finding, Matter, Measured
from shopmetrics.unit import Unit

_PAGE = "hotspots"
_NUMBERS = {
    "k": Unit.count,
    "n": Unit.count,
    "rate": Unit.share,
    "baseline": Unit.share,
    "lift": Unit.ratio,
}
_SKU = ("sku", "product")
_TEXT = frozenset({"sku", "product", "region", "campaign"})
Tables = Mapping[str, pl.DataFrame]


def findings(tables: Tables, titles: pl.DataFrame) -> tuple[Finding, ...]:
    """Return a finding for every hot group that stands for itself, table by table.

    `tables` are judged (spots.verdict), `titles` has one row a `sku` and `product` that it is sold
    as, the most frequent first.
    """
    found = [*_goods(tables, titles), *_products(tables, titles), *_places(tables)]
    return (*found, *_times(tables))


def _goods(tables: Tables, titles: pl.DataFrame) -> Iterator[Finding]:
    """Yield hot SKUs with their dearest cause and peak, and the causes and peaks of other SKUs."""
    hot, causes, peaks = (_hot(tables, name) for name in ("sku", "sku_cause", "day_since_order"))
    named = _with_first(_with_first(hot, causes, "cause"), peaks, "day_since_order")
    yield from _each(Matter.sku, _titled(named, titles), *_SKU, "cause", "day_since_order")
    alone = causes.join(hot, on="sku", how="anti", maintain_order="left")
    yield from _each(Matter.sku_cause, _titled(alone, titles), *_SKU, "cause")
    other = peaks.join(hot, on="sku", how="anti", maintain_order="left")
    timed = other.with_columns(money_per_month=pl.lit(None, pl.Int64))  # when, not how much
    yield from _each(Matter.day_since_order, _titled(timed, titles), *_SKU, "day_since_order")


def _with_first(skus: pl.DataFrame, cells: pl.DataFrame, cell: str) -> pl.DataFrame:
    """Add the cell of each SKU in which most is beyond normal; null where none is."""
    ranked = cells.sort("excess", cell, descending=[True, False])
    first = ranked.unique("sku", keep="first", maintain_order=True).select("sku", cell)
    return skus.join(first, on="sku", how="left", maintain_order="left")


def _products(tables: Tables, titles: pl.DataFrame) -> Iterator[Finding]:
    """Yield hot products of which no SKU is hot itself."""
    spoken = pl.concat([_hot(tables, name).select("sku") for name in ("sku", "sku_cause")])
    said = titles.join(spoken, on="sku", how="semi")
    alone = _hot(tables, "product").join(said, on="product", how="anti", maintain_order="left")
    yield from _each(Matter.product, alone, "product")


def _places(tables: Tables) -> Iterator[Finding]:
    yield from _each(Matter.region, _hot(tables, "region"), "region")
    yield from _each(Matter.campaign, _hot(tables, "campaign"), "campaign")


def _times(tables: Tables) -> Iterator[Finding]:
    windows, hours, weekdays = (_hot(tables, name) for name in ("windows", "hour", "weekday"))
    yield from _each(Matter.hours, windows, "from_hour", "until_hour")
    spoken = [hour for start, end in _ends(windows) for hour in _between(start, end)]
    yield from _each(Matter.hour, hours.filter(~pl.col("hour").is_in(spoken)), "hour")
    yield from _each(Matter.weekday, weekdays, "weekday")
    all_hours, all_days = [*spoken, *hours["hour"]], weekdays["weekday"].to_list()
    cells = _hot(tables, "weekday_hour").filter(
        ~pl.col("hour").is_in(all_hours), ~pl.col("weekday").is_in(all_days)
    )
    yield from _each(Matter.weekday_hour, cells, "weekday", "hour")


def _hot(tables: Tables, name: str) -> pl.DataFrame:
    return tables[name].filter("hot")


def _titled(rows: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    first = titles.unique("sku", keep="first", maintain_order=True)
    return rows.join(first, on="sku", how="left", maintain_order="left")


def _ends(windows: pl.DataFrame) -> list[tuple[int, int]]:
    return list(zip(windows["from_hour"], windows["until_hour"], strict=True))


def _between(start: int, end: int) -> list[int]:
    return [(start + hour) % 24 for hour in range((end - start) % 24)]


def _each(matter: Matter, rows: pl.DataFrame, *keys: str) -> Iterator[Finding]:
    for row in rows.with_columns(baseline=_baseline()).rows(named=True):
        yield Finding(
            matter=matter,
            page=_PAGE,
            subject={key: Measured(row[key], _unit(key)) for key in keys},
            numbers={name: Measured(row[name], unit) for name, unit in _NUMBERS.items()},
            money_per_month=row["money_per_month"],
            sure=True,
        )


def _baseline() -> pl.Expr:
    """Return the rate that the lift is over: that of the rest, or what the same goods lead to."""
    return pl.when(pl.col("lift").is_null()).then(0.0).otherwise(pl.col("rate") / pl.col("lift"))


def _unit(key: str) -> Unit:
    return Unit.text if key in _TEXT else Unit.count if key == "day_since_order" else Unit.label
