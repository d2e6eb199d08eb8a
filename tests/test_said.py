"""Errors and hints in Chinese: every form that the source can raise has one, and is found by it."""

import re
from pathlib import Path

import pytest
from conftest import ROOT, Run
from forms import BLANK, forms

from shopmetrics.ingest.cells.reason import Reason
from shopmetrics.ingest.delimited.fault import Fault
from shopmetrics.text.catalogue import catalogue
from shopmetrics.text.said import said

FOUND = forms(ROOT / "src" / "shopmetrics")
KNOWN = catalogue("zh.errors")
# What is typed as it stands, in any language.
COMMANDS = {
    "SHOPMETRICS_XLSX_PASSWORD",
    "chmod 600 {file}",
    "pip install 'shopmetrics[{extra}]'",
    "shopmetrics init{option} {quote}",
}
# What is shown and tells no form where it stands, and why that is well.
ELSEWHERE = {
    ("cli/init/settled.py", "said"): "words of zh.po",
    ("cli/init/settled.py", "words.say('init.lacking.hint')"): "words of zh.po",
    ("cli/init/texts.py", "said"): "words of zh.po",
    ("deliver/chat.py", "error.hint"): "of errors that are read where they are made",
    ("deliver/once.py", "'\\n'.join(hints)"): "of errors that are read where they are made",
    ("deliver/once.py", "said"): "of errors that are read where they are made",
    ("ingest/profiles/own.py", "'\\n'.join(faults)"): "yielded by sense.py, and read there",
    ("yamlmodel.py", "'\\n'.join(dict.fromkeys(lines))"): "read where each is pointed at",
    ("yamlmodel.py", "hint"): "read where validated is called",
}
TYPED = re.compile(r"shopmetrics( [a-z]+)+|--[a-z]+ \w+|cat orders")
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")


def english(text: str) -> bool:
    return ENGLISH.search(TYPED.sub("", text)) is not None


def test_every_message_and_hint_of_the_source_has_a_chinese_form() -> None:
    lacking = {form: file for form, file in FOUND.forms.items() if form not in KNOWN}
    assert lacking.keys() - COMMANDS == set(), "add these to text/zh.errors.po"


def test_nothing_that_is_raised_is_overlooked() -> None:
    assert FOUND.unread == ELSEWHERE.keys(), "tests/forms.py cannot read these"
    assert FOUND.forms.keys() >= COMMANDS


@pytest.mark.parametrize(
    "form",
    [
        "{path}:{line}: not UTF-8",  # an f-string where it is raised
        "a tar archive",  # given to a function that makes the error
        "a 7z archive",  # in a table
        "also needs the column {join}",  # returned by a function that a blank calls
        "the server refused the user or the password",  # assigned in a match, two at a time
        "needs {name}, which is not among columns",  # yielded
        "expected a whole number",  # instead of Pydantic's words
        "no such time zone; names look like {near}",  # raised inside of Pydantic
        "open it in a spreadsheet program and save it again",  # a hint
    ],
)
def test_forms_are_found_however_they_are_written(form: str) -> None:
    assert form in FOUND.forms


@pytest.mark.parametrize("form", sorted(KNOWN))
def test_chinese_forms_fill_no_blank_that_is_not_there(form: str) -> None:
    assert set(BLANK.findall(KNOWN[form])) <= set(BLANK.findall(form))
    assert KNOWN[form].strip()


@pytest.mark.parametrize(
    "form", sorted(form for form in FOUND.forms.keys() - COMMANDS if form[0] not in " ,")
)
def test_every_form_is_found_when_its_blanks_are_filled(form: str) -> None:
    filled = BLANK.sub(lambda blank: f"<{blank[0][1:-1]}7>", form)
    shown = said(filled, "zh")
    assert shown != filled
    assert not english(shown.split("pip install")[0])


@pytest.mark.parametrize("reason", [*Fault, *Reason])
def test_every_reason_to_turn_a_row_away_is_said(reason: str) -> None:
    shown = said(f"  line 7, column Total: {reason.replace('_', ' ')}", "zh")
    assert shown == f"  第 7 行，列 Total：{catalogue('zh')[f'reject.{reason}']}"


def test_english_is_said_as_it_is() -> None:
    assert said("a.yaml:3: not UTF-8", "en") == "a.yaml:3: not UTF-8"


