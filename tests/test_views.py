"""What a person reads of a page's tables: which rows, and the sentences under them."""

import json
from pathlib import Path

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


def test_hotspots_show_what_is_hot_and_a_few_more(run: Run) -> None:
    short = run("hotspots", "sample_data/").out
    assert len(short.splitlines()) < 80
    assert "… and 28 more rows: --format csv --table sku shows all" in short
    assert "a month" in short.splitlines()[5]
    long = run("hotspots", "sample_data/", "--top", "100").out
    assert len(long.splitlines()) > 150
    whole = run("hotspots", "sample_data/", "--format", "csv", "--table", "sku").out
    assert len(whole.splitlines()) == 31


def test_hotspots_of_less_than_a_week_name_no_month() -> None:
    text = read(shop_of(ORDERS, WHOLE), "hotspots")
    assert "a month" not in text.replace("by the month", "")
    assert "Groups overlap" in text


def test_hotspots_without_a_group_overlap_nowhere() -> None:
    assert "Groups overlap" not in read(shop_of("", WHOLE), "hotspots")


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_comparison_keeps_what_counts_on_every_screen(run: Run, width: str, language: str) -> None:
    lines = run("compare", "sample_data/", "--language", language, COLUMNS=width).out.splitlines()
    words = Words(language)
    head = next(line for line in lines if words.say("column.side") in line)
    for name in ("n", "k", "rate", "low", "high", "what"):
        assert words.say(f"column.{name}") in head
    drivers = [line for line in lines if line.startswith(words.say("column.sku"))]
    assert len(drivers) == 3
    assert any(words.say("compare.detectable", points="+4.3")[:8] in line for line in lines)


def test_comparison_of_so_few_that_no_rise_would_have_shown_names_none() -> None:
    shop = shop_of(
        """
        order_id  paid   ordered_at
        A1        10.00  2026-03-02 09:00
        A2        10.00  2026-03-03 09:00
        B1        10.00  2026-03-09 09:00
        B2        10.00  2026-03-10 09:00
        C1        10.00  2026-03-31 09:00
        """,
        """
        refund_id  order_id  amount  kind         state      requested_at      settled_at
        R1         A1        10.00   refund_only  succeeded  2026-03-04 09:00  2026-03-04 10:00
        R2         B1        10.00   refund_only  succeeded  2026-03-11 09:00  2026-03-11 10:00
        """,
    )
    text = read(shop, "compare", since="2026-03-09", until="2026-03-15")
    assert "may be chance." in text
    assert "would have shown" not in text


def test_driver_that_is_an_hour_or_a_weekday_reads_as_such(run: Run) -> None:
    out = run("compare", "sample_data/", "--by", "hour", "--by", "weekday").out
    assert "hour     20:00" in out
    assert "weekday  Fri" in out


def test_difference_that_is_spread_names_its_largest_parts(run: Run) -> None:
    out = " ".join(run("compare", "sample_data/", "--by", "cause").out.split())
    assert "largest parts of the -3.8 points by cause: quality -1.5, size -1.4, not needed" in out
    assert "No single" not in out


def test_comparison_that_is_too_young_says_what_would_work(run: Run) -> None:
    out = run("compare", "sample_data/", "--b", "2026-06").out
    assert "Orders until 2026-06-23 are old enough (7 days); try: --a 2026-04 --b 2026-05" in out
    assert run("compare", "sample_data/", "--a", "2026-04", "--b", "2026-05").code == 0


def test_comparison_that_no_order_is_followed_long_enough_for_suggests_none(
    run: Run, tmp_path: Path
) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text("maturity: {horizon: 5}\n", encoding="utf-8")
    out = run("compare", "sample_data/", "--config", str(config)).out
    assert "too young" in out
    assert "try:" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "--by", "reason"), "--by reason: no difference is split by that"),
        (("compare", "--by", "sku", "--by", "day"), "--by day: no difference is split by that"),
        (("hotspots", "--by", "sku"), "--by sku: hotspots has no breakdown"),
    ],
)
def test_breakdown_that_is_not_there_is_refused(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    command, *options = words
    ran = run(command, "sample_data/", *options)
    assert ran.code == 2
    assert said in ran.err
    assert "hint:" in ran.err


def test_difference_can_be_split_by_product(run: Run) -> None:
    ran = run("compare", "sample_data/", "--by", "product", "--format", "json")
    drivers = json.loads(ran.out)["pages"]["compare"]["tables"]["drivers"]
    assert {row["dimension"] for row in drivers} == {"product"}
    assert sum(row["total"] for row in drivers) == pytest.approx(-0.0381, abs=1e-4)


def test_window_and_curve_say_how_each_counts(run: Run) -> None:
    for words in (("repurchase", "sample_data/"), ("report", "sample_data/")):
        text = " ".join(run(*words).out.split())
        assert "Two ways to count within 90 days: 45.4% of the 474 customers" in text
        assert "30.2% by the curve of all 1,733" in text
    lines = run("repurchase", "sample_data/").out.splitlines()
    assert any(line.startswith("back in 90 days (known for 90)") for line in lines)
    assert not any(line.startswith(("returning customers", "last period's")) for line in lines)


def test_window_and_curve_that_agree_need_no_words() -> None:
    shop = shop_of(ORDERS.replace("region", "customer_id").replace("北京", "ann"))
    assert "Two ways" not in read(shop, "repurchase")


def test_exchange_is_said_to_look_like_one(run: Run) -> None:
    out = run("exchanges", "sample_data/").out
    assert "These look like exchanges" in out
    assert "were exchanges" not in run("report", "sample_data/").out


def test_nobody_far_above_the_rest_is_said_with_what_was_looked_for(run: Run) -> None:
    out = " ".join(run("abuse", "sample_data/").out.split())
    assert "among the 36 of 1,743 customers with at least 5 orders" in out


def test_customers_far_above_the_rest_are_said_to_be_out_of_how_many() -> None:
    (example, *_) = NAMED["abuse"].examples
    text = read(shop_of(example.orders, example.refunds), "abuse")
    assert "Looked at: 19 customers, 19 of them with at least 5 orders" in text


def test_page_without_anything_to_appeal_says_so() -> None:
    example, silent = NAMED["appeals"].examples
    said = "No quality return says otherwise in its own text: there is nothing to appeal."
    assert said not in read(shop_of(example.orders, example.refunds), "appeals")
    assert said not in read(shop_of(silent.orders, silent.refunds), "appeals")
    agreed = example.refunds.replace("太大了 13800000000", "开线")
    assert said in read(shop_of(example.orders, agreed), "appeals")


def test_requests_for_something_else_than_money_wait_too(run: Run) -> None:
    waits = "1 request waits for an exchange"
    assert waits in " ".join(run("report", "sample_data/").out.split())
    assert "exchange         1         2" in run("pipeline", "sample_data/").out
    (example, *_) = NAMED["pipeline"].examples
    kept = example.refunds.replace("pending", "withdrawn")
    assert "waits" not in read(shop_of(example.orders, kept), "pipeline")
