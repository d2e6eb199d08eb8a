"""Words, numbers and amounts are read and written as Babel does it, which is not there at run time."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from babel.core import get_global
from babel.messages.pofile import read_po
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
)
from conftest import ROOT

from shopmetrics.text import Words
from shopmetrics.text.catalogue import catalogue
from shopmetrics.text.large import in_myriads
from shopmetrics.text.number import money, number

LOCALES = {"en": "en", "zh": "zh_CN"}
AMOUNTS = [Decimal(text) for text in ("0", "0.05", "-1.005", "12", "-1234567.895", "98765432109.5")]
LARGE = [Decimal(10) ** n * one for n in range(4, 15) for one in (1, Decimal("-1.23456"), 9)]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src" / "shopmetrics" / "text").glob("*.po")), ids=lambda one: one.stem
)
def test_sentences_are_read_as_babel_reads_them(path: Path) -> None:
    with path.open("rb") as file:
        assert catalogue(path.stem) == {one.id: one.string for one in read_po(file) if one.id}


@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
@pytest.mark.parametrize("value", [*AMOUNTS, 0.25, 0.35, -2.675, 1e-9, 123456.789, 1e15, 0.1 + 0.2])
def test_numbers_are_written_as_babel_writes_them(value: Decimal | float, decimals: int) -> None:
    form = f"#,##0.{'0' * decimals}".rstrip(".")
    written = [format_decimal(value, format=form, locale=one) for one in LOCALES.values()]
    unsigned = {one if one.strip("-0.,") else one.removeprefix("-") for one in written}
    assert {number(value, decimals)} == unsigned


@pytest.mark.parametrize("language", LOCALES)
def test_money_of_every_currency_is_written_as_babel_writes_it(language: str) -> None:
    for currency in get_global("all_currencies"):
        for amount in AMOUNTS:
            theirs = format_currency(amount, currency, locale=LOCALES[language])
            assert money(amount, currency, language) == theirs, (currency, amount)


def test_a_currency_that_nobody_knows_has_its_code_for_a_sign() -> None:
    assert Words("en").money(-150, "QQQ", 2) == "-QQQ1.50"


@pytest.mark.parametrize("currency", [None, "CNY", "JPY"])
@pytest.mark.parametrize("amount", LARGE)
def test_large_amounts_are_written_as_babel_writes_them(
    amount: Decimal, currency: str | None
) -> None:
    if currency is None:
        theirs = format_compact_decimal(round(amount, -2), locale="zh_CN", fraction_digits=2)
    else:
        theirs = format_compact_currency(
            round(amount, -2), currency, locale="zh_CN", fraction_digits=2
        )
    ours = in_myriads(amount, currency)
    assert re.sub(r"\.?0+(?=\D+$)", "", ours) == theirs  # Babel leaves out noughts at the end
