"""Help on screens of all widths: nothing wider than it, nothing lost, bold only where it is seen."""

import re

import pytest
from conftest import ROOT, Run
from test_help import SHEETS, sheets

from shopmetrics.cli.help.screen import Screen, listed, shown
from shopmetrics.cli.help.sheet import Entry, Panel
from shopmetrics.cli.help.wrap import cells, wrapped
from shopmetrics.text.catalogue import catalogue

LANGUAGES = {"en": SHEETS, "zh": sheets(dict(catalogue("zh.help")))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_screen(width: int, language: str) -> None:
    for sheet in LANGUAGES[language].values():
        text = shown(sheet, Screen(width, bold=False))
        assert [line for line in text.split("\n") if cells(line) > width] == []
        assert text.isprintable() or "\x1b" not in text


@pytest.mark.parametrize("path", SHEETS)
def test_every_width_says_the_same_words(path: str) -> None:
    narrow, wide = (shown(SHEETS[path], Screen(width, bold=False)) for width in (60, 100))
    assert "".join(narrow.replace(" \\\n", "\n").split()) == "".join(wide.split())


@pytest.mark.parametrize("path", SHEETS)
def test_every_help_has_panels_and_two_examples_or_more(path: str) -> None:
    sheet = SHEETS[path]
    assert 2 <= len(sheet.examples) <= 4
    assert sheet.panels[-1].title == "Other"
    assert sheet.panels[-1].entries[-1].name == "--help"
    assert all(entry.help for panel in sheet.panels for entry in panel.entries)
    assert all(example.typed.startswith(path) for example in sheet.examples)


def test_commands_stand_in_panels() -> None:
    panels = [panel.title for panel in SHEETS["shopmetrics"].panels]
    assert panels == ["The main job", "One question", "Files and settings", "Sending", "Other"]


def test_options_stand_in_panels() -> None:
    panels = {panel.title: panel for panel in SHEETS["shopmetrics report"].panels}
    assert [*panels] == [
        "What to read",
        "Which orders",
        "How to count and judge",
        "How to show it",
        "Other",
    ]
    entries = {entry.name: entry.help for entry in panels["How to show it"].entries}
    assert "One of terminal, markdown, json, ndjson" in entries["-f, --format NAME"]
    assert (
        entries["--top NUMBER"]
        == "How many reasons, hotspots and drivers a table shows. 1 to 1000."
    )
    assert "--color, --no-color" in entries


def test_command_line_that_is_too_long_can_still_be_copied() -> None:
    text = shown(SHEETS["shopmetrics report"], Screen(60, bold=False))
    copied = re.findall(r"^    shopmetrics(?:.*\\\n)*.*", text, re.MULTILINE)
    typed = [re.sub(r"\s*\\\n\s*", " ", line).strip() for line in copied]
    assert typed == [one.typed for one in SHEETS["shopmetrics report"].examples]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("exactly 8", ["exactly", "8"]),
        ("unbreakable", ["unbreakable"]),
        ("a unbreakable", ["a", "unbreakable"]),
        ("退款率按日周月", ["退款率按", "日周月"]),
        ("退款率按，日", ["退款率", "按，日"]),
        ("退款率（按日）", ["退款率", "（按日）"]),
        ("看 a.csv 吧", ["看 a.csv", "吧"]),
        ("退款率 7 单", ["退款率", "7 单"]),
        ("退款率  x", ["退款率", "x"]),
        ("", [""]),
    ],
)
def test_text_is_broken_by_cells(text: str, lines: list[str]) -> None:
    assert wrapped(text, 8) == lines


@pytest.mark.parametrize(
    ("environment", "bold"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_titles_are_bold_where_colour_is_wanted(
    run: Run, environment: dict[str, str], *, bold: bool
) -> None:
    text = run("report", "--help", **environment).out
    assert ("\x1b[1mWhat to read\x1b[0m" in text) is bold
    assert bold or "\x1b" not in text


def test_name_that_is_too_long_stands_above_what_is_said_of_it() -> None:
    panel = Panel("Panel", (Entry("--an-option-of-a-very-long-name", "What it does."),))
    assert listed(panel, Screen(40, bold=False)).splitlines() == [
        "Panel",
        "  --an-option-of-a-very-long-name",
        " " * 16 + "What it does.",
    ]


def test_help_of_no_command_is_an_error(run: Run) -> None:
    ran = run("nope", "--help")
    assert (ran.code, "No such command" in ran.err) == (2, True)


@pytest.mark.parametrize("before", [(), ("--orders", "a.csv"), ("no", "such.csv", "--top=x")])
def test_help_is_given_whatever_else_is_typed(run: Run, before: tuple[str, ...]) -> None:
    assert run("report", *before, "--help").out == run("report", "--help").out


def test_help_behind_two_dashes_is_the_name_of_a_file(run: Run) -> None:
    ran = run("report", "--", "--help", cwd=ROOT)
    assert (ran.code, "--help: there is no such file" in ran.err) == (3, True)
