"""Plain blocks are read at once, and only where every line is one record of the right length."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shopmetrics.ingest.delimited.lines import Block
from shopmetrics.ingest.delimited.plain import plain_rows
from shopmetrics.ingest.delimited.tokens import FIELD_LIMIT, Form

FORM = Form(",", 3, 3, ("id", "name", "paid"))
CELL = st.sampled_from(["", "1", "a", "9.00", "茶", " "])
LINES = st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=6)
# Mostly whole: a line that is wrong stands among lines that are right.
WHOLE = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6)


def read(lines: list[list[str]]) -> list[tuple[str | None, ...]] | None:
    text = "".join(f"{','.join(cells)}\n" for cells in lines)
    rows = plain_rows(Block(text.encode(), last=True), FORM, [0, 1, 2])
    return None if rows is None else rows.cells.drop("line").rows()


@settings(derandomize=True, max_examples=150, deadline=None)
@given(before=WHOLE, lines=LINES, after=WHOLE)
def test_nothing_but_whole_records_is_plain(
    before: list[list[str]], lines: list[list[str]], after: list[list[str]]
) -> None:
    every = before + lines + after
    found = read(every)
    if found is not None:
        assert found == [tuple(cell or None for cell in cells) for cells in every]


def test_a_line_too_long_does_not_make_up_for_one_too_short() -> None:
    assert read([["1", "a", "2"], ["2", "b"], ["3", "c", "2", "5"]]) is None
    assert read([["1", "a", "2"], ["2", "b", "2", ""]]) is None
    assert read([["1", "a", "2"], ["2", "b", ""]]) == [("1", "a", "2"), ("2", "b", None)]


def test_the_header_once_more_and_blank_lines_ask_for_a_closer_look() -> None:
    assert read([["1", "a", "2"], ["id", "name", "paid"]]) is None
    assert read([["1", "a", "2"], [" ", "", "2"]]) is None
    assert read([["1", "a", "2"], ["", "a", "2"]]) is None


def test_line_that_might_hold_too_long_a_field_asks_for_a_closer_look() -> None:
    assert read([["1", "a" * FIELD_LIMIT, "2"]]) is None
