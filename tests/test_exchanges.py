from dataclasses import replace

import polars as pl
import pytest
from oracle_exchanges import exchanges
from oracle_facts import facts_of
from shops import random_shop
from tables import loaded_of, settings_of

from shopmetrics.config import Exchanges
from shopmetrics.pages import PAGES
from shopmetrics.report import Report, build
from shopmetrics.shop import OrderState, RefundKind, RefundState, Shop

OPTIONS = {"exchanges.days": 30}


def busy_shop(seed: int) -> Shop:
    """Make a shop in which hardly anything but exchanges happens: one product, all refunded."""
    shop = random_shop(seed, orders=25)
    paid = pl.lit(OrderState.paid).cast(shop.orders.schema["state"])
    orders = shop.orders.with_columns(product=pl.lit("Mug", pl.Categorical()), state=paid)
    done = {
        "kind": pl.lit(RefundKind.return_refund).cast(shop.refunds.schema["kind"]),
        "state": pl.lit(RefundState.succeeded).cast(shop.refunds.schema["state"]),
    }
    return replace(shop, orders=orders, refunds=shop.refunds.with_columns(**done))


def made(shop: Shop, **options: object) -> Report:
    return build(loaded_of(shop), PAGES, settings_of(shop, OPTIONS | options))


@pytest.mark.parametrize("seed", range(40))
def test_exchanges_are_those_of_the_definition(seed: int) -> None:
    shop = busy_shop(seed)
    settings = settings_of(shop, OPTIONS)
    wanted, unknown = exchanges(facts_of(shop), shop, settings)
    answer = made(shop).answers["exchanges"]
    assert answer.unknown == unknown
    assert answer.tables["list"].rows.to_dicts() == wanted["list"]
    for found, row in zip(answer.tables["summary"].rows.to_dicts(), wanted["summary"], strict=True):
        assert found == pytest.approx(row)


def test_generated_shops_hold_exchanges() -> None:
    found = [made(busy_shop(seed)).answers["exchanges"].tables["list"] for seed in range(5)]
    assert sum(table.rows.height for table in found) >= 5


@pytest.mark.parametrize("seed", range(8))
def test_left_out_exchanges_leave_every_rate_as_if_they_had_never_been(seed: int) -> None:
    shop = busy_shop(seed)
    whole, without = made(shop), made(shop, **{"exchanges.count": Exchanges.exclude})
    gone = whole.answers["exchanges"].tables["list"].rows["order_id"].to_list()
    sub_orders = shop.orders.filter(pl.col("order_id").is_in(gone))["line_id"].to_list()
    named = pl.col("order_id").is_in([*gone, *sub_orders]).fill_null(value=False)
    bare = replace(
        shop,
        orders=shop.orders.filter(~pl.col("order_id").is_in(gone)),
        refunds=shop.refunds.filter(~named & pl.col("order_id").is_not_null()),
    )
    only_named = replace(shop, refunds=shop.refunds.filter(pl.col("order_id").is_not_null()))
    if only_named.refunds.height != shop.refunds.height:
        return
    never = made(bare)
    for page in ("refund_rate", "quality_return_rate", "reasons"):
        for name, table in never.answers[page].tables.items():
            found = without.answers[page].tables[name].rows
            assert found.to_dicts() == table.rows.to_dicts(), (page, name)


@pytest.mark.parametrize("seed", range(8))
def test_exchanges_are_shown_the_same_when_they_are_left_out(seed: int) -> None:
    shop = busy_shop(seed)
    beside, without = made(shop), made(shop, **{"exchanges.count": Exchanges.exclude})
    for name in ("summary", "list"):
        one, other = (report.answers["exchanges"].tables[name] for report in (beside, without))
        assert one.rows.to_dicts() == other.rows.to_dicts()


def test_order_that_replaces_another_is_no_purchase_when_exchanges_are_left_out() -> None:
    shop = busy_shop(1)
    beside, without = made(shop), made(shop, **{"exchanges.count": Exchanges.exclude})
    rates = [report.answers["repurchase"].tables["rates"].rows for report in (beside, without)]
    bought = [rate.filter(pl.col("name") == "returning_orders")["n"].item() for rate in rates]
    assert bought[1] < bought[0]
