import zlib
from dataclasses import replace

import polars as pl
import pytest
from shops import random_shop
from tables import loaded_of, settings_of

from shopmetrics import trust
from shopmetrics.engine import tally
from shopmetrics.engine.plan import add, keyed
from shopmetrics.facts.tells import tells
from shopmetrics.page import Entity, Listing
from shopmetrics.pages import PAGES
from shopmetrics.shop import Shop

OPTIONS = [
    {},
    {"since": "2026-02-01", "until": "2026-02-28"},
    {"since": "2026-02-01", "until": "2026-02-28", "basis": "refund_time"},
    {"rule": "douyin"},
    {"rule": "shopify"},
]
BY = ("sku", "hour", "month", "reason", "platform")


def split(shop: Shop, parts: int) -> list[Shop]:
    """Split by customer: an order without one goes by itself, a refund goes where its order is."""

    def part(text: object) -> int:
        return zlib.crc32(str(text).encode()) % parts

    owner = {
        str(order): part(customer if customer is not None else order)
        for order, customer in shop.orders.select("order_id", "customer_id").rows()
    }
    sold = pl.Series([owner[order] for order in shop.orders["order_id"]], dtype=pl.Int64)
    back = pl.Series(
        [
            owner.get(str(order), part(customer if order is None else order))
            for order, customer in shop.refunds.select("order_id", "customer_id").rows()
        ],
        dtype=pl.Int64,
    )
    return [
        replace(
            shop, orders=shop.orders.filter(sold == at), refunds=shop.refunds.filter(back == at)
        )
        for at in range(parts)
    ]


@pytest.mark.parametrize("parts", [1, 2, 7])
@pytest.mark.parametrize("seed", range(12))
def test_tallies_of_parts_add_up_to_those_of_the_whole(seed: int, parts: int) -> None:
    shop = random_shop(seed, orders=20)
    for options in OPTIONS:
        settings = replace(settings_of(shop, options | {"by": BY}), tells=tells(loaded_of(shop)))
        questions = {page.name: page.tallies(settings) for page in PAGES} | {
            "trust": trust.tallies()
        }
        whole = tally(shop, questions, settings)
        done = [tally(one, questions, settings) for one in split(shop, parts)]
        for (page, name), question in keyed(questions).items():
            total = add(question, [part[page][name] for part in done])
            assert total.to_dicts() == whole[page][name].to_dicts(), (page, name)


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_listings_of_parts_put_together_and_sorted_are_that_of_the_whole(parts: int) -> None:
    shop = random_shop(5, orders=20)
    columns = ("order_id", "customer_id", "platform", "day", "paid")
    asked = {"page": {"list": Listing(Entity.order, columns, ("day",), pl.col("paid") > 0)}}
    settings = settings_of(shop)
    whole = tally(shop, asked, settings)["page"]["list"]
    done = [tally(one, asked, settings)["page"]["list"] for one in split(shop, parts)]
    assert add(asked["page"]["list"], done).to_dicts() == whole.to_dicts()
    assert whole.height > 5
    assert whole["day"].is_sorted()


def test_splitting_loses_nothing() -> None:
    shop = random_shop(3, orders=20)
    parts = split(shop, 7)
    assert sum(part.orders.height for part in parts) == shop.orders.height
    assert sum(part.refunds.height for part in parts) == shop.refunds.height
