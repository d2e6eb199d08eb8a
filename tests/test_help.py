"""Help in Chinese for every command and option; help in English loads nothing it can do without."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
import typer.main
from conftest import Run

from shopmetrics.cli import app
from shopmetrics.cli.help.man import manual
from shopmetrics.cli.help.pages import pages
from shopmetrics.cli.help.sheet import Sheet, sheet_of
from shopmetrics.cli.localise import localise
from shopmetrics.text.catalogue import catalogue

KNOWN = catalogue("zh.help")


class Heard(dict[str, str]):
    """Words that keep what they are asked for, and know nothing."""

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override] # of two
        self[key] = default
        return default


def told(command: Any, context: Any, known: dict[str, str]) -> Iterator[Sheet]:  # noqa: ANN401 built commands have no public type
    """Yield the help of a command and of all below it."""
    yield sheet_of(command, context, known)
    for name, below in getattr(command, "commands", {}).items():
        yield from told(below, typer.Context(below, info_name=name, parent=context), known)


def sheets(known: dict[str, str]) -> dict[str, Sheet]:
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="shopmetrics")
    return {sheet.path: sheet for sheet in told(command, context, known)}


HEARD = Heard()
SHEETS = sheets(HEARD)
pages(HEARD)
manual(typer.main.get_command(app), "0", HEARD)
ENGLISH = sorted(text for text in HEARD if text and not text.startswith("shopmetrics"))


def test_there_is_help_to_translate() -> None:
    assert len(ENGLISH) > 120


@pytest.mark.parametrize("text", ENGLISH)
def test_every_text_of_help_has_a_chinese_one(text: str) -> None:
    assert text in KNOWN, "add it to text/zh.help.po"


def test_no_chinese_help_is_of_something_gone() -> None:
    assert set(KNOWN) == set(ENGLISH)


def test_all_help_is_replaced() -> None:
    command = typer.main.get_command(app)
    localise(command, KNOWN)
    (report,) = (one for name, one in command.commands.items() if name == "report")  # type: ignore[attr-defined] # it is a group
    assert report.help == "一页看完店铺的全部情况。"
    for param in (*report.params, *command.params):
        assert not param.help or not param.help.isascii()


@pytest.mark.parametrize("command", [(), ("report",), ("rules", "compare"), ("send",)])
def test_help_is_in_the_language_of_the_reader(run: Run, command: tuple[str, ...]) -> None:
    english = run(*command, "--help")
    chinese = run(*command, "--help", LC_ALL="zh_CN.UTF-8")
    assert (english.code, chinese.code) == (0, 0)
    assert "Show this message" in english.out
    assert "显示本帮助。" in chinese.out
    assert english.out.startswith("Usage: shopmetrics")
    assert chinese.out.startswith("用法：shopmetrics")
    assert "\nExamples\n" in english.out
    assert "\n示例\n" in chinese.out


def test_the_language_that_is_typed_comes_first(run: Run) -> None:
    typed = run("send", "--language=zh", "--help")
    assert typed.out == run("send", "--help", "--language", "zh").out
    assert "显示本帮助。" in typed.out


def test_no_arguments_are_answered_with_help_in_the_language_too(run: Run) -> None:
    assert "一页看完店铺的全部情况。" in run(LANG="zh_CN.UTF-8").err


WRONG = [
    "nope",
    "repot",
    "rules show",
    "rules nope",
    "explain one two",
    "report --langua zh",
    "report --orders",
    "report --top x",
    "report --top 5000",
    "report --top 0",
    "report --format doc",
    "report --by foo",
    "report --language xx",
    "report --no-such",
    "--version=3",
]


@pytest.mark.parametrize("typed", WRONG)
def test_usage_errors_are_in_the_language_with_the_code_of_english_ones(
    run: Run, typed: str
) -> None:
    english = run(*typed.split())
    chinese = run(*typed.split(), LANG="zh_CN.UTF-8")
    assert english.code == chinese.code == 2
    assert (english.out, chinese.out) == ("", "")
    assert "Error: " in english.err
    shown = chinese.err.replace(f"shopmetrics {' '.join(typed.split()[:2])}", "")
    assert "\n错误：" in f"\n{shown}"
    assert not re.search(r"(?<![-'])\b[a-z]{2,} [a-z]{2,}", shown.replace("shopmetrics", "")), shown


def test_help_in_english_loads_neither_words_nor_tables() -> None:
    code = (
        "import sys; from shopmetrics.cli import main; main(['report', '--help']); "
        "sys.exit(len({'babel', 'polars', 'yaml'} & set(sys.modules)))"
    )
    clean = {"LANG": "C", "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, **clean}, capture_output=True
    )
    assert b"Show this message" in ran.stdout
