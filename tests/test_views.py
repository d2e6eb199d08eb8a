"""What a person reads of a page's tables: which rows, and the sentences under them."""

import pytest
from conftest import Run
from tables import report_of, settings_of, shop_of, text_of

from shopmetrics.finding import Finding, Matter
from shopmetrics.pages import PAGES
from shopmetrics.render import Format, Look
from shopmetrics.render.todo import overlapping
from shopmetrics.shop import Shop
from shopmetrics.text import LANGUAGES, Words

ENGLISH = Words("en")
FORMS = (Format.terminal, Format.markdown, Format.html)
NAMED = {page.name: page for page in PAGES}
ORDERS = """
    order_id  sku  paid   quantity  ordered_at        region
    A1        mug  10.00  1         2026-03-01 09:00  北京
    A1        pot  10.00  1         2026-03-01 09:00  北京
    A2        mug  10.00  2         2026-03-01 09:00  上海
"""
REFUNDS = """
    refund_id  order_id  sku  amount  kind           stage            state      reason
    R1         A1        mug  5.00    refund_only    before_shipment  succeeded  late
    R2         A1        pot  5.00    refund_only    after_receipt    succeeded  size
"""
WHOLE = """
    refund_id  order_id  sku  amount  kind           stage            state      reason
    R1         A2        mug  10.00   return_refund  after_receipt    succeeded  late
"""


def read(shop: Shop, page: str, form: Format = Format.terminal, **options: object) -> str:
    """Write one page as a person would see it, its lines joined."""
    report = report_of(NAMED[page], shop, settings_of(shop, options))
    words = options.get("words", ENGLISH)
    assert isinstance(words, Words)
    return " ".join(text_of(report, form, words, Look(80), page=page).split())


@pytest.mark.parametrize("form", FORMS)
def test_stages_and_units_that_do_not_add_up_say_so(form: Format) -> None:
    text = read(shop_of(ORDERS, REFUNDS), "refund_rate", form)
    assert "The stages add up to 2 orders, more than the 1 of all" in text
    assert "Fewer units than orders" in text
    assert "do not say at which stage" not in text


def test_stages_and_units_that_add_up_say_nothing() -> None:
    text = read(shop_of(ORDERS, WHOLE), "refund_rate", by=("sku", "region", "reason"))
    assert "add up to 3 orders, more than the 2 of all" in text  # A1 holds two SKUs
    assert text.count("add up") == 2
    assert "stages add up" not in text
    assert "Fewer units" not in text


def test_refund_without_a_stage_is_said_to_be_in_all_alone() -> None:
    some = REFUNDS.replace("after_receipt  ", "-              ")
    assert "do not say at which stage" in read(shop_of(ORDERS, some), "refund_rate")


def test_order_refunded_for_two_reasons_counts_in_both_and_that_is_said() -> None:
    text = read(shop_of(ORDERS, REFUNDS), "refund_rate", by=("reason",))
    assert "The groups add up to 2 refunded orders, more than the 1 of all" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_savings_that_overlap_say_so_once(run: Run, language: str) -> None:
    ran = run("report", "sample_data/", "--language", language, COLUMNS="120")
    said = Words(language).say("todo.overlap")
    assert "".join(ran.out.split()).count("".join(said.split())) == 1


def test_only_savings_of_different_kinds_overlap() -> None:
    def finding(matter: Matter, money: int | None) -> Finding:
        return Finding(matter, "hotspots", {}, {}, money, sure=True)

    assert overlapping([finding(Matter.sku, 1), finding(Matter.hour, 1)])
    assert not overlapping([finding(Matter.sku, 1), finding(Matter.sku, 2)])
    assert not overlapping([finding(Matter.sku, 1), finding(Matter.hour, None)])
