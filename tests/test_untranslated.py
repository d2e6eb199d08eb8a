"""No English word of ours in what is shown in Chinese: every page, form and rule, over a small shop."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Run

from shopmetrics.cli.pages import COMMANDS
from shopmetrics.rules import rules_of
from shopmetrics.text.catalogue import catalogue

WORD = re.compile(r"[A-Za-z]{3,}")
ENGLISH = {word for text in catalogue("en").values() for word in WORD.findall(text)}
# Latin words that Chinese sentences hold: names, commands and what is typed.
KEPT = {word for text in catalogue("zh").values() for word in WORD.findall(text)}
TYPED = re.compile(r"shopmetrics(?: [a-z-]+)+|--[a-z]+ [a-z_]+|Asia/Shanghai")
ORDERS = """订单编号,下单时间,实付金额,商品名称,sku,客户,省份,币种
"""
REFUNDS = """售后单号,订单编号,退款金额,申请时间,退款原因,退款说明
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve weeks of orders without a Latin word, of which some come back."""
    folder = tmp_path_factory.mktemp("shop")
    rows, back = [ORDERS], [REFUNDS]
    for at in range(480):
        day, hour = divmod(at, 6)
        month, of_month = divmod(day, 28)
        when = f"2026-{month + 1:02d}-{of_month + 1:02d} {hour * 3 + 1:02d}:00"
        rows.append(f"{at},{when},{at % 7 + 10}.00,裙{at % 4},{at % 4},{at % 90},广东,CNY\n")
        if at % 9 == 0 or at % 12 == 9:
            later = when[:-5] + "23:00"
            back.append(f"R{at},{at},10.00,{later},{'质量问题' if at % 2 else '尺码'},偏小\n")
    (folder / "orders.csv").write_text("".join(rows), encoding="utf-8")
    (folder / "refunds.csv").write_text("".join(back), encoding="utf-8")
    return folder


_UNREAD = {"style", "script", "details"}  # definitions name the ids of columns


class _Texts(HTMLParser):
    """Gathers what of a page is read."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in _UNREAD
        self.texts += [
            text for name, text in attrs if name in {"alt", "aria-label", "title"} and text
        ]

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in _UNREAD

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.texts.append(data)


def foreign(text: str) -> set[str]:
    """Return words of our English that are not Chinese as well."""
    return set(WORD.findall(TYPED.sub("", text))) & ENGLISH - KEPT


def test_english_would_be_found(run: Run, shop: Path) -> None:
    assert foreign(run("report", ".", "--language", "en", cwd=shop).out) > {"Refund", "How"}


@pytest.mark.parametrize("form", ["terminal", "markdown"])
@pytest.mark.parametrize("page", [command.name for command in COMMANDS])
def test_pages_hold_no_english(run: Run, shop: Path, page: str, form: str) -> None:
    ran = run(page, ".", "--language", "zh", "--format", form, cwd=shop, COLUMNS="200")
    assert ran.code in {0, 1}
    assert foreign(ran.out + ran.err) == set()


def test_a_page_of_html_holds_no_english(run: Run, shop: Path) -> None:
    pytest.importorskip("jinja2", reason="jinja2 is needed: pip install '.[report]'")
    texts = _Texts()
    texts.feed(run("report", ".", "--language", "zh", "--format", "html", cwd=shop).out)
    assert len(texts.texts) > 100
    assert foreign("\n".join(texts.texts)) == set()


def test_what_is_said_of_files_holds_no_english(run: Run, shop: Path) -> None:
    lines = run("inspect", ".", "--language", "zh", cwd=shop).out.splitlines()
    said = [line for line in lines if not re.match(r"[a-z_]+  |\S+\.csv$", line)]  # fields by id
    assert foreign("\n".join(said)) <= {"orders", "refunds"}  # of the files' names


@pytest.mark.parametrize("rule", [rule.name for rule in rules_of()])
def test_rules_are_shown_in_both_languages(run: Run, rule: str) -> None:
    english, chinese = (run("rules", "show", rule, "--language", one) for one in ("en", "zh"))
    assert (english.code, chinese.code) == (0, 0)
    body = chinese.out.partition("\n")[2]
    assert foreign(body) <= {"default"}  # the name of a rule
