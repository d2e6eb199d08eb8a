"""Ids, text and words out of cells: wrappers taken off, nothing told from something."""

from collections.abc import Mapping

import polars as pl
import pytest

from shopmetrics.ingest.cells.column import look, settle
from shopmetrics.ingest.cells.ident import digits, from_any, ident, tidy
from shopmetrics.ingest.cells.quantity import counted
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.yamlmodel import valid

WORDS = {"退款成功": "succeeded", "Closed": "withdrawn", "待": "pending", "a, b": "rejected"}
PROFILE = {
    "name": "x",
    "platform": "x",
    "kind": "refunds",
    "grain": "refund",
    "columns": {},
    "refund_states": WORDS,
}


def meant(
    *cells: str | None, profile: Mapping[str, object] = PROFILE
) -> tuple[list[str | None], list[int]]:
    seen = [look("refund_state", pl.Series([cell], dtype=pl.String)) for cell in cells]
    found = settle("refund_state", seen, valid(Profile, profile), "UTC", 2)
    return found.value.to_list(), found.unread.to_list()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  A1\t", "A1"),
        ("\u3000A1\u00a0", "A1"),
        ('="123"', "123"),
        ("'123", "123"),
        ("'null", None),
        ("", None),
        ("--", None),
        ("无", None),
        ("***", None),
        ("a*b", "a*b"),
        (None, None),
    ],
)
def test_tidy_takes_off_wrappers_and_knows_nothing_when_it_sees_it(
    cell: str | None, text: str | None
) -> None:
    assert tidy(pl.Series([cell], dtype=pl.String)).to_list() == [text]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0012", "0012"),
        ("12.0", "12"),
        ("１２", "12"),
        ("v2.0", "v2.0"),
        ("2158700000000000101", "2158700000000000101"),
        ('="2158700000000000101"', "2158700000000000101"),
        ("\t2158700000000000101", "2158700000000000101"),
        ("'0012", "0012"),
        ("null", None),
        ("A-12_b", "A-12_b"),
        ("-", None),
    ],
)
def test_an_id_stays_text_to_its_last_digit(cell: str, text: str | None) -> None:
    assert ident(pl.Series([cell])).to_list() == [text]


def test_digits_alone_are_known_as_such() -> None:
    assert digits(pl.Series(["0012", None, "7"]))
    assert not digits(pl.Series(["12", "A1"]))
    assert not digits(pl.Series(["1.5"]))


def test_a_column_that_is_not_there_is_null() -> None:
    rows = pl.DataFrame({"sku": ["A"]})
    found = rows.select(there=from_any(rows, "sku"), gone=from_any(rows, "product"))
    assert found.row(0) == ("A", None)


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("退款成功", "succeeded"),
        ("同意退款，退款成功", "succeeded"),
        ("CLOSED", "withdrawn"),
        (" Closed\t", "withdrawn"),
        ("待商家处理", "pending"),
        ("a，b", None),
        ("A， B", "rejected"),
        ("something else", None),
        ("--", None),
        (None, None),
    ],
)
def test_a_word_is_what_it_is_else_what_it_contains(cell: str | None, meaning: str | None) -> None:
    assert meant(cell)[0] == [meaning]


def test_the_same_word_wins_over_one_contained() -> None:
    profile = {**PROFILE, "refund_states": {"取消": "pending", "已取消": "withdrawn"}}
    assert meant("已取消", profile=profile)[0] == ["withdrawn"]


def test_a_word_without_meaning_counts_as_unread_and_nothing_does_not() -> None:
    assert meant("退款成功", "something else", None, "--", "无") == (
        ["succeeded", None, None, None, None],
        [1],
    )


def test_labels_are_tidied_and_stay_what_they_are() -> None:
    text = pl.Series(["mug", " mug\t", None, "-", '="001"', "001"])
    found = settle("sku", [look("sku", text)], valid(Profile, PROFILE), "UTC", 2).value
    assert found.dtype == pl.Categorical
    assert found.to_list() == ["mug", "mug", None, None, "001", "001"]


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("3", 3),
        ("-3", -3),
        ("3.0", 3),
        ("3.00", 3),
        ("1,200", 1200),
        ("１２", 12),
        (" 7\t", 7),
        ('="7"', 7),
        ("007", 7),
        ("1.5", None),
        ("1,20", None),
        ("1e3", None),
        ("three", None),
        ("-", None),
        (None, None),
    ],
)
def test_a_count_is_a_whole_number(cell: str | None, count: int | None) -> None:
    assert counted(pl.Series([cell], dtype=pl.String)).value.to_list() == [count]


def test_what_is_no_count_is_odd_and_nothing_is_not() -> None:
    found = counted(pl.Series(["1", "1.5", "-", None, "x"]))
    assert (found.odd.to_list(), found.text.to_list()) == ([1, 4], ["1.5", "x"])


def test_a_formula_that_wraps_no_text_is_text() -> None:
    assert tidy(pl.Series(["=1+1", '="1+1"', "1+1"])).to_list() == ["=1+1", "1+1", "1+1"]
