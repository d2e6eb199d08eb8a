"""Shapes of order and refund rows: money for each line, refunds as rows of their own."""

from datetime import datetime

import polars as pl
import pytest

from shopmetrics.ingest.cells.compose import composed
from shopmetrics.ingest.cells.fill import filled
from shopmetrics.ingest.cells.skip import without_skipped
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.shape.canonical import shape_orders, shape_refunds
from shopmetrics.ingest.shape.join import join
from shopmetrics.ingest.shape.paid import allocated
from shopmetrics.shop import ORDER_COLUMNS, REFUND_COLUMNS
from shopmetrics.yamlmodel import valid

PLAIN = {"name": "x", "platform": "x", "kind": "orders", "grain": "line", "columns": {}}


def profile(**said: object) -> Profile:
    return valid(Profile, {**PLAIN, **said})


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (100, [0, 0], [50, 50]),
        (100, [None, 3], [0, 100]),
        (1, [5, 5], [1, 0]),
        (0, [5, 5], [0, 0]),
        (999, [200, 100], [666, 333]),
    ],
)
def test_a_total_is_shared_to_the_cent(
    total: int, weights: list[int | None], shares: list[int]
) -> None:
    rows = pl.DataFrame({"id": "a", "total": total, "weight": weights})
    found = rows.select(allocated(pl.col("total"), pl.col("weight"), "id")).to_series()
    assert found.to_list() == shares


@pytest.mark.parametrize("stands", [[900, 900], [900, None]])
def test_a_total_of_the_order_is_shared_over_its_lines(stands: list[int | None]) -> None:
    rows = pl.DataFrame({"order_id": ["a", "a"], "order_paid": stands, "unit_price": [200, 100]})
    shaped = shape_orders(rows, profile(totals="blank"))
    assert shaped.orders["paid"].to_list() == [600, 300]


def test_an_order_wide_refund_stands_once() -> None:
    rows = pl.DataFrame(
        {"order_id": ["a", "a"], "order_paid": [900, 900], "order_refund": [50, 50]}
    )
    refunds = shape_orders(rows, profile(totals="repeated")).refunds
    assert refunds["amount"].to_list() == [50]
    assert refunds["refund_id"].to_list() == ["a#refund"]
    assert refunds["state"].to_list() == ["succeeded"]


def test_net_money_gets_back_only_what_was_refunded() -> None:
    rows = pl.DataFrame(
        {
            "order_id": ["a", "b", "c"],
            "paid": [0, 100, 70],
            "refund_amount": [30, 40, None],
            "refund_state": ["succeeded", "pending", None],
        }
    )
    shaped = shape_orders(rows, profile(net_of_refunds=True))
    assert shaped.orders["paid"].to_list() == [30, 100, 70]
    assert shaped.refunds.select("line_id", "state").rows() == [
        ("a#1", "succeeded"),
        ("b#1", "pending"),
    ]


def test_what_stands_on_the_first_row_alone_is_filled_down_within_the_order() -> None:
    rows = pl.DataFrame(
        {
            "order_id": ["a", "a", "b"],
            "customer_id": ["x", None, None],
            "ordered_at": [datetime(2026, 3, 1, 9), None, None],  # noqa: DTZ001 wall time has no zone
            "timed": [True, False, False],
        }
    )
    found = filled(rows, profile(fill=["customer_id", "region", "ordered_at"]))
    assert found["customer_id"].to_list() == ["x", "x", None]
    assert found["timed"].to_list() == [True, True, False]
    unfilled = filled(rows, profile(fill=["customer_id"]))
    assert unfilled["timed"].to_list() == [True, False, False]


def test_an_id_on_the_first_row_alone_is_filled_down_too() -> None:
    rows = pl.DataFrame({"order_id": ["a", None, "b"], "state": ["x", None, None], "timed": True})
    found = filled(rows, profile(fill=["order_id", "state"]))
    assert found.select("order_id", "state").rows() == [("a", "x"), ("a", "x"), ("b", None)]


def test_a_blank_cell_takes_what_another_column_says_and_a_day_its_hour() -> None:
    text = pl.DataFrame(
        {
            "sku": ["a", "-", None],
            "sku~1": ["z", "b", "--"],
            "sku~2": ["z", "z", "c"],
            "ordered_at": ["2026-01-05", "2026-01-06", None],
            "ordered_at@": ["09:15", "", "10:00"],
        }
    )
    found = composed(text)
    assert found.columns == ["sku", "ordered_at"]
    assert found["sku"].to_list() == ["a", "b", "c"]
    assert found["ordered_at"].to_list() == ["2026-01-05 09:15", "2026-01-06", None]


