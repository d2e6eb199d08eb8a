"""The bar while files are read: where it is shown, what it says, and that it goes away."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from shopmetrics.cli import progress
from shopmetrics.cli.progress import Bar
from shopmetrics.cli.watch import bar
from shopmetrics.ingest import Step
from shopmetrics.text import Words

STEP = Step(Path("exports/orders_of_a_shop_with_a_very_long_name.csv"), 3, 305, 1200, 50, 100)


def shown(step: Step, words: Words) -> str:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, color_system=None)
    made = Bar(words, console)
    made(step)
    made.end()
    return screen.getvalue()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "File 3 of 305, 1,200 rows"), ("zh", "第 3 个文件（共 305 个），1,200 行")],
)
def test_bar_tells_files_rows_and_bytes(
    monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    text = shown(STEP, Words(language))
    assert words in text
    assert "orders_of_a_shop_with_a_very_…" in text
    assert "50/100 bytes" in text


def test_bar_shows_a_name_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    step = Step(Path("[bold]\x1b.csv"), 1, 1, 0, 0, 0)
    assert "[bold]\\x1b.csv" in shown(step, Words("en"))


def test_short_work_shows_no_bar() -> None:
    assert shown(STEP, Words("en")) == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("screen", "term", "there"),
    [
        (Terminal(), "xterm", True),
        (Terminal(), "dumb", False),
        (io.StringIO(), "xterm", False),
        (None, "xterm", False),
    ],
)
def test_bar_is_for_terminals_alone(
    monkeypatch: pytest.MonkeyPatch, screen: io.StringIO | None, term: str, *, there: bool
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr("sys.stderr", screen)
    with bar(Words("en")) as found:
        assert (found is not None) is there
