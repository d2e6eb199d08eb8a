import pkgutil

import polars as pl
import pytest
from tables import answer_of, report_of, rows, settings_of, shop_of, shown

from shopmetrics import pages
from shopmetrics.cli.pages import COMMANDS
from shopmetrics.page import Example, Page
from shopmetrics.pages import PAGES

EXAMPLES = [(page, example) for page in PAGES for example in page.examples]


@pytest.mark.parametrize(
    ("page", "example"),
    EXAMPLES,
    ids=[f"{page.name}: {example.shows}" for page, example in EXAMPLES],
)
def test_example_on_the_page_is_true(page: Page, example: Example) -> None:
    answer = answer_of(page, example)
    assert answer.unknown == example.unknown
    for table, text in example.answer.items():
        names = text.split("\n", 2)[1].split() if "\n" in text else text.split()
        wanted = rows(text)
        found = shown(answer.tables[table].rows, names)
        assert found[: len(wanted)] == wanted
        if not wanted:
            assert found == []


def test_pages_are_those_of_the_folder() -> None:
    files = {module.name for module in pkgutil.iter_modules(pages.__path__)}
    assert {page.name for page in PAGES} == files


def test_commands_are_those_of_the_pages_with_their_first_lines() -> None:
    first = {page.name: page.definition.split("\n", 1)[0] for page in PAGES}
    assert {one.page: one.help for one in COMMANDS if one.page} == first


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_has_a_definition_and_examples(page: Page) -> None:
    first, blank, *rest = page.definition.split("\n")
    assert first.endswith(".")
    assert not blank
    assert any("=" in line for line in rest)
    assert page.examples


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_empty_shop_has_no_numbers_and_says_why(page: Page) -> None:
    shop = shop_of("", "")
    answer = report_of(page, shop, settings_of(shop)).answers[page.name]
    assert answer.unknown
    for table in answer.tables.values():
        shares = [name for name in ("rate", "low", "high", "lift", "p") if name in table.units]
        for name in shares:
            assert table.rows[name].drop_nulls().is_empty()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_table_holds_a_number_that_is_none(page: Page) -> None:
    for example in page.examples:
        for table in answer_of(page, example).tables.values():
            floats = table.rows.select(pl.selectors.float().is_nan().any())
            assert not any(floats.row(0)) if floats.width else True
