"""Small aligned text tables as frames: the examples on the pages, and shops for tests."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import polars as pl

from shopmetrics.config import Basis, Config
from shopmetrics.configfile import load_config
from shopmetrics.dimensions import Dimension
from shopmetrics.facts.reach import first_day, last_day
from shopmetrics.facts.tells import tells
from shopmetrics.page import Answer, Example, Page
from shopmetrics.render import Format, Look, render
from shopmetrics.report import Report, build
from shopmetrics.rule import in_force
from shopmetrics.rules import named, rules_of
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import COST_COLUMNS, ORDER_COLUMNS, REFUND_COLUMNS, Shop
from shopmetrics.source import Loaded
from shopmetrics.text import Words

MONEY = {"paid", "amount", "list_price", "unit_cost", "freight_out", "freight_back"}
MOMENTS = {name for name, kind in {**ORDER_COLUMNS, **REFUND_COLUMNS}.items() if kind.is_temporal()}
ORDER_DEFAULTS = {"platform": "plain", "shop": "plain", "currency": "CNY", "timed": True}
REFUND_DEFAULTS = {"platform": "plain", "shop": "plain", "currency": "CNY"}


def rows(text: str) -> list[dict[str, str | None]]:
    """Read a table whose columns stand under their names; "-" is nothing."""
    lines = [line.strip() for line in text.strip("\n").splitlines() if line.strip()]
    if not lines:
        return []
    names = re.split(r"  +", lines[0])
    found = []
    for line in lines[1:]:
        cells = re.split(r"  +", line)
        assert len(cells) == len(names), f"{len(cells)} cells under {len(names)} names: {line}"
        found.append({n: None if c == "-" else c for n, c in zip(names, cells, strict=True)})
    return found


def frame(
    text: str, columns: Mapping[str, pl.DataType], defaults: Mapping[str, object]
) -> pl.DataFrame:
    """Read a table as a canonical frame; money is written with its decimals."""
    given = rows(text)
    if not given:
        return pl.DataFrame(schema=columns)
    names = list(given[0]) if given else []
    raw = pl.DataFrame(given, schema=dict.fromkeys(names, pl.String()))
    exprs = []
    for name, kind in columns.items():
        if name not in names:
            exprs.append(pl.lit(defaults.get(name)).cast(kind).alias(name))
        elif name in MONEY:
            exprs.append(pl.col(name).str.to_decimal(scale=2).to_physical().cast(pl.Int64))
        elif name in MOMENTS:
            exprs.append(pl.col(name).str.to_datetime("%Y-%m-%d %H:%M", time_unit="us"))
        else:
            exprs.append(pl.col(name).cast(kind))
    return raw.select(exprs)


def shop_of(orders: str, refunds: str = "", costs: str = "") -> Shop:
    """Build a shop from two tables; an order's line ids are its positions where none are given."""
    sold = frame(orders, ORDER_COLUMNS, ORDER_DEFAULTS | {"state": "paid"})
    position = pl.col("order_id") + "#" + (pl.int_range(pl.len()).over("order_id") + 1).cast(str)
    sold = sold.with_columns(line_id=pl.coalesce("line_id", position))
    back = frame(refunds, REFUND_COLUMNS, REFUND_DEFAULTS)
    back = back.with_columns(first_reason=pl.coalesce("first_reason", "reason"))
    moments = [sold[name] for name in ORDER_COLUMNS if name in MOMENTS]
    moments += [back[name] for name in REFUND_COLUMNS if name in MOMENTS]
    newest = pl.concat([moment.rename("at") for moment in moments]).max()
    parcels = frame(costs, COST_COLUMNS, {})
    return Shop(sold, back, "Asia/Shanghai", "CNY", 2, newest, parcels)  # type: ignore[arg-type] # a moment


def loaded_of(shop: Shop) -> Loaded:
    return Loaded(shop=shop, sources=(), rejects=())


def settings_of(shop: Shop, options: Mapping[str, object] | None = None) -> Settings:
    """Read an example's options as the command line would."""
    given = dict(options or {})
    days = {
        key: date.fromisoformat(str(given[key])) if key in given else None
        for key in ("since", "until")
    }
    by = given.get("by", ())
    rule = named(str(given.get("rule", "default")), rules_of())
    assert isinstance(by, tuple)
    return Settings(
        config=in_force(config_of(given), rule),
        period=Period(**days),
        basis=Basis(str(given.get("basis", "order_time"))),
        by=tuple(Dimension(name) for name in by),
        top=int(str(given.get("top", 3))),
        tells=tells(loaded_of(shop)),
        as_of=shop.as_of.date() if shop.as_of else None,
        rules=(rule,),
        last_day=last_day(shop.as_of),
        first_day=first_day(shop.orders),
    )


def names(model: type[Any]) -> set[str]:
    return {one.name for one in fields(model)}


def config_of(options: Mapping[str, Any]) -> Config:
    """Lay the options that name settings (min_orders, maturity.horizon) over the built-in ones."""
    config = load_config(None)
    for name, value in options.items():
        room, _, key = name.rpartition(".")
        if room:
            part = replace(getattr(config, room), **{key: value})
            config = replace(config, **{room: part})
        elif name not in names(Settings) and name in names(Config):
            config = replace(config, **{name: value})
    return config


def report_of(page: Page, shop: Shop, settings: Settings) -> Report:
    return build(loaded_of(shop), [page], settings)


def answer_of(page: Page, example: Example) -> Answer:
    shop = shop_of(example.orders, example.refunds, example.costs)
    return report_of(page, shop, settings_of(shop, example.options)).answers[page.name]


def shown(rows: pl.DataFrame, names: list[str]) -> list[dict[str, str | None]]:
    """Write cells as an example writes them: numbers to three places, nothing as None."""
    return [
        {name: _cell(row[name]) for name in names} for row in rows.select(names).rows(named=True)
    ]


def _cell(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value)


def text_of(report: Report, form: Format, words: Words, look: Look, **how: str | None) -> str:
    """Render in a form that is text."""
    written = render(report, form, words, look, page=how.get("page"), table=how.get("table"))
    assert isinstance(written, str)
    return written
