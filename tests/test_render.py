import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import polars as pl
import pytest
from conftest import ROOT, Run
from rich.cells import cell_len
from tables import loaded_of, settings_of, shop_of, text_of

from shopmetrics.errors import ConfigError
from shopmetrics.page import Table, Unit
from shopmetrics.pages import PAGES
from shopmetrics.printable import printable
from shopmetrics.render import Format, Glyphs, Look, render_definition, render_notes
from shopmetrics.render.blocks import Strip
from shopmetrics.render.cell import Writer
from shopmetrics.render.json_report import rows
from shopmetrics.render.markdown import markdown
from shopmetrics.render.plain import rejects_csv
from shopmetrics.render.terminal import terminal
from shopmetrics.report import Report, build
from shopmetrics.shop import Kind
from shopmetrics.source import Reject, Source
from shopmetrics.text import Words

NASTY = (
    "[bold]red[/]",
    "=1+1",
    "a|b",
    "\x1b[31mred",
    "\u202egnp",
    "<script>",
    ":smile:",
    "连" * 400,
)
ENGLISH, CHINESE = Words("en"), Words("zh")


def nasty_report() -> Report:
    """Make a report whose SKUs, products and reasons are all out to break something."""
    lines = [
        f"    A{at}  {text}  {text}  10.00  2026-03-01 {at % 24:02d}:00"
        for at, text in enumerate(NASTY * 10)
    ]
    orders = "\n".join(["    order_id  sku  product  paid  ordered_at", *lines])
    back = [
        f"    R{at}  A{at}  10.00  refund_only  succeeded  {text}" for at, text in enumerate(NASTY)
    ]
    refunds = "\n".join(["    refund_id  order_id  amount  kind  state  reason", *back])
    shop = shop_of(orders, refunds)
    return build(loaded_of(shop), PAGES, settings_of(shop))


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(words: Words, width: int) -> None:
    for page in (None, *(page.name for page in PAGES)):
        text = text_of(nasty_report(), Format.terminal, words, Look(width), page=page)
        assert max(cell_len(line) for line in text.splitlines()) <= width


def test_columns_that_a_screen_is_too_narrow_for_are_named() -> None:
    narrow = text_of(nasty_report(), Format.terminal, CHINESE, Look(80), page="hotspots")
    assert "屏幕太窄，未显示：" in narrow
    wide = text_of(nasty_report(), Format.terminal, CHINESE, Look(400), page="hotspots")
    assert "屏幕太窄" not in wide
    assert "屏幕太窄" not in text_of(nasty_report(), Format.markdown, CHINESE, Look(80))


def test_text_from_files_is_never_markup_nor_control_on_a_screen() -> None:
    text = text_of(nasty_report(), Format.terminal, ENGLISH, Look(120), page="reasons")
    assert "[bold]red[/]" in text
    assert ":smile:" in text
    assert "\\x1b[31mred" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_colour_is_there_when_asked_for_and_only_then() -> None:
    assert "\x1b[" in text_of(nasty_report(), Format.terminal, ENGLISH, Look(colour=True))
    assert "\x1b[" not in text_of(nasty_report(), Format.terminal, ENGLISH, Look())


def test_small_character_set_gets_small_characters() -> None:
    text = text_of(
        nasty_report(), Format.terminal, ENGLISH, Look(glyphs=Glyphs.ascii, encoding="ascii")
    )
    assert not set("●▲×█▁–…") & set(text)


def test_markdown_holds_no_markup_of_the_data() -> None:
    text = text_of(nasty_report(), Format.markdown, ENGLISH, Look(), page="reasons")
    assert "a\\|b" in text
    assert "\\<script\\>" in text


def test_csv_holds_no_formula_and_reads_back() -> None:
    text = text_of(nasty_report(), Format.csv, ENGLISH, Look(), page="hotspots")
    skus = {row["sku"] for row in csv.DictReader(io.StringIO(text))}
    assert "'=1+1" in skus
    assert "a|b" in skus


def test_negative_numbers_are_no_formulas() -> None:
    report = nasty_report()
    table = report.answers["hotspots"].tables["sku"]
    changed = Table(table.rows.with_columns(money=-5), table.units)
    answer = replace(report.answers["hotspots"], tables={"sku": changed})
    text = text_of(
        replace(report, answers={"hotspots": answer}), Format.csv, ENGLISH, Look(), page="hotspots"
    )
    assert ",-0.05," in text


def test_ndjson_is_one_object_a_line() -> None:
    text = text_of(nasty_report(), Format.ndjson, ENGLISH, Look(), page="refund_rate")
    rows = [json.loads(line) for line in text.splitlines()]
    assert rows[0]["measure"] == "orders"
    assert rows[-1]["n"] == "800.00"


def test_one_table_is_chosen_by_name_and_a_wrong_name_lists_them() -> None:
    report = nasty_report()
    text = text_of(report, Format.csv, ENGLISH, Look(), table="reasons.causes")
    assert text.startswith("cause,")
    with pytest.raises(ConfigError) as error:
        text_of(report, Format.csv, ENGLISH, Look())
    assert "reasons.causes" in error.value.hint
    with pytest.raises(ConfigError, match="--table nothing"):
        text_of(report, Format.csv, ENGLISH, Look(), page="reasons", table="nothing")


def test_json_keeps_to_its_published_schema() -> None:
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    found = json.loads(text_of(nasty_report(), Format.json, ENGLISH, Look()))
    jsonschema.validate(found, schema)
    for missing in ("schema", "quality", "pages", "verdicts"):
        broken = {key: value for key, value in found.items() if key != missing}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_json_of_the_sample_shop_keeps_to_its_schema(run: Run) -> None:
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    ran = run("report", "sample_data/", "--format", "json", "--since", "2026-05-01")
    found = json.loads(ran.out)
    jsonschema.validate(found, schema)
    assert found["as_of"].endswith("+08:00")
    assert found["pages"]["refund_rate"]["tables"]["overall"][0]["k"] > 0


