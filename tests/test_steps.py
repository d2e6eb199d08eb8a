"""What takes code to read: each named step on the rows that made it necessary."""

import polars as pl
import pytest

from shopmetrics.ingest.cells.turned import turned
from shopmetrics.ingest.profiles.profile import Profile, Step
from shopmetrics.ingest.shape.canonical import shape_orders, shape_refunds
from shopmetrics.ingest.shape.steps import STEPS, stepped
from shopmetrics.yamlmodel import valid

PLAIN = {"name": "x", "platform": "x", "kind": "orders", "grain": "line", "columns": {}}


def profile(**said: object) -> Profile:
    return valid(Profile, {**PLAIN, **said})


def test_every_step_that_a_profile_may_name_is_there() -> None:
    assert set(STEPS) == set(Step)


def test_a_summary_row_gives_its_total_to_the_items_and_is_no_line() -> None:
    rows = pl.DataFrame(
        {
            "order_id": ["a", "a", "a", "b"],
            "sku": [None, "CUP", "BOWL", None],
            "order_paid": [900, None, None, 300],
            "unit_price": [900, 200, 100, 300],
        }
    )
    orders = shape_orders(rows, profile(totals="repeated", steps=["summary_rows"])).orders
    assert orders.select("order_id", "sku", "paid").rows() == [
        ("a", "CUP", 600),
        ("a", "BOWL", 300),
        ("b", None, 300),
    ]


def test_a_line_that_was_wholly_refunded_still_was_bought_once() -> None:
    rows = pl.DataFrame({"quantity": [0, 2, None]})
    found = stepped(rows, profile(steps=["net_quantity"])).rows
    assert found["quantity"].to_list() == [1, 2, None]


def test_the_user_name_stands_in_the_last_brackets() -> None:
    rows = pl.DataFrame({"customer_id": ["Ada (Countess) L. (ada1815)", "ada1815", None]})
    found = stepped(rows, profile(steps=["buyer_in_brackets"])).rows
    assert found["customer_id"].to_list() == ["ada1815", "ada1815", None]


def test_refunds_below_zero_are_what_went_back() -> None:
    rows = pl.DataFrame({"amount": [-12900, None], "refund_quantity": [-1, 0]})
    assert turned(rows).rows() == [(12900, 1), (None, 0)]
    assert turned(pl.DataFrame({"amount": [-5, 7]}))["amount"].to_list() == [-5, 7]


def test_reasons_lose_amazon_s_prefix() -> None:
    rows = pl.DataFrame({"reason": ["CR-DEFECTIVE", "AMZ-PG-BAD-DESC", "CRACKED"]})
    found = stepped(rows, profile(steps=["bare_reasons"])).rows
    assert found["reason"].to_list() == ["DEFECTIVE", "BAD-DESC", "CRACKED"]


@pytest.mark.parametrize(
    ("said", "states"),
    [
        ({}, ["withdrawn", "withdrawn", "withdrawn"]),
        ({"if_paid_out": "succeeded"}, ["succeeded", "withdrawn", "withdrawn"]),
        ({"if_blank": "rejected"}, ["withdrawn", "withdrawn", "rejected"]),
    ],
)
def test_an_amount_may_say_more_than_the_word(said: dict[str, str], states: list[str]) -> None:
    rows = pl.DataFrame({"amount": [5, 0, None], "refund_state": "withdrawn"})
    found = shape_refunds(rows, profile(kind="refunds", **said))
    assert found["state"].to_list() == states


def test_a_request_of_no_kind_is_of_the_usual_one() -> None:
    rows = pl.DataFrame({"refund_id": ["1", "2"], "kind": [None, "exchange"]})
    found = shape_refunds(rows, profile(kind="refunds", usual_kind="return_refund"))
    assert found["kind"].to_list() == ["return_refund", "exchange"]


def test_a_line_may_be_cancelled_alone() -> None:
    rows = pl.DataFrame(
        {"order_id": ["a", "a"], "state": "shipped", "line_state": ["closed", None]}
    )
    assert shape_orders(rows, profile()).orders["state"].to_list() == ["closed", "shipped"]


@pytest.mark.parametrize(
    ("told", "refunds"),
    [({}, [("1", 100)]), ({"order_refund": [130, 130]}, [(None, 130)])],
)
def test_a_line_cancelled_after_payment_counts_once(
    told: dict[str, list[int]], refunds: list[tuple[str | None, int]]
) -> None:
    rows = pl.DataFrame(
        {"order_id": "a", "line_id": ["1", "2"], "state": ["closed", "received"], "paid": [100, 50]}
        | told
    ).with_columns(paid_at=pl.lit("2026-03-01").str.to_datetime("%Y-%m-%d", time_unit="us"))
    found = shape_orders(rows, profile(cancelled_is_refunded=True)).refunds
    assert found.select("line_id", "amount").rows() == refunds


def test_an_order_cancelled_after_payment_went_back_whole() -> None:
    rows = pl.DataFrame(
        {
            "order_id": ["a", "b", "c", "d"],
            "line_id": ["1", "2", "3", "4"],
            "state": ["closed", "closed", "closed", "received"],
            "paid": [100, 200, 300, 400],
            "paid_at": ["2026-03-01", "2026-03-01", None, "2026-03-01"],
            "shipped_at": [None, "2026-03-02", None, "2026-03-02"],
            "refund_amount": [100, None, None, 50],
        }
    ).with_columns(pl.col("paid_at", "shipped_at").str.to_datetime("%Y-%m-%d", time_unit="us"))
    refunds = shape_orders(rows, profile(cancelled_is_refunded=True)).refunds
    assert refunds.select("line_id", "amount", "stage", "state").rows() == [
        ("4", 50, None, "succeeded"),
        ("1", 100, "before_shipment", "succeeded"),
        ("2", 200, None, "succeeded"),
    ]


@pytest.mark.parametrize(
    ("shipped", "cancelled", "stages"),
    [
        ([None, "2026-03-02"], [None, None], ["before_shipment", None]),
        ([None, None], [None, None], [None, None]),  # a shop that tells no shipments at all
        ([None, None], ["2026-03-01", None], ["before_shipment", None]),
    ],
)
def test_what_is_not_shipped_by_now_tells_the_stage_where_shipments_are_told(
    shipped: list[str | None], cancelled: list[str | None], stages: list[str | None]
) -> None:
    rows = pl.DataFrame(
        {"order_id": ["a", "b"], "stage": ["before_shipment", None]}
        | {"shipped_at": shipped, "cancelled": cancelled}
    )
    found = stepped(rows, profile(steps=["stage_if_shipped"])).rows
    assert found["stage"].to_list() == stages
