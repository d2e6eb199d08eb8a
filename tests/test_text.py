import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from enum import StrEnum

import pytest
from conftest import ROOT
from tables import answer_of

from shopmetrics.cause import Cause
from shopmetrics.config import Bands, Basis
from shopmetrics.dimensions import Dimension
from shopmetrics.ingest.cells.reason import Reason
from shopmetrics.ingest.delimited.fault import Fault
from shopmetrics.judge import Level
from shopmetrics.pages import PAGES
from shopmetrics.readymade import readymade
from shopmetrics.render.definition import sentences
from shopmetrics.rule import Clock
from shopmetrics.rules import rules_of
from shopmetrics.shop import Kind, Stage
from shopmetrics.text import LANGUAGES, Words, language_of
from shopmetrics.text.catalogue import catalogue
from shopmetrics.text.sentence import filled

BLANK = re.compile(r"\{(\w+)\}")


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return Words(str(request.param))


def test_languages_say_the_same_things_with_the_same_blanks() -> None:
    english, chinese = (Words(language) for language in ("en", "zh"))
    assert english.ids == chinese.ids
    for key in english.ids:
        blanks = [sorted(BLANK.findall(words._sentences[key])) for words in (english, chinese)]  # noqa: SLF001 the texts themselves
        assert blanks[0] == blanks[1], key


HAN, LATIN = "[\u3400-\u4dbf\u4e00-\u9fff]", "[A-Za-z0-9%¥]"
ODD = {
    f"{HAN}{LATIN}|{LATIN}{HAN}": "a space between Chinese and Latin or digits",
    f"{HAN} +{HAN}": "no space between Chinese",
    f"{HAN} ?[,;:!?()]|[,;:!?()] ?{HAN}": "Chinese punctuation beside Chinese",
    " [，。；：、！？（）“”]|[，。；：、！？（）“”] ": "no space beside Chinese punctuation",
    "[“”]{2}|[，。；：、]{2}": "one mark at a time",
}
FORMULA = re.compile(r"[(]-?[0-9a-zS].*?[)] ?之和|F[(]已过天数[)]|S[(]已过天数[)]|- 平均退款率[)]")
NAMES = re.compile(r"7天无理由|A-to-z|[(]单位|\{\w+\}")


def strings(value: object) -> Iterator[str]:
    """Yield every text within data."""
    if isinstance(value, dict | list):
        yield from (text for one in _inside(value) for text in strings(one))
    elif isinstance(value, str):
        yield value


