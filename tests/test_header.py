"""Where the names of columns are found: below notes, in two rows, among several separators."""

from pathlib import Path

import pytest

from shopmetrics.ingest.delimited.header import Header, find_header, has_header

NAMES = frozenset({"id", "order", "when", "amount", "reason", "item"})
PATH = Path("orders.csv")


def known(name: str) -> bool:
    return name in NAMES


def found(*lines: str) -> Header:
    return find_header([*lines, "1,2,3,4,5"], PATH, known)


def test_notes_and_a_row_of_commas_stand_above() -> None:
    header = found("Report of May, 2026", ",,,,", "id,order,when,amount,x", "1,2,3,4,5")
    assert (header.line, header.body_line) == (3, 4)


@pytest.mark.parametrize(
    ("upper", "lower", "names"),
    [
        ("about,,of,,x", "id,order,when,amount,y", ("id", "order", "when", "amount", "y")),
        ("id,order,of,,x", ",,when,amount,", ("id", "order", "when", "amount", "x")),
        ("id,order,of,,", ",,when,amount,y", ("id", "order", "when", "amount", "y")),
        ("id,order,amount,,", ",,amount,when,y", ("id", "order", "amount", "when", "y")),
        (",,when,amount,y", "id,order,,,", ("id", "order", "when", "amount", "y")),
    ],
)
def test_two_rows_are_one_header(upper: str, lower: str, names: tuple[str, ...]) -> None:
    header = found(upper, lower)
    assert header.names == names
    assert header.body_line == 3


def test_row_of_data_is_not_taken_for_a_second_row() -> None:
    header = found("id,order,,when,x", "7,8,amount,9,item")
    assert header.names == ("id", "order", "", "when", "x")
    assert header.body_line == 2


def test_second_row_without_a_further_name_is_data() -> None:
    assert found("id,order,x", ",,y").body_line == 2


def test_header_over_several_lines_stays_as_it_is() -> None:
    header = found('id,order,"when', 'it was"', ",,amount")
    assert (header.names, header.body_line) == (("id", "order", "when\nit was"), 3)


def test_separator_is_the_one_that_gives_the_most_names() -> None:
    assert found("id;order, when;amount").separator == ";"
    assert found('"id;x",order,when').separator == ","


def test_line_of_known_names_is_told_from_others() -> None:
    assert has_header(["note", "id,order"], PATH, known)
    assert not has_header(["note", "id,x"], PATH, known)
