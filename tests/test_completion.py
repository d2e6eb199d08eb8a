"""Completion in real shells: installed as users do it, then Tab pressed in a new one."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from screens import Tmux, environment, needs
from typer import _completion_classes, _completion_shared

from shopmetrics.cli import complete
from shopmetrics.cli.period import period_of
from shopmetrics.cli.whole import period_named
from shopmetrics.pages import PAGES
from shopmetrics.rules import rules_of

SHELLS = {"bash": ("bash", "-i"), "zsh": ("zsh", "-i"), "fish": ("fish",)}
TABS = {
    "shopmetrics repo": "shopmetrics report",
    "shopmetrics check --langu": "check --language",
    "shopmetrics trend --format mark": "--format markdown",
    "shopmetrics explain qual": "explain quality-return-rate",
    "shopmetrics check --config sh": "--config shop.yaml",
}


@pytest.mark.parametrize(
    "shell", [pytest.param(name, marks=needs(name, "tmux")) for name in SHELLS]
)
def test_shell_completes_once_it_is_installed(shell: str, tmp_path: Path) -> None:
    for name in ("orders.csv", "shop.yaml"):
        (tmp_path / name).touch()
    for name in (".bashrc", ".zshrc"):
        (tmp_path / name).write_text("PS1='ready> '\n")
    greeting = tmp_path / ".config" / "fish" / "functions" / "fish_prompt.fish"
    greeting.parent.mkdir(parents=True)
    greeting.write_text("function fish_prompt; echo 'ready> '; end\n")
    env = environment(tmp_path)
    with Tmux(SHELLS[shell], env, tmp_path) as window:
        window.shows("ready>")
        window.type("shopmetrics --install-completion", "Enter")
        window.shows("restart the terminal")
    with Tmux(SHELLS[shell], env, tmp_path) as window:
        window.shows("ready>")
        for typed, completed in TABS.items():
            window.type(typed, "Tab")
            window.shows(completed)
            window.type("C-u")


def test_choices_that_are_not_in_the_options_are_those_of_the_program() -> None:
    assert [name for name, _ in complete.pages()] == [page.name.replace("_", "-") for page in PAGES]
    assert complete.rules() == sorted(rule.name for rule in rules_of(None))
    assert "Asia/Shanghai" in complete.zones()


def test_spans_and_periods_that_are_offered_are_taken() -> None:
    day = date(2026, 6, 30)
    assert all(period_of({"last": span}, day).since for span in complete.spans())
    assert all(period_named(period, day)[1].since for period in complete.periods())


def test_pages_are_offered_in_the_language_of_the_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SHOPMETRICS_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert dict(complete.pages())["refund-rate"] == "退款率：按订单、件数和金额计算。"
    monkeypatch.setenv("LANG", "C")
    assert dict(complete.pages())["refund-rate"].startswith("The share of")


def test_completion_of_typer_is_mended_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain, scripts = _completion_classes._sanitize_help_text, _completion_shared._completion_scripts  # noqa: SLF001
    monkeypatch.setattr(_completion_classes, "_sanitize_help_text", plain)  # put back at the end
    monkeypatch.setitem(scripts, "zsh", scripts["zsh"])
    complete.mend_completion([], {})
    assert "funcstack" not in scripts["zsh"]
    complete.mend_completion(["--show-completion"], {"_SHOPMETRICS_COMPLETE": "complete_zsh"})
    assert "funcstack" in scripts["zsh"]
    assert _completion_classes._sanitize_help_text("[bold]") == "[bold]"  # noqa: SLF001


def test_completing_loads_neither_tables_nor_rich() -> None:
    code = (
        "import sys; from shopmetrics.cli import main; main([]); "
        "sys.exit(len({'rich', 'polars', 'yaml', 'babel'} & set(sys.modules)))"
    )
    asked = {
        "LANG": "C",
        "PYTHONPATH": ":".join(sys.path),
        "_SHOPMETRICS_COMPLETE": "complete_zsh",
        "_TYPER_COMPLETE_ARGS": "shopmetrics repo",
    }
    ran = subprocess.run([sys.executable, "-c", code], check=True, env=asked, capture_output=True)
    assert b'"report":"Show the whole state of the shop on one page."' in ran.stdout