def _inside(value: dict[str, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


CHINESE = {
    **{name: [*catalogue(name).values()] for name in ("zh", "zh.errors", "zh.help", "zh.pages")},
    "notes of rules": [rule.note["zh"] for rule in rules_of() if "zh" in rule.note],
    "playbook": [*strings(readymade("playbook")["zh"])],
}


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_is_spaced_and_punctuated_by_one_rule(name: str) -> None:
    faults = {
        f"{rule}: {found[0]!r} in {text}"
        for text in CHINESE[name]
        for odd, rule in ODD.items()
        for found in re.finditer(odd, FORMULA.sub("□", NAMES.sub("□", text)))
    }
    assert faults == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_stands_twice(language: str) -> None:
    for file in (ROOT / "src" / "shopmetrics" / "text").glob(f"{language}*.po"):
        ids = re.findall('^msgid "(.+)"$', file.read_text(encoding="utf-8"), re.MULTILINE)
        assert sorted(set(ids)) == sorted(ids), file.name


def test_nothing_is_left_empty(words: Words) -> None:
    assert all(words._sentences[key].strip() for key in words.ids)  # noqa: SLF001 the texts themselves


@pytest.mark.parametrize(
    "choices", [Cause, Stage, Kind, Level, Basis], ids=lambda one: one.__name__
)
def test_every_choice_has_words(words: Words, choices: type[StrEnum]) -> None:
    assert {f"label.{one}" for one in choices} <= words.ids


def test_every_reason_to_turn_a_row_away_has_words(words: Words) -> None:
    assert {f"reject.{one}" for one in (*Fault, *Reason)} <= words.ids


def test_every_day_that_a_rule_counts_by_has_words_for_when_it_is_not_given(words: Words) -> None:
    assert {f"unknown.rule_no_{clock}_days" for clock in Clock} <= words.ids


def test_every_page_dimension_and_band_has_words(words: Words) -> None:
    assert {f"page.{page.name}" for page in PAGES} <= words.ids
    assert {f"column.{one}" for one in Dimension} <= words.ids
    assert {f"measure.{one.name}" for one in fields(Bands)} <= words.ids


def test_every_table_and_column_of_the_examples_has_words(words: Words) -> None:
    for page in PAGES:
        for example in page.examples:
            answer = answer_of(page, example)
            assert {f"unknown.{key}" for key in answer.unknown} <= words.ids
            for name, table in answer.tables.items():
                assert name.startswith("by_") or f"table.{name}" in words.ids
                assert {f"column.{column}" for column in table.units} <= words.ids


DEFINED = [
    text
    for page in PAGES
    for text in (*filter(None, sentences(page.definition)), *(one.shows for one in page.examples))
]
SOURCES = [source for rule in rules_of() for source in rule.source]


def test_every_line_of_a_definition_has_a_chinese_one_and_none_is_of_something_gone() -> None:
    known = catalogue("zh.pages")
    said = [*DEFINED, *SOURCES]
    assert [text for text in said if text not in known] == [], "add these to text/zh.pages.po"
    assert known.keys() - set(said) == set(), "these are gone from the pages"


@pytest.mark.parametrize("text", DEFINED)
def test_a_chinese_definition_names_the_same_ids(text: str) -> None:
    named = re.compile(r"`[^`]+`|\b[a-z]+_[a-z0-9_]+|--[a-z]+")
    ids = set(named.findall(text))
    assert ids <= set(named.findall(Words("zh").defined(text)))
    assert Words("en").defined(text) == text


def test_numbers_are_written_as_the_language_does() -> None:
    english, chinese = Words("en"), Words("zh")
    assert english.money(123456, "CNY", 2) == "CN¥1,234.56"
    assert chinese.money(123456, "CNY", 2) == "¥1,234.56"
    assert english.money(-5, "USD", 2) == "-$0.05"
    assert english.money(1234, "JPY", 0) == "¥1,234"
    assert english.money(123456, None, 2) == "1,234.56"
    assert english.share(0.0712) == "7.1%"
    assert english.points(0.012) == "+1.2"
    assert english.points(-0.012) == "-1.2"
    assert english.count(1234567) == "1,234,567"


@pytest.mark.parametrize("words", [Words(language) for language in LANGUAGES], ids=LANGUAGES)
def test_what_rounds_to_nothing_has_no_sign(words: Words) -> None:
    assert words.points(-0.0004) == words.points(0.0004) == words.points(-0.0) == "0.0"
    assert words.number(-0.04) == "0.0"
    assert words.share(-0.0) == "0.0%"
    assert words.points(-0.0006) == "-0.1"
    assert words.number(-10.0) == "-10.0"


def test_periods_are_named_as_the_language_does() -> None:
    chinese = Words("zh")
    assert [chinese.period(name) for name in ("2026-W05", "2026-06")] == [
        *("2026 年第 5 周", "2026 年 6 月"),
    ]
    assert [Words("en").period(name) for name in ("2026-W05", "2026-06")] == ["2026-W05", "2026-06"]


@pytest.mark.parametrize(
    ("minor", "shown"),
    [
        (123400, "¥1,234.00"),
        (999999, "¥9,999.99"),
        (1000000, "¥1万"),
        (1234500, "¥1.23万"),
        (-10837086, "-¥10.84万"),
        (9999994900, "¥9999.99万"),
        (9999999900, "¥1亿"),  # and not 10000万
        (1234567890100, "¥123.46亿"),
    ],
)
def test_large_amounts_in_sentences_are_in_wan_and_yi(minor: int, shown: str) -> None:
    assert Words("zh").about_money(minor, "CNY", 2) == shown
    assert Words("en").about_money(minor, "CNY", 2) == Words("en").money(minor, "CNY", 2)


def test_large_counts_in_sentences_are_in_wan() -> None:
    assert [Words("zh").about(n) for n in (9_999, 10_000, 1_234_567)] == [
        *("9,999", "1万", "123.46万"),
    ]
    assert Words("en").about(1_234_567) == "1,234,567"
    assert Words("zh").about_money(1234500, None, 2) == "1.23万"


@pytest.mark.parametrize(
    ("sentence", "values", "shown"),
    [
        ("{n} 笔中 {k} 笔", {"n": "12.35万", "k": "3,826"}, "12.35万笔中 3,826 笔"),
        ("{product} 的退款率", {"product": "印花裙"}, "印花裙的退款率"),
        ("{product}的退款率", {"product": "Mug"}, "Mug 的退款率"),
        ("来自{dimension} {group}：", {"dimension": "SKU", "group": "红 M"}, "来自 SKU 红 M："),
        ("降到 {limit} 可省{money}", {"limit": "5.0%", "money": "¥7"}, "降到 5.0% 可省 ¥7"),
        ("{path}：拒绝 {n} 行", {"path": "a.csv", "n": "1"}, "a.csv：拒绝 1 行"),
        ("第 {line} 行{column}：", {"line": 3, "column": ""}, "第 3 行："),
        ("列\n{names} 等", {"names": "甲"}, "列\n甲等"),
    ],
)
def test_one_space_stands_between_chinese_and_latin_and_none_between_chinese(
    sentence: str, values: dict[str, object], shown: str
) -> None:
    assert filled(sentence, values, spaced=True) == shown


def test_one_is_said_of_one() -> None:
    sentence = "{n} {n:row stands|rows stand} in it"
    assert filled(sentence, {"n": "1"}, spaced=False) == "1 row stands in it"
    assert filled(sentence, {"n": "1,001"}, spaced=False) == "1,001 rows stand in it"
    assert Words("en").say("more.rows", n=1, table="") == "… and 1 more row: --format csv shows all"


@pytest.mark.parametrize(
    ("option", "environment", "wanted"),
    [
        (None, {}, "en"),
        ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {"LANG": "", "SHOPMETRICS_LANG": "zh"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_language_is_asked_for_or_that_of_the_locale(
    option: str | None, environment: dict[str, str], wanted: str
) -> None:
    assert language_of(option, environment) == wanted
