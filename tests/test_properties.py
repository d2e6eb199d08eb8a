from dataclasses import replace

import polars as pl
import pytest
from shops import random_shop
from tables import loaded_of, settings_of

from shopmetrics.page import Answer
from shopmetrics.pages import PAGES
from shopmetrics.report import build
from shopmetrics.shop import REFUND_COLUMNS, Shop

SEEDS = range(25)


def answers(shop: Shop, **options: object) -> dict[str, Answer]:
    return dict(build(loaded_of(shop), PAGES, settings_of(shop, options)).answers)


def rows(shop: Shop, **options: object) -> dict[str, dict[str, list[dict[str, object]]]]:
    return {
        page: {name: table.rows.to_dicts() for name, table in answer.tables.items()}
        for page, answer in answers(shop, **options).items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_row_order_does_not_matter(seed: int) -> None:
    shop = random_shop(seed)
    shuffled = shop.orders.sample(fraction=1, shuffle=True, seed=seed)
    mixed = replace(shop, orders=shuffled, refunds=shop.refunds.reverse())
    assert rows(mixed)["quality_return_rate"] == rows(shop)["quality_return_rate"]
    assert rows(mixed)["repurchase"] == rows(shop)["repurchase"]


@pytest.mark.parametrize("seed", SEEDS)
def test_refund_of_an_unknown_order_changes_no_number(seed: int) -> None:
    shop = random_shop(seed)
    stray = pl.DataFrame(
        [
            {
                "platform": "taobao",
                "shop": "taobao",
                "refund_id": "stray",
                "order_id": "nowhere",
                "amount": 900,
                "kind": "return_refund",
                "state": "succeeded",
                "reason": "质量问题",
            }
        ]
    )
    row = stray.select(
        (pl.col(name) if name in stray.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in REFUND_COLUMNS.items()
    )
    known = replace(shop, refunds=pl.concat([shop.refunds, row]))
    if shop.refunds.height:
        assert rows(known) == rows(shop)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("by", ["sku", "hour", "month", "platform", "region"])
def test_no_part_is_more_than_its_whole(seed: int, by: str) -> None:
    tables = answers(random_shop(seed), by=(by,))["refund_rate"].tables
    for table in (tables["overall"], tables[f"by_{by}"]):
        for row in table.rows.filter(pl.col("measure") != "amount").rows(named=True):
            assert 0 <= (row["k"] or 0) <= row["n"]


@pytest.mark.parametrize("seed", SEEDS)
def test_breakdown_adds_up_to_the_whole_in_units_and_money(seed: int) -> None:
    tables = answers(random_shop(seed), by=("platform",))["refund_rate"].tables
    whole = tables["overall"].rows.filter(pl.col("stage") == "all")
    for measure in ("orders", "units", "amount"):
        parts = tables["by_platform"].rows.filter(pl.col("measure") == measure)
        total = whole.filter(pl.col("measure") == measure).row(0, named=True)
        assert parts["n"].sum() == (total["n"] or 0)
        assert parts["k"].sum() == (total["k"] or 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_same_shop_gives_the_same_tables_twice(seed: int) -> None:
    shop = random_shop(seed)
    assert rows(shop) == rows(shop)
