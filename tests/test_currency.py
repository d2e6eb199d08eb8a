"""Currencies: minor units by the digits of each, through reading and printing; never two at once."""

import json
from pathlib import Path

import pytest
from conftest import Run

from shopmetrics.errors import InputError
from shopmetrics.ingest import load
from shopmetrics.ingest.cells.currency import digits_of
from shopmetrics.text import Words

YEN = 'order_id,ordered_at,paid,currency\nA1,2026-03-01,1980,JPY\nA2,2026-03-02,"1,200.00",JPY\n'


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("CNY", 2), ("USD", 2), ("TWD", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("KWD", 3), (None, 2)],
)
def test_a_currency_has_its_own_digits(currency: str | None, digits: int) -> None:
    assert digits_of(currency) == digits


def test_yen_are_whole(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(YEN)
    shop = load([file]).shop
    assert (shop.currency, shop.decimals) == ("JPY", 0)
    assert shop.orders["paid"].to_list() == [1980, 1200]


def test_parts_of_a_yen_are_no_amount(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(YEN + "A3,2026-03-02,0.50,JPY\n")
    assert [reject.reason for reject in load([file]).rejects] == ["not_an_amount"]


def test_three_digits_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id,ordered_at,paid,currency\nA1,2026-03-01,1.234,KWD\n")
    shop = load([file]).shop
    assert (shop.orders["paid"].to_list(), shop.decimals) == ([1234], 3)


def test_a_file_that_names_no_currency_is_read_in_that_of_the_others(tmp_path: Path) -> None:
    orders, refunds = tmp_path / "orders.csv", tmp_path / "refunds.csv"
    orders.write_text(YEN)
    refunds.write_text("refund_id,order_id,settled_at,amount\n1,A1,2026-03-03,980\n")
    assert load([refunds, orders]).shop.refunds["amount"].to_list() == [980]


def test_the_config_s_currency_counts_where_no_file_names_one(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id,ordered_at,paid\nA1,2026-03-01,1980\n")
    shop = load([file], currency="JPY").shop
    assert (shop.orders["paid"].to_list(), shop.currency) == ([1980], "JPY")


@pytest.mark.parametrize(
    ("cells", "currency", "paid"),
    [
        (("€12.50", "€1.00"), "EUR", [1250, 100]),
        (("R$ 12,50", "R$ 1,00"), "BRL", [1250, 100]),
        (("₩1,980", "₩500"), "KRW", [1980, 500]),
        (("$12.50", "$1.00"), None, [1250, 100]),
        (("12.50", "1.00"), None, [1250, 100]),
    ],
)
def test_a_sign_of_one_country_names_the_currency(
    tmp_path: Path, cells: tuple[str, ...], currency: str | None, paid: list[int]
) -> None:
    file = tmp_path / "orders.csv"
    rows = "".join(f'A{at},2026-03-01,"{cell}"\n' for at, cell in enumerate(cells))
    file.write_text(f"order_id,ordered_at,paid\n{rows}", encoding="utf-8")
    shop = load([file]).shop
    assert (shop.currency, shop.orders["paid"].to_list()) == (currency, paid)


def test_two_currencies_are_refused_with_a_file_of_each(tmp_path: Path) -> None:
    yen, dollars = tmp_path / "yen.csv", tmp_path / "dollars.csv"
    yen.write_text(YEN)
    dollars.write_text("order_id,ordered_at,paid,currency\nB1,2026-03-01,1.00,USD\n")
    with pytest.raises(InputError) as caught:
        load([yen, dollars])
    assert f"JPY (rows: 2; see {yen}), USD (rows: 1; see {dollars})" in caught.value.message
    assert "--currency JPY" in caught.value.hint


def test_two_currencies_in_one_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(YEN + "A3,2026-03-02,0.50,USD\n")
    with pytest.raises(InputError, match=r"JPY .*USD"):
        load([file])


TWO = (
    "order_id,ordered_at,paid,currency\n"
    "A1,2026-03-01,1980,JPY\nB1,2026-03-01,0.50,USD\nB2,2026-03-02,bad,USD\nA2,2026-03-02,200,JPY\n"
    "C1,2026-03-03,7,\n"
)


@pytest.mark.parametrize(
    ("only", "paid", "decimals", "counts"),
    [
        ("JPY", [1980, 200], 0, (0, {"USD": 2, "?": 1})),
        ("USD", [50], 2, (1, {"JPY": 2, "?": 1})),
    ],
)
def test_of_two_currencies_one_can_be_chosen(
    tmp_path: Path, only: str, paid: list[int], decimals: int, counts: object
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(TWO)
    loaded = load([file], only=only)
    assert (loaded.shop.currency, loaded.shop.decimals) == (only, decimals)
    assert loaded.shop.orders["paid"].to_list() == paid
    (source,) = loaded.sources
    assert (source.rejected, source.other_currencies) == counts
    assert source.rows_read == source.accepted + source.rejected + source.ignored == 5


def test_amounts_that_name_no_currency_are_in_that_of_the_config(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(TWO)
    loaded = load([file], currency="EUR", only="JPY")
    assert loaded.shop.orders["paid"].to_list() == [1980, 200]
    assert loaded.sources[0].other_currencies == {"USD": 2, "EUR": 1}


def test_a_list_of_refunds_follows_its_orders(tmp_path: Path) -> None:
    orders, refunds = tmp_path / "orders.csv", tmp_path / "refunds.csv"
    orders.write_text(TWO)
    refunds.write_text(
        "refund_id,order_id,settled_at,amount\n"
        "1,A1,2026-03-03,980\n2,B1,2026-03-03,0.50\n3,Z9,2026-03-03,5\n"
    )
    loaded = load([orders, refunds], only="USD")
    assert loaded.shop.refunds["order_id"].to_list() == ["B1", "Z9"]
    assert loaded.sources[1].other_currencies == {"JPY": 1}


def test_files_of_another_currency_are_left_out_whole(tmp_path: Path) -> None:
    yen, dollars = tmp_path / "yen.csv", tmp_path / "dollars.csv"
    yen.write_text(YEN)
    dollars.write_text("order_id,ordered_at,paid\nB1,2026-03-01,€1.00\n", encoding="utf-8")
    loaded = load([yen, dollars], only="JPY")
    assert [one.other_currencies for one in loaded.sources] == [{}, {"EUR": 1}]
    assert loaded.shop.orders["paid"].to_list() == [1980, 1200]


def test_a_currency_that_no_amount_is_in_names_those_there_are(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(YEN)
    with pytest.raises(InputError, match=r"no amount is in CNY: there are JPY \(rows: 2; see"):
        load([file], only="CNY")


def test_what_was_left_out_for_its_currency_is_shown(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(TWO)
    ran = run("report", str(file), "--currency", "JPY", COLUMNS="120")
    assert "left out as --currency asks: 2 in USD, 1 in ?" in " ".join(ran.out.split())
    found = json.loads(run("inspect", str(file), "--currency", "USD", "--format", "json").out)
    assert found["sources"][0]["other_currencies"] == {"JPY": 2, "?": 1}
    assert "--currency 'RMB': no such currency" in run("check", str(file), "--currency=RMB").err


@pytest.mark.parametrize(
    ("minor", "currency", "decimals", "written"),
    [
        (1980, "JPY", 0, "¥1,980"),
        (1980, "USD", 2, "$19.80"),
        (1980, "KWD", 3, "KWD1.980"),
        (1980, None, 2, "19.80"),
        (1980, None, 0, "1,980"),
    ],
)
def test_money_is_printed_with_the_digits_of_its_currency(
    minor: int, currency: str | None, decimals: int, written: str
) -> None:
    assert Words("en").money(minor, currency, decimals) == written


@pytest.mark.parametrize(
    ("language", "said"), [("en", "in a currency that other cells do not name"), ("zh", "写了币种")]
)
def test_amount_with_a_sign_beside_amounts_without_says_what_is_wrong(
    run: Run, tmp_path: Path, language: str, said: str
) -> None:
    rows = "order_id,ordered_at,paid\nA1,2026-03-01,10.00\nA2,2026-03-02,$12.50\n"
    (tmp_path / "o.csv").write_text(rows, "utf-8")
    ran = run("report", str(tmp_path), "--language", language)
    assert said in " ".join(ran.out.split())
