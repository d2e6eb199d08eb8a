"""--quiet and --verbose: what is said beside the answer, and by whom."""

import re
from pathlib import Path

import pytest
from conftest import Run
from test_progress import Terminal

from shopmetrics.cli.volume import Volume
from shopmetrics.cli.watch import bar
from shopmetrics.text import Words

DOUYIN = "sample_data/douyin"
CALM = """\
bands: {refund_rate: {good: 50 %, alarm: 60 %}, quality_return_rate: {good: 50 %, alarm: 60 %}}
"""
ODD = """\
order_id,ordered_at,paid
A1,2026-03-01 10:00,1.00
A2,soon,1.00
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """Return a folder with an order that cannot be read, and a file that is passed over."""
    rows = "".join(f"B{n},2026-03-02 10:00,2.00\n" for n in range(40))
    (tmp_path / "orders.csv").write_text(ODD + rows, encoding="utf-8")
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return tmp_path


def test_usually_only_what_changes_a_number_is_said(run: Run, odd: Path) -> None:
    said = run("refund-rate", str(odd)).err.splitlines()
    assert len(said) == 2
    assert "1 row rejected" in said[0]
    assert said[1].startswith("passed over: ")
    assert run("reasons", DOUYIN).err == ""


@pytest.mark.parametrize("flag", ["-q", "--quiet"])
def test_quiet_says_nothing_but_the_answer(run: Run, odd: Path, flag: str) -> None:
    usual, quiet = run("refund-rate", str(odd)), run("refund-rate", str(odd), flag)
    assert (quiet.out, quiet.err) == (usual.out, "")


def test_quiet_still_says_errors(run: Run) -> None:
    ran = run("report", "nowhere", "--quiet")
    assert (ran.code, ran.err.startswith("error: nowhere")) == (3, True)


@pytest.mark.parametrize(
    "command",
    [("reasons",), ("rules", "compare", "default", "douyin"), ("send", "--dry-run", "{}/x.eml")],
)
def test_verbose_says_files_and_times(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    typed = [word.format(tmp_path) for word in command]
    said = run(*typed, DOUYIN, "-v").err
    assert f"{DOUYIN}/订单202607010900.csv: douyin_orders, utf-8-sig, 1,800 rows" in said
    assert re.search(r"time: reading \d+\.\d\d s · counting \d+\.\d\d s", said)


def test_verbose_says_every_note(run: Run) -> None:
    assert "orders without a customer id" in run("reasons", DOUYIN, "--verbose").err


def test_verbose_is_said_in_the_language(run: Run) -> None:
    ran = run("inspect", DOUYIN, "-v", "--language", "zh")
    assert ran.err.startswith("用时：读取 ")


def test_quiet_check_is_silent_while_all_is_well(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text(CALM, encoding="utf-8")
    well = run("check", DOUYIN, "--config", str(config), "-q")
    assert (well.code, well.out, well.err) == (0, "", "")
    alarm = run("check", DOUYIN, "-q")
    assert (alarm.code, alarm.out) == (1, run("check", DOUYIN).out)


def test_quiet_check_still_writes_the_file_it_was_asked_for(run: Run, tmp_path: Path) -> None:
    config, target = tmp_path / "shop.yaml", tmp_path / "today.json"
    config.write_text(CALM, encoding="utf-8")
    typed = ("--config", str(config), "--output", str(target), "--quiet")
    assert run("check", DOUYIN, *typed).code == 0
    assert target.read_text(encoding="utf-8").startswith("{")


def test_quiet_send_says_nothing_of_what_it_did(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "week.eml"
    ran = run("send", DOUYIN, "--dry-run", str(letter), "--quiet")
    assert (ran.code, ran.out, ran.err, letter.exists()) == (0, "", "", True)


def test_both_at_once_are_refused(run: Run) -> None:
    ran = run("report", DOUYIN, "-q", "-v")
    assert (ran.code, "opposites" in ran.err) == (2, True)


def test_quiet_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", Terminal())
    with bar(Words("en"), Volume.quiet) as found:
        assert found is None
