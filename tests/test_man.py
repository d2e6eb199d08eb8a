"""The manual page: made from the help, and read by man itself without a complaint."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import Run
from screens import needs
from test_help import SHEETS

from shopmetrics.cli.help.roff import escaped, item


def read(page: Path, width: int = 100) -> str:
    """Let man write a page as text; it must have nothing to warn of."""
    env = {**os.environ, "MANWIDTH": str(width), "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""}
    shown = subprocess.run(
        ["man", "--warnings", "-l", str(page)], capture_output=True, text=True, check=True, env=env
    )
    assert shown.stderr == ""
    return re.sub(".\b", "", shown.stdout)


@needs("man")
@pytest.mark.parametrize("width", [60, 100])
def test_man_shows_every_command_option_and_example(run: Run, tmp_path: Path, width: int) -> None:
    page = tmp_path / "shopmetrics.1"
    page.write_text(run("man").out, encoding="utf-8")
    text = read(page, width)
    words = " ".join(text.split())
    for sheet in SHEETS.values():
        if sheet.path != "shopmetrics man":  # it is for those who install it, not for readers
            assert sheet.usage in words
            assert all(example.typed in words for example in sheet.examples)
            for panel in sheet.panels:
                assert all(entry.name.split(" ")[0] in text for entry in panel.entries)
    for section in ("NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT"):
        assert f"\n{section}\n" in text


@needs("man")
def test_page_is_in_the_language_of_the_reader(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "shopmetrics.1"
    page.write_text(run("man", "--language", "zh").out, encoding="utf-8")
    text = read(page)
    assert "\n退出码\n" in text
    assert "一页看完店铺的全部情况。" in text


def test_every_line_that_begins_with_a_dot_is_a_request_of_ours(run: Run) -> None:
    known = {"TH", "SH", "SS", "TP", "PP", "RS", "RE", "nf", "fi", "nh", "ad"}
    lines = run("man").out.splitlines()
    assert {line[1:3].strip() for line in lines if line[0] in ".'"} == known
    assert [*lines] == [line for line in lines if line.strip()]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (".profile", r"\&.profile"),
        ("a .b", "a .b"),
        ("'quoted'", r"\(aqquoted\(aq"),
        ("--by x-y", r"\-\-by x\-y"),
        (r"C:\new", r"C:\enew"),
        ("two\n.lines", "two .lines"),
        ('~ ^ ` "', r"\(ti \(ha \(ga \(dq"),
        ("品退率", "品退率"),
    ],
)
def test_text_is_no_roff(text: str, written: str) -> None:
    assert escaped(text) == written


@needs("man")
def test_text_stands_in_man_as_it_is_written(tmp_path: Path) -> None:
    page = tmp_path / "odd.1"
    odd = [r".SH 'x' \fB C:\new\* --a-b ~^`\"", "'tis", "a\n.b"]
    lines = [line for text in odd for line in item(text, text)]
    page.write_text("\n".join(['.TH ODD 1 "" ""', ".nh", ".ad l", *lines]), encoding="utf-8")
    shown = " ".join(read(page).split())
    assert " ".join(f"{text} {text}" for text in map(" ".join, map(str.split, odd))) in shown
