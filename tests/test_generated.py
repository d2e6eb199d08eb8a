"""What holds for every generated shop: parts add up, orders of rows do not matter, shares are shares."""

import zlib
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle_facts import same_shop
from strategies import cases
from tables import loaded_of

from shopmetrics import trust
from shopmetrics.config import Basis
from shopmetrics.dimensions import Dimension
from shopmetrics.engine import tally
from shopmetrics.engine.plan import add, keyed
from shopmetrics.pages import PAGES
from shopmetrics.report import build
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import REFUND_COLUMNS, Shop

Case = tuple[Shop, Settings]
Rows = dict[str, dict[str, list[dict[str, object]]]]
FEW = settings(
    derandomize=True,
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MEASURES = ("orders", "units", "amount")
OF_ORDER = ("hour", "weekday", "day", "week", "month", "region", "shop", "platform", "campaign")
OF_LINE = ("sku", "product", "category")


def answers(shop: Shop, question: Settings) -> Rows:
    report = build(loaded_of(shop), PAGES, question)
    return {
        page: {name: table.rows.to_dicts() for name, table in answer.tables.items()}
        for page, answer in report.answers.items()
    }


def part_of(text: object, parts: int) -> int:
    return zlib.crc32(str(text).encode()) % parts


def split(shop: Shop, parts: int) -> list[Shop]:
    """Split by customer, an order without one by itself; a refund goes where its order goes."""
    lines = shop.orders.rows(named=True)
    homes = [part_of(line["customer_id"] or line["order_id"], parts) for line in lines]
    backs = []
    for number, refund in enumerate(shop.refunds.rows(named=True)):
        own = [
            home
            for line, home in zip(lines, homes, strict=True)
            if same_shop(refund, line) and refund["order_id"] in {line["order_id"], line["line_id"]}
        ]
        alone = refund["order_id"] or refund["customer_id"] or number
        backs.append(own[0] if own else part_of(alone, parts))
    return [
        replace(
            shop,
            orders=shop.orders.filter(pl.Series([home == at for home in homes], dtype=pl.Boolean)),
            refunds=shop.refunds.filter(pl.Series([x == at for x in backs], dtype=pl.Boolean)),
        )
        for at in range(parts)
    ]


@pytest.mark.parametrize("parts", [1, 2, 7])
@FEW
@given(cases())
def test_tallies_of_parts_add_up_to_those_of_the_whole(parts: int, case: Case) -> None:
    shop, question = case
    asked = {page.name: page.tallies(question) for page in PAGES} | {"trust": trust.tallies()}
    whole = tally(shop, asked, question)
    done = [tally(part, asked, question) for part in split(shop, parts)]
    for (page, name), one in keyed(asked).items():
        total = add(one, [part[page][name] for part in done])
        assert total.to_dicts() == whole[page][name].to_dicts(), (page, name)


@FEW
@given(cases(), st.integers(0, 99))
def test_order_of_orders_does_not_matter(case: Case, seed: int) -> None:
    shop, question = case
    mixed = shop.orders.sample(fraction=1, shuffle=True, seed=seed)
    assert answers(replace(shop, orders=mixed), question) == answers(shop, question)


@FEW
@given(cases(), st.integers(0, 99))
def test_order_of_refunds_does_not_matter(case: Case, seed: int) -> None:
    shop, question = case
    mixed = shop.refunds.sample(fraction=1, shuffle=True, seed=seed)
    assert answers(replace(shop, refunds=mixed), question) == answers(shop, question)


@FEW
@given(cases())
def test_refund_of_an_unknown_order_changes_no_number(case: Case) -> None:
    shop, question = case
    stray = {
        "platform": "taobao",
        "shop": "taobao",
        "refund_id": "stray",
        "order_id": "nowhere",
        "requested_at": shop.as_of,
        "amount": 900,
        "kind": "return_refund",
        "state": "succeeded",
    }
    row = pl.DataFrame(
        {name: pl.Series([stray.get(name)]).cast(kind) for name, kind in REFUND_COLUMNS.items()}
    )
    more = replace(shop, refunds=pl.concat([shop.refunds, row]))
    if shop.orders.height:
        known = replace(question, tells=question.tells | {"refunds"})
        before, after = answers(shop, known), answers(more, known)
        assert after == before


@FEW
@given(cases())
def test_no_part_is_more_than_its_whole(case: Case) -> None:
    shop, question = case
    question = replace(question, basis=Basis.order_time, by=tuple(Dimension))
    for name, rows in answers(shop, question)["refund_rate"].items():
        for row in rows:
            # An order's money is capped as a whole, and where a price is missing it is not known.
            whole = name.removeprefix("by_") not in OF_LINE and not shop.orders["paid"].has_nulls()
            if row["k"] is not None and row["n"] is not None:
                assert row["k"] >= 0, row
                assert row["k"] <= row["n"] or (row["measure"] == "amount" and not whole), row


@FEW
@given(cases())
def test_breakdown_adds_up_to_the_whole(case: Case) -> None:
    shop, question = case
    full = shop.orders.with_columns(
        pl.col("region", "campaign", "product", "category", "sku").cast(pl.String).fill_null("?"),
        timed=pl.lit(value=True),
    )
    full = full.with_columns(
        pl.col(name).cast(kind) for name, kind in shop.orders.schema.items() if name != "timed"
    )
    asked = replace(question, by=tuple(map(Dimension, (*OF_ORDER, *OF_LINE))))
    tables = answers(replace(shop, orders=full), asked)["refund_rate"]
    whole = {row["measure"]: row for row in tables["overall"] if row["stage"] == "all"}
    for name in asked.by:
        for measure in MEASURES if name in OF_ORDER else ("units", "amount"):
            parts = [row for row in tables[f"by_{name}"] if row["measure"] == measure]
            for count in ("n", "k"):
                if whole[measure][count] is not None:
                    total = sum(row[count] for row in parts)
                    assert total == whole[measure][count], (name, measure, count)


@FEW
@given(cases())
def test_no_breakdown_is_as_if_none_were_asked(case: Case) -> None:
    shop, question = case
    plain = answers(shop, replace(question, by=()))
    assert list(plain["refund_rate"]) == ["overall"]
    for page, tables in answers(shop, question).items():
        assert {name: tables[name] for name in plain[page]} == plain[page]


@FEW
@given(cases())
def test_same_question_is_answered_the_same_twice(case: Case) -> None:
    assert answers(*case) == answers(*case)


@FEW
@given(cases())
def test_open_period_is_the_period_of_all_days(case: Case) -> None:
    shop, question = case
    moments = [shop.orders["ordered_at"], shop.refunds["requested_at"], shop.refunds["settled_at"]]
    days = pl.concat([one.rename("at") for one in moments]).drop_nulls().dt.date()
    last = days.max() if days.len() else shop.as_of.date()
    by_last = replace(question, period=Period(until=last))
    assert (
        answers(shop, replace(question, period=Period()))["repurchase"]
        == (answers(shop, by_last)["repurchase"])
    )
