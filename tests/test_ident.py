"""Ids, text and words out of cells: wrappers taken off, nothing told from something."""

import polars as pl
import pytest

from shopmetrics.ingest.ident import from_any, ident, tidy
from shopmetrics.ingest.words import translated

WORDS = {"退款成功": "succeeded", "Closed": "withdrawn", "待": "pending", "a, b": "paid"}


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
    ],
)
def test_an_id_stays_text_to_its_last_digit(cell: str, text: str) -> None:
    assert ident(pl.Series([cell])).to_list() == [text]


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
        ("待商家处理", "pending"),
        ("a，b", None),
        ("A， B", "paid"),
        ("something else", None),
        (None, None),
    ],
)
def test_a_word_is_what_it_is_else_what_it_contains(cell: str | None, meaning: str | None) -> None:
    assert translated(pl.Series([cell], dtype=pl.String), WORDS).to_list() == [meaning]


def test_the_same_word_wins_over_one_contained() -> None:
    assert translated(pl.Series(["已取消"]), {"取消": "a", "已取消": "b"}).to_list() == ["b"]
