"""Which hot groups are worth a sentence: none that another one says better.

A SKU speaks for its causes and its product, a stretch of hours for its hours, an hour or weekday
for its cells of the week.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.finding import Finding, Matter, Measured
from shopmetrics.unit import Unit

_PAGE = "hotspots"
_NUMBERS = {"k": Unit.count, "n": Unit.count, "rate": Unit.share, "lift": Unit.ratio}
_TEXT = frozenset({"sku", "product", "region", "campaign"})
Tables = Mapping[str, pl.DataFrame]


def findings(tables: Tables, titles: pl.DataFrame) -> tuple[Finding, ...]:
    """Return a finding for every hot group that stands for itself, table by table.

    `tables` are judged (spots.verdict), `titles` has one row a `sku` with its `product`.
    """
    found = [*_goods(tables, titles), *_places(tables), *_times(tables)]
    return tuple(found)


def _goods(tables: Tables, titles: pl.DataFrame) -> Iterator[Finding]:
    hot, causes = _hot(tables, "sku"), _hot(tables, "sku_cause")
    first = causes.sort("excess", "cause", descending=[True, False]).unique(
        "sku", keep="first", maintain_order=True
    )
    named = hot.join(first.select("sku", "cause"), on="sku", how="left", maintain_order="left")
    yield from _each(Matter.sku, _titled(named, titles), "sku", "product", "cause")
    alone = causes.join(hot, on="sku", how="anti", maintain_order="left")
    yield from _each(Matter.sku_cause, _titled(alone, titles), "sku", "product", "cause")
    spoken = pl.concat([hot.select("sku"), causes.select("sku")])
    variants = titles.join(spoken, on="sku", how="semi")
    products = _hot(tables, "product").join(
        variants, on="product", how="anti", maintain_order="left"
    )
    yield from _each(Matter.product, products, "product")
    peaks = _titled(_hot(tables, "day_since_order"), titles)
    yield from _each(Matter.day_since_order, peaks, "sku", "product", "day_since_order")


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
    return rows.join(titles, on="sku", how="left", maintain_order="left")


def _ends(windows: pl.DataFrame) -> list[tuple[int, int]]:
    return list(zip(windows["from_hour"], windows["until_hour"], strict=True))


def _between(start: int, end: int) -> list[int]:
    return [(start + hour) % 24 for hour in range((end - start) % 24)]


def _each(matter: Matter, rows: pl.DataFrame, *keys: str) -> Iterator[Finding]:
    for row in rows.rows(named=True):
        yield Finding(
            matter=matter,
            page=_PAGE,
            subject={key: Measured(row[key], _unit(key)) for key in keys},
            numbers={name: Measured(row[name], unit) for name, unit in _NUMBERS.items()},
            money_per_month=row["money_per_month"],
            sure=True,
        )


def _unit(key: str) -> Unit:
    return Unit.text if key in _TEXT else Unit.count if key == "day_since_order" else Unit.label
