import json
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl
import pytest
from conftest import Run
from oracle_exchanges import exchanges
from oracle_facts import facts_of
from shops import canonical, frame, random_shop
from tables import loaded_of, settings_of, shop_of

from shopmetrics.config import Exchanges
from shopmetrics.pages import PAGES
from shopmetrics.report import Report, build
from shopmetrics.shop import (
    ORDER_COLUMNS,
    REFUND_COLUMNS,
    OrderState,
    RefundKind,
    RefundState,
    Shop,
)

OPTIONS = {"exchanges.days": 30}
# What is no rate of refunds, and what is about the exchanges themselves, is told of all orders.
WITHOUT = {page.name for page in PAGES} - {"exchanges", "pipeline", "repurchase"}


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
    never = build(loaded_of(bare), PAGES, settings_of(shop, OPTIONS))
    assert without.exchanges_left_out == len(gone)
    for page in WITHOUT:
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


def test_young_orders_are_judged_without_the_exchanges_that_were_left_out() -> None:
    """Ten orders a day, one a real return; and one more, exchanged by re-order within the day."""
    days = [datetime(2026, 1, 1) + timedelta(days=at) for at in range(60)]  # noqa: DTZ001 wall time
    end, late = days[-1] + timedelta(hours=23), timedelta(days=9)
    sold = [
        (f"{at}-{n}", f"c{at}-{min(n, 9)}", day, n)
        for at, day in enumerate(days)
        for n in range(11)
    ]
    head = {"platform": "plain", "shop": "plain"}
    one = {"product": "Mug", "state": "paid", "paid": 1000, "timed": True}
    orders = [
        head
        | one
        | {"order_id": name, "customer_id": customer, "sku": f"s{n}"}
        | {"ordered_at": day + timedelta(hours=n)}
        for name, customer, day, n in sold
    ]
    done = {"amount": 1000, "kind": "return_refund", "state": "succeeded"}
    back = [
        head | done | {"refund_id": name, "order_id": name, "requested_at": at}
        for name, _, day, n in sold
        if n in {0, 9} and (at := day + (late if n == 0 else timedelta(hours=23))) <= end
    ]
    frames = canonical(frame(orders), ORDER_COLUMNS), canonical(frame(back), REFUND_COLUMNS)
    shop = Shop(*frames, "UTC", "CNY", 2, end)
    week = {"since": "2026-02-18", "until": "2026-02-24"}
    report = made(shop, **{"exchanges.count": Exchanges.exclude}, **week)
    overall = report.answers["refund_rate"].tables["overall"].rows.row(0, named=True)
    assert overall["n"] == 70
    assert overall["projected"] == pytest.approx(0.1, abs=0.005)
    weeks = build(loaded_of(shop), PAGES, settings_of(shop, {"exchanges.count": Exchanges.exclude}))
    trend = weeks.answers["trend"].tables["weeks"].rows
    assert trend.row(2, named=True)["n"] == 70
    assert trend.row(2, named=True)["k"] == 7


def test_first_order_stays_a_purchase_when_exchanges_are_left_out() -> None:
    shop = shop_of(
        """
        order_id  customer_id  sku      product  paid   ordered_at
        A1        ann          shoe-38  Shoe     50.00  2026-03-01 09:00
        A2        ann          shoe-39  Shoe     50.00  2026-03-05 09:00
        """,
        """
        refund_id  order_id  amount  requested_at      kind           state
        R1         A1        50.00   2026-03-06 09:00  return_refund  succeeded
        """,
    )
    answer = made(shop, **{"exchanges.count": Exchanges.exclude}).answers["repurchase"]
    rate = answer.tables["rates"].rows.row(0, named=True)
    assert (rate["name"], rate["n"], rate["k"]) == ("period_rate", 1, 0)


def test_what_is_left_out_is_told(run: Run) -> None:
    said = "left out of all rates: 7 orders that look like exchanges by re-order"
    for command in ("report", "refund-rate", "check", "trend", "compare"):
        out = run(command, "sample_data/", "--exchanges", "exclude").out
        assert said in out
        assert "Without them" not in out
    found = run("report", "sample_data/", "--exchanges", "exclude", "--format", "json").out
    assert json.loads(found)["exchanges_left_out"] == 7
    assert (
        json.loads(run("report", "sample_data/", "--format", "json").out)["exchanges_left_out"]
        is None
    )