def test_what_is_not_ours_is_left_as_it_is() -> None:
    assert said("basis: it is what it is", "zh") == "basis: it is what it is"


def test_blanks_that_are_phrases_are_said_too() -> None:
    message = "a.csv: damaged: a cell named A1 stands in row 2"
    assert said(message, "zh") == "a.csv：已损坏：名为 A1 的单元格出现在第 2 行"
    hint = "'Nr' looks like 订单编号, 'x' looks like y. Rename the columns, or have a profile proposed: z"
    assert said(hint, "zh").startswith("'Nr' 像是 订单编号，'x' 像是 y。请改列名")


def test_places_and_lists_of_ids_are_written_as_chinese_writes_them() -> None:
    fault = "shop.yaml:3:5: mail.from: unknown key 'from'; did you mean 'sender'?"
    assert said(fault, "zh") == "shop.yaml:3:5：mail.from：未知的键 'from'；是否想写 'sender'？"
    kept = "shop.yaml:3:5: password: a password does not belong in this file"
    assert said(kept, "zh") == "shop.yaml:3:5：password：密码不应写在这个文件里"
    few = "shop.yaml:1:1: causes: Tuple should have at least 1 item after validation, not 0"
    assert said(few, "zh") == "shop.yaml:1:1：causes：至少要有 1 项，现有 0 项"
    assert said("the rules are taobao, jd", "zh") == "可用的规则：taobao、jd"
    assert said("the files name none, or Doe, John", "zh") == "the files name none, or Doe, John"


BAD = """\
basis: foo
min_orders: -1
max_rejects: 5
bands:
  refund_rate: {good: 8 %, alarm: x}
languag: zh
timezone: Berlin
"""


def test_every_fault_of_a_config_is_said_at_its_place(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text(BAD, encoding="utf-8")
    ran = run("check", "sample_data", "--config", str(config), "--language", "zh")
    assert ran.code == 2
    assert not english(ran.err)
    assert (
        f"{config}:2:1：min_orders：应为：大于或等于 1 的值\n    min_orders: -1\n    ^" in ran.err
    )
    assert "languag：未知的键 'languag'；是否想写 'language'？\n    languag: zh" in ran.err
    assert "\n提示：全部键及其含义见 " in ran.err


@pytest.mark.parametrize(
    "text",
    [
        "bands: {refund_rate: {good: 20 %, alarm: 10 %}}",
        "bands: {period_rate: {good: 10 %, alarm: 20 %}}",
        "hotspots: {min_orders: 1.5, lift: 0.5, cost_per_return: 1.23456}",
        "exchanges: {count: never}",
        "top: no",
        "shop: [1]",
        "bands: 7",
        "events: {2026-99-99: sale}",
        "a: [1",
        "a: 'b",
        "\ta: b",
        "a: b: c",
        "a: *x",
        "a: !x y",
        "a: 1\na: 2",
        "- a",
        "[a]: b",
        "top: 0",
        "top: 100000",
        "mail: {host: x, port: 0, sender: a, to: []}",
    ],
)
def test_no_fault_of_a_config_is_said_in_english(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    ran = run("check", ".", "--config", "shop.yaml", cwd=tmp_path, SHOPMETRICS_LANG="zh")
    assert ran.code == 2
    lines = [line for line in ran.err.split("\n") if not line.startswith("    ")]
    assert not english("\n".join(lines)), ran.err


def test_errors_speak_the_language_of_the_config(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text("language: zh", encoding="utf-8")
    assert "没有这个文件" in run("check", "nowhere", f"--config={config}").err
    assert "no such" in run("check", "nowhere", f"--config={config}", "--language", "en").err
    assert "错误：" in run("check", "nowhere", "--config", "none.yaml", LANG="zh_CN.UTF-8").err


def test_what_was_passed_over_is_said_in_a_report_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("order_id,ordered_at,paid\n1,2026-01-02 03:04,5.00\n")
    (tmp_path / "b.csv").write_bytes(b"%PDF-1.7")
    said_of_it = "b.csv：这是PDF 文档，不是 CSV 文件"
    assert said_of_it in run("report", ".", "--language", "zh", cwd=tmp_path).out
    assert said_of_it in run("inspect", ".", "--language", "zh", cwd=tmp_path).out
    assert said_of_it in run("init", ".", "--yes", "--language", "zh", cwd=tmp_path).out
