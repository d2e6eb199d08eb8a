"""Money: every way of writing that is read exactly, and what is no amount."""

import polars as pl
import pytest

from shopmetrics.ingest.cells.column import Column, look, settle
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.yamlmodel import valid

PROFILE = {"name": "x", "platform": "x", "kind": "orders", "grain": "line", "columns": {}}


def whole(*cells: str | None, decimals: int = 2, in_cents: bool = False) -> Column:
    """Read a column in chunks of two cells: what the column decides must not depend on them."""
    text = pl.Series(cells, dtype=pl.String)
    profile = valid(Profile, {**PROFILE, "money_in_cents": in_cents})
    seen = [look("paid", text[at : at + 2]) for at in range(0, len(cells), 2)]
    return settle("paid", seen, profile, "UTC", decimals)


def read(*cells: str | None, decimals: int = 2, in_cents: bool = False) -> list[int | None]:
    return whole(*cells, decimals=decimals, in_cents=in_cents).value.to_list()


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("12.34", 1234),
        ("-12.34", -1234),
        ("12", 1200),
        ("12.3", 1230),
        ("12.30000", 1230),
        ("0.29", 29),
        ("1.", None),
        ("¥12.34", 1234),
        ("￥ 12.34", 1234),
        ("12.34元", 1234),
        ("CNY 12.34", 1234),
        ("12.34 RMB", 1234),
        ("$1,234.50", 123450),
        ("-$5.00", -500),
        ("US$5", 500),
        ("(5.00)", -500),
        ("($5.00)", -500),
        ("5.00-", -500),
        ("+5.00", 500),
        ("−5.00", -500),
        ("１２．５０", 1250),
        ("1 234,50 €", 123450),
        ("1.234,50 €", 123450),
        ("1'234.50", 123450),
        ("1’234.50", 123450),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("12,34.50", None),
        ("R$ 1.299,90", 129990),
        ("RM12.90", 1290),
        ("Rp 25.500", 2550000),
        ("₫150.000", 15000000),
        ("฿1,290.00", 129000),
        ("CA$5.00", 500),
        ("12.34 SEK", 1234),
        ("USD 12.34", 1234),
        ("٣٫٥", 350),
        ('="12.50"', 1250),
        (" 12.50\t", 1250),
        ("'12.50", 1250),
        ("-0.05", -5),
        ("(¥5.00)", -500),
        ("¥-5.00", -500),
        ("--5.00", -500),
        ("1_000", None),
        ("Infinity", None),
        ("NaN", None),
        ("无退款申请", None),
        ("¥", None),
        ("9999999999999.99", 999999999999999),
        ("9999999999999999", None),
        ("12.345", None),
        ("1e3", None),
        ("twelve", None),
        ("12.34 of 20", None),
        ("", None),
        (None, None),
    ],
)
def test_an_amount_is_read_exactly_or_not_at_all(cell: str | None, cents: int | None) -> None:
    assert read(cell) == [cents]


def test_comma_means_decimals_where_the_column_says_so() -> None:
    assert read("1.234,50", "12,5", "1.234") == [123450, 1250, 123400]


def test_comma_means_thousands_where_one_clean_amount_has_a_point() -> None:
    assert read("10.00", "1,234") == [1000, 123400]


def test_a_point_parts_thousands_where_a_currency_has_no_decimals() -> None:
    assert read("450.000", "1.200", "-3.000.000", decimals=0) == [450000, 1200, -3000000]
    assert read("450.000", "12.00", decimals=0) == [450, 12]


def test_points_that_may_part_thousands_are_not_guessed() -> None:
    assert read("450.000", "1.500", "12") == [None, None, 1200]
    assert read("450.000", "1.50") == [45000, 150]
    rupiah = valid(Profile, {**PROFILE, "currency": "IDR"})
    seen = [look("paid", pl.Series(["450.000", "12"]))]
    assert settle("paid", seen, rupiah, "UTC", 2).value.to_list() == [45000000, 1200]


def test_words_beside_amounts_do_not_decide_their_currency() -> None:
    assert read("$5.00", "to be told", "$6.00") == [500, None, 600]


def test_comma_decimals_beside_a_point_are_not_guessed() -> None:
    assert read("10.00", "12,50") == [1000, None]


def test_a_lone_dollar_among_bare_numbers_is_another_currency() -> None:
    assert read("10.00", "$10.00", "20.00") == [1000, None, 2000]
    assert read("10", "$10") == [1000, None]


def test_a_yuan_sign_among_bare_numbers_is_the_same_currency() -> None:
    assert read("10.00", "¥10.00", "5元", "7 CNY") == [1000, 1000, 500, 700]


def test_the_rarer_of_two_currencies_in_a_column_is_no_amount() -> None:
    assert read("€1.00", "€2.00", "£3.00") == [100, 200, None]


def test_an_amount_in_cents_stays_whole() -> None:
    assert read("1700", "0", "17.50", in_cents=True) == [1700, 0, None]


@pytest.mark.parametrize(
    ("decimals", "cells", "units"),
    [
        (0, ["1980", "1,200.00", "0.50", "¥3"], [1980, 1200, None, 3]),
        (3, ["1.234", "1.2", "7", "1,000.5"], [1234, 1200, 7000, 1000500]),
    ],
)
def test_amounts_are_in_the_minor_unit_of_their_currency(
    decimals: int, cells: list[str], units: list[int | None]
) -> None:
    assert read(*cells, decimals=decimals) == units


def test_what_decides_may_stand_in_another_chunk() -> None:
    assert read("1.234", "2.345", None, "3", "1.234,50") == [123400, 234500, None, 300, 123450]
    assert read("$5", "$6", "7", "8") == [None, None, 700, 800]


def test_only_what_says_something_counts_as_unread() -> None:
    column = whole("10.00", "-", None, "many", "0.001")
    assert column.unread.to_list() == [3, 4]
