"""What is typed is taken as Typer would take it, and Pydantic stays away where it is plain."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from conftest import ROOT, Run

from shopmetrics.cli import app
from shopmetrics.dimensions import Dimension

REPORT = typer.main.get_command(app).commands["report"]  # type: ignore[attr-defined] # it is a group
HEAVY = "pydantic yaml babel"


def taken(*words: str) -> dict[str, object]:
    with REPORT.make_context("report", list(words)) as context:
        return dict(context.params)


def test_plain_words_have_the_type_of_their_option(tmp_path: Path) -> None:
    found = taken("a", "b", "--by", "sku", "--by", "hour", "--basis", "refund_time", "--no-color")
    assert found["paths"] == ["a", "b"]
    assert found["by"] == [Dimension.sku, Dimension.hour]
    assert (found["basis"], found["color"]) == ("refund_time", False)
    assert taken("--color")["color"] is True
    new = tmp_path / "new.html"
    assert taken("--output", str(new), "--config", str(tmp_path))["output"] == new
    assert taken("--profile", str(new))["profile"] == [new]


def test_what_is_not_typed_is_nothing() -> None:
    assert set(map(repr, taken().values())) <= {"None", "()", "False"}


def test_numbers_go_typers_way() -> None:
    assert taken("--top", "7")["top"] == 7


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--top many", "valid integer"),
        ("--top 0", "greater than or equal to 1"),
        ("--by nonsense", "'nonsense' is not one of"),
        ("--basis nonsense", "'nonsense' is not one of"),
        ("--format nonsense", "'nonsense' is not one of"),
    ],
)
def test_what_is_wrong_is_refused_in_typers_words(run: Run, words: str, said: str) -> None:
    ran = run("report", "x.csv", *words.split())
    assert ran.code == 2
    assert said in ran.err


def test_a_plain_report_loads_no_validator_and_no_yaml(tmp_path: Path) -> None:
    code = (
        "import sys; from shopmetrics.cli import main; sys.argv.pop(0); code = main(sys.argv);"
        f" print(*[name for name in {HEAVY.split()!r} if name in sys.modules]); sys.exit(code)"
    )
    words = ("report", str(ROOT / "sample_data"), "--output", str(tmp_path / "report.txt"))
    ran = subprocess.run(
        [sys.executable, "-c", code, *words], check=True, capture_output=True, text=True
    )
    assert ran.stdout.split() == []
