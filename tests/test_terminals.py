"""Terminals of all kinds, by real processes: narrow and wide, old character sets, dumb, piped."""

import json
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from screens import Tmux, environment, needs
from test_cli import Odd

from shopmetrics.cli.help.wrap import cells
from shopmetrics.cli.speech import words_of
from shopmetrics.cli.spoken import language_typed, language_wanted
from shopmetrics.render.blocks import Column, Grid, Text, line
from shopmetrics.render.look import Glyphs, Look
from shopmetrics.render.sayable import said_in, sayable
from shopmetrics.render.terminal import terminal

DOUYIN = "sample_data/douyin"
OLD = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # ASCII and nothing else
END = "DONE"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the Chinese locale of old, if this machine can make one."""
    folder = tmp_path_factory.mktemp("home")
    made = ["localedef", "-i", "zh_CN", "-f", "GBK", str(folder / "zh_CN.GBK")]
    subprocess.run(made, capture_output=True, check=False)
    return folder


def ran(home: Path, line: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell from the repository's root; nothing may crash."""
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=ROOT,
        env=environment(home, **env),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    return done


@needs("tmux")
@pytest.mark.parametrize(
    ("width", "env", "coloured"),
    [
        (60, {}, True),
        (80, {"SHOPMETRICS_LANG": "zh"}, True),
        (120, {"NO_COLOR": "1"}, False),
        (80, {"TERM": "dumb"}, False),
    ],
)
def test_report_fits_the_window(
    home: Path, width: int, env: dict[str, str], *, coloured: bool
) -> None:
    command = f"shopmetrics report {DOUYIN}; shopmetrics report --help; echo {END}; sleep 60"
    with Tmux(["bash", "-c", command], environment(home, **env), size=(width, 50)) as window:
        text = window.shows(END)
        assert max(cells(row.rstrip()) for row in text.splitlines()) <= width
        assert ("DR-RED-M" in text, "--language" in text) == (True, True)
        assert ("\x1b[" in window.styled()) is coloured


@needs("localedef")
def test_gbk_terminal_shows_chinese_and_money(home: Path) -> None:
    done = ran(home, f"shopmetrics report {DOUYIN}", LOCPATH=str(home), LC_ALL="zh_CN.GBK")
    text = done.stdout.decode("gbk")
    assert "\\x" not in text
    assert "￥" in text
    (money,) = (row for row in text.splitlines() if row.startswith("金额  全部"))
    (orders,) = (row for row in text.splitlines() if row.startswith("订单  全部"))
    assert cells(money.split("7.")[0]) == cells(orders.split("9.")[0])  # columns stand in line


@pytest.mark.parametrize("env", [OLD, {"PYTHONIOENCODING": "ascii"}], ids=("locale", "variable"))
def test_ascii_terminal_shows_marks_and_escapes_in_line(home: Path, env: dict[str, str]) -> None:
    text = ran(home, f"shopmetrics reasons {DOUYIN} --no-color", **env).stdout.decode("ascii")
    assert "CNY 16,323.37" in text
    assert "CNCNY" not in text
    assert r"\u5c3a\u7801\u4e0d\u5408\u9002" in text
    rows = [row for row in text.splitlines() if row[:3] in {"1  ", "2  ", "3  "}]
    assert len({len(row) for row in rows}) == 1


def test_chinese_where_there_are_no_letters_for_it_is_english_and_said_so(home: Path) -> None:
    done = ran(home, f"shopmetrics check {DOUYIN} --language zh", **OLD)
    assert done.stdout.decode("ascii").count("Refund rate") == 1
    assert b"has no Chinese letters" in done.stderr
    help_ = ran(home, "shopmetrics report --help --language zh", **OLD)
    assert help_.stdout.startswith(b"Usage: shopmetrics report")


def test_what_programs_read_is_utf_8_in_any_locale(home: Path) -> None:
    done = ran(home, f"shopmetrics reasons {DOUYIN} --format json --language zh", **OLD)
    assert done.stderr == b""
    found = json.loads(done.stdout.decode("utf-8"))
    assert "尺码不合适" in str(found["pages"]["reasons"])
    assert any(one["path"].endswith("订单202607010900.csv") for one in found["quality"]["sources"])


@pytest.mark.parametrize(
    "command", [f"report {DOUYIN} -v", "report --help", "explain refund-rate", "man"]
)
def test_whoever_reads_on_may_stop(home: Path, command: str) -> None:
    done = ran(home, f"set -o pipefail; shopmetrics {command} | head -1")
    assert done.stdout.count(b"\n") == 1
    assert b"Broken pipe" not in done.stderr
    assert done.returncode in {0, 141}


def test_words_are_those_that_the_screen_can_show(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for encoding, language in (("ascii", "en"), ("no-such", "en"), ("gbk", "zh"), ("utf-8", "zh")):
        monkeypatch.setattr("sys.stdout", Odd(encoding))
        assert words_of("zh").language == language
        assert words_of("zh", on_screen=False).language == "zh"
        assert language_typed(["--language", "zh"]) == language
    assert capsys.readouterr().err.count("no Chinese letters") == 2


def test_errors_of_a_chinese_config_are_said_in_letters_there_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text("language: zh", encoding="utf-8")
    for encoding, language in (("ascii", "en"), ("utf-8", "zh")):
        monkeypatch.setattr("sys.stdout", Odd(encoding))
        assert language_wanted(["check", "--config", str(config)]) == language


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("CN¥1,234 ●", "utf-8", "CN¥1,234 ●"),
        ("CN¥1,234 – 5 ≤ €6", "ascii", "CNY 1,234 - 5 <= EUR 6"),
        ("JP¥5 ¥6", "ascii", "JPY 5 Y6"),
        ("¥6 尺码", "gbk", "￥6 尺码"),
        ("尺 😀 é", "ascii", r"\u5c3a \U0001f600 \xe9"),
        ("6.6 → 8.7", "ascii", "6.6 -> 8.7"),
        ("plain", "ascii", "plain"),
    ],
)
def test_text_is_said_in_the_letters_there_are(text: str, encoding: str, said: str) -> None:
    assert sayable(text, encoding) == said


def test_every_text_of_a_block_is_said() -> None:
    grid = Grid((Column("额 ¥", right=True),), ((Text("¥5"),),))
    assert said_in(grid, "ascii").columns[0] == Column(r"\u989d Y", right=True)
    shown = terminal([line("尺" * 50), grid], Look(40, glyphs=Glyphs.ascii, encoding="ascii"))
    assert shown.isascii()
    assert max(map(len, shown.splitlines())) <= 40