@pytest.mark.parametrize("said", [{"state": "x"}, {"order_paid": 5}])
def test_a_row_without_an_id_that_speaks_for_itself_is_not_of_the_order_above(
    said: dict[str, object],
) -> None:
    told = {name: ["x" if name == "state" else 5, one] for name, one in said.items()}
    rows = pl.DataFrame({"order_id": ["a", None], **told, "timed": True})
    found = filled(rows, profile(fill=["order_id", "state"]))
    assert found["order_id"].to_list() == ["a", None]


@pytest.mark.parametrize(
    ("columns", "state"),
    [({}, "paid"), ({"state": [None]}, None), ({"paid_at": [None]}, "unpaid")],
)
def test_an_order_counts_as_paid_only_without_any_word_on_payment(
    columns: dict[str, list[None]], state: str | None
) -> None:
    rows = pl.DataFrame({"order_id": ["a"], **columns})
    orders = shape_orders(rows, profile(paid_if_silent=True)).orders
    assert orders["state"].to_list() == [state]


def test_canonical_rows_have_all_columns_whatever_the_file_holds() -> None:
    shaped = shape_orders(pl.DataFrame({"order_id": ["a"]}), profile())
    assert shaped.orders.columns[:-1] == list(ORDER_COLUMNS)
    assert dict(shaped.refunds.schema) == dict(REFUND_COLUMNS)


@pytest.mark.parametrize(
    ("columns", "states"),
    [
        ({"refund_state": ["rejected", None]}, ["rejected", None]),
        ({"settled_at": ["2024-01-01", None]}, ["succeeded", "pending"]),
        ({}, ["succeeded", "succeeded"]),
    ],
)
def test_a_refund_s_state_is_said_or_follows_from_its_settlement(
    columns: dict[str, list[str | None]], states: list[str | None]
) -> None:
    rows = pl.DataFrame({"refund_id": ["1", "2"], **columns})
    if "settled_at" in columns:
        rows = rows.with_columns(pl.col("settled_at").str.to_datetime(time_unit="us"))
    assert shape_refunds(rows, profile(kind="refunds"))["state"].to_list() == states


def test_a_refund_without_an_id_gets_one_from_what_it_says() -> None:
    rows = pl.DataFrame({"order_id": ["a", "a"], "sku": ["s", "t"], "amount": [5, 5]})
    assert shape_refunds(rows, profile(kind="refunds"))["refund_id"].n_unique() == 2


def test_no_table_at_all_joins_to_an_empty_shop() -> None:
    joined = join([])
    assert joined.orders.is_empty()
    assert joined.refunds.columns == list(REFUND_COLUMNS)


def test_rows_that_are_no_data_are_left_out_by_what_a_cell_is() -> None:
    text = pl.DataFrame({"line": [2, 3, 4, 5], "mark": ["about mark", "是", "不是", None]})
    said = profile(
        rows_under_header=1, skipped={"mark": "是", "sku": "x"}, columns={"mark": "赠品"}
    )
    assert without_skipped(text, said, 2)["line"].to_list() == [4, 5]
    ends = profile(skipped={"mark": "about*"}, columns={"mark": "赠品"})
    assert without_skipped(text, ends, 2)["line"].to_list() == [3, 4, 5]


@pytest.mark.parametrize(
    ("amounts", "paid"),
    [
        ([30, 10, 40, 40], [30, 10, 30, 10]),  # of the order: shared by what its articles list for
        ([30, 10, 30, 10], [30, 10, 30, 10]),  # of the line
        ([30, 10, 40, 30], [30, 10, 40, 30]),  # differs within the order: of the line
    ],
)
def test_whether_a_total_repeats_is_told_by_the_amounts(
    amounts: list[int], paid: list[int]
) -> None:
    rows = pl.DataFrame(
        {
            "order_id": ["a", "b", "c", "c"],
            "sku": ["big", "small", "big", "small"],
            "goods": [30, 10, 30, 10],
            "order_paid": amounts,
        }
    )
    assert shape_orders(rows, profile(totals="found")).orders["paid"].to_list() == paid


def test_two_articles_of_one_price_are_not_taken_for_a_total_that_repeats() -> None:
    rows = pl.DataFrame(
        {"order_id": ["a", "c", "c"], "sku": ["x", "x", "x"], "order_paid": [50, 50, 50]}
    )
    assert shape_orders(rows, profile(totals="found")).orders["paid"].to_list() == [50, 50, 50]


def test_freight_is_no_part_of_what_was_paid_and_takes_nothing_below_zero() -> None:
    rows = pl.DataFrame({"order_id": ["a", "b", "c"], "total": [58, 0, None], "freight": [8, 8, 8]})
    said = profile(sums={"paid": {"plus": "total", "minus": "freight"}})
    assert shape_orders(rows, said).orders["paid"].to_list() == [50, 0, None]