def test_rejected_rows_are_named_and_never_quoted() -> None:
    text = rejects_csv((Reject(Path("a.csv"), 7, "paid", "not_an_amount"),), ENGLISH)
    assert text.splitlines() == ["file,line,column,reason", "a.csv,7,paid,not an exact amount"]


def test_notes_name_every_fault_of_a_file() -> None:
    source = Source(
        path=Path("b.csv"),
        platform="plain",
        kind=Kind.refunds,
        profile="plain_refunds",
        encoding="utf-8",
        separator=",",
        header_line=1,
        columns={"quantity": "qty"},
        rows_read=9,
        accepted=3,
        rejected=2,
        superseded=3,
        ignored=1,
        blanked={"quantity": 2},
        amount=0,
        damaged_ids=4,
    )
    twin = replace(source, path=Path("c.csv"), accepted=0, superseded=9, rejected=0, blanked={})
    empty = replace(source, path=Path("d.csv"), rows_read=0, accepted=0, superseded=0, rejected=0)
    report = nasty_report()
    rejects = (
        Reject(Path("b.csv"), 7, "", "too_few_fields"),
        Reject(Path("b.csv"), 8, "amount", "missing"),
    )
    quality = replace(
        report.quality,
        sources=(source, twin, empty),
        rejects=rejects,
        skipped=("e.csv: no",),
        refunds_without_order=1,
        orders_without_customer=0,
        capped_refunds=1,
        capped_orders=("A1",),
        spread_share=0.5,
    )
    text = render_notes(replace(report, quality=quality), ENGLISH)
    for said in (
        "line 7: fewer",
        "line 8, amount: empty",
        "qty",
        "1.23E+18",
        "c.csv: every",
        "b.csv\n",
        "d.csv: no rows",
        "e.csv: no",
        "(A1)",
        "50.0%",
        "unmatched",
    ):
        assert said in text, said


def test_definition_shows_the_examples() -> None:
    text = render_definition(PAGES[0], Format.terminal, ENGLISH, Look(120))
    assert "refund_id" in text
    assert PAGES[0].examples[0].shows in text


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (None, Unit.share, "–"),
        (True, Unit.flag, "yes"),
        (False, Unit.flag, "no"),
        (date(2026, 3, 1), Unit.when, "2026-03-01"),
        (date(2026, 3, 1), Unit.month, "2026-03"),
        (0.0001, Unit.probability, "<0.001"),
        (0.04, Unit.probability, "0.040"),
        (1.25, Unit.ratio, "1.25×"),
        (0.5, Unit.number, "0.5"),
        (9, Unit.label, "09:00"),
        ("within_30", Unit.label, "back in 30 days (known for 30)"),
        ("size", Unit.label, "size"),
        ("quality+not_as_described", Unit.label, "quality, not as described"),
        (-0.01, Unit.points, "-1.0"),
        (12, Unit.days, "12"),
    ],
)
def test_value_is_written_by_its_unit(value: object, unit: Unit, written: str) -> None:
    assert Writer(ENGLISH, "CNY", 2).cell(value, unit, "hour") == written


def test_strip_of_a_narrow_screen_is_one_letter_a_slot() -> None:
    strip = Strip(
        "hours", tuple(f"{hour:02d}" for hour in range(24)), (None, *[0.5] * 23), frozenset({3})
    )
    text = terminal([strip], Look(40))
    assert max(cell_len(line) for line in text.splitlines()) <= 40
    assert "`" in markdown([strip])


def small_report(orders: str) -> Report:
    shop = shop_of(
        orders, "refund_id  order_id  amount  kind  state\nR1  A1  1.00  refund_only  succeeded"
    )
    return build(loaded_of(shop), PAGES, settings_of(shop))


def test_few_orders_are_shown_and_not_judged() -> None:
    report = small_report(
        "order_id  customer_id  sku  paid  ordered_at\nA1  ann  mug  1.00  2026-03-01 09:00"
    )
    text = " ".join(text_of(report, Format.terminal, ENGLISH, Look()).split())
    assert "100.0% too few" in text
    assert "too few orders to judge" in text
    assert "Half of those" not in text


def test_shop_without_bands_or_time_says_so() -> None:
    report = replace(small_report(""), verdicts=(), as_of=None)
    text = text_of(report, Format.terminal, ENGLISH, Look())
    assert "no band to judge by" in text
    assert "No orders loaded" in text


def test_hidden_letters_become_visible() -> None:
    assert printable("a\x1bb\u202ec\nd") == "a\\x1bb\\u202ec\\x0ad"
    assert printable("a\nb", lines=True) == "a\nb"


def test_table_whose_columns_have_no_units_is_a_bug() -> None:
    table = nasty_report().answers["reasons"].tables["top"]
    with pytest.raises(ValueError, match="columns"):
        Table(table.rows, {"rank": Unit.count})


def test_json_knows_no_negative_zero() -> None:
    report = nasty_report()
    table = Table(pl.DataFrame({"change": [-0.0, -0.5]}), {"change": Unit.points})
    assert [str(row["change"]) for row in rows(table, report)] == ["0.0", "-0.5"]


def test_json_escapes_what_a_screen_would_not_show() -> None:
    found = text_of(nasty_report(), Format.json, ENGLISH, Look())
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", found
    )
    assert json.loads(found)["schema"] == "shopmetrics/1"
