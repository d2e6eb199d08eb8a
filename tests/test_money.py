"""Money: every way of writing that is read exactly, and what is no amount."""

import polars as pl
import pytest

from shopmetrics.ingest.money import minor_units


def read(*cells: str | None, decimals: int = 2) -> list[int | None]:
    return minor_units(pl.Series(cells, dtype=pl.String), decimals=decimals).to_list()


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
    assert read("1700", "0", "17.50", decimals=0) == [1700, 0, None]
