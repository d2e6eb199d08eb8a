import io
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import typer.main
from conftest import ROOT, Run

from shopmetrics import cli
from shopmetrics.cli.look import look_of
from shopmetrics.cli.options import BasisName, FormatName
from shopmetrics.cli.pages import COMMANDS, Command
from shopmetrics.cli.typed import typed
from shopmetrics.config import Basis
from shopmetrics.errors import OutputError
from shopmetrics.render import Format, Glyphs

SHOPMETRICS = [sys.executable, "-m", "shopmetrics"]
DOUYIN = "sample_data/douyin"


def test_help_names_the_commands_with_what_they_answer(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for command in ("report", "refund-rate", "check", "inspect", "explain"):
        assert command in ran.out


def test_version_is_printed(run: Run) -> None:
    assert run("--version").out.startswith("shopmetrics ")


def test_choices_of_options_are_those_of_the_program() -> None:
    assert set(BasisName.__args__[0].__args__[0].__args__) == set(Basis)
    assert set(FormatName.__args__[0].__args__[0].__args__) == set(Format)


@pytest.mark.parametrize(
    "argv", [["reprot"], ["report", "--frmat", "json"], ["report", "--by", "colour", DOUYIN]]
)
def test_wrong_command_or_option_exits_with_2(run: Run, argv: list[str]) -> None:
    ran = run(*argv)
    assert ran.code == 2
    assert ran.err


@pytest.mark.parametrize(
    ("options", "code"),
    [([], 1), (["--fail-on", "never"], 0), (["--fail-on", "watch"], 1)],
)
def test_check_fails_on_alarm(run: Run, options: list[str], code: int) -> None:
    assert run("check", DOUYIN, *options).code == code


def test_report_fails_only_when_asked_to(run: Run) -> None:
    assert run("report", DOUYIN).code == 0
    assert run("report", DOUYIN, "--fail-on", "alarm").code == 1


def test_config_of_ones_own_moves_the_bands(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text(
        "bands: {refund_rate: {good: 50 %, alarm: 60 %}, quality_return_rate: {good: 50 %, alarm: 60 %}}\n",
        encoding="utf-8",
    )
    assert run("check", DOUYIN, "--config", str(config)).code == 0


def test_output_goes_to_the_file_and_its_ending_names_the_format(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    ran = run("report", DOUYIN, "--output", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["schema"] == "shopmetrics/1"


def test_rejects_are_written_where_asked(run: Run, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "order_id,ordered_at,paid\nA1,2026-03-01,1.00\nA2,soon,1.00\n", encoding="utf-8"
    )
    target = tmp_path / "rejects.csv"
    assert run("report", str(orders), "--rejects", str(target)).code == 0
    assert target.read_text(encoding="utf-8").splitlines()[1].startswith(f"{orders},3,ordered_at,")


def test_input_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("order_id,ordered_at\nA1,2026-03-01\n", encoding="utf-8")
    ran = run("report", str(orders), "--output", str(orders))
    assert ran.code == 4
    assert orders.read_text(encoding="utf-8").startswith("order_id")


def test_end_of_the_data_can_be_named(run: Run) -> None:
    ran = run("repurchase", "sample_data/taobao", "--as-of", "2026-04-30", "--format", "json")
    found = json.loads(ran.out)
    assert found["as_of"].startswith("2026-04-30T23:59:59")
    assert found["period"]["until"] == "2026-04-30"


def test_same_files_give_the_same_bytes(run: Run) -> None:
    assert run("report", DOUYIN, "--format", "json") == run("report", DOUYIN, "--format", "json")


def test_loading_a_file_twice_changes_no_number(run: Run) -> None:
    once = json.loads(run("report", "sample_data/taobao", "--format", "json").out)
    twice = json.loads(
        run("report", "sample_data/taobao", "sample_data/taobao", "--format", "json").out
    )
    assert twice["pages"] == once["pages"]
    sources = twice["quality"]["sources"]
    assert sum(one["superseded"] for one in sources) >= sum(one["rows_read"] for one in sources) / 2


def _run_instead(monkeypatch: pytest.MonkeyPatch, program: Callable[..., object]) -> None:
    monkeypatch.setattr(cli, "typed", lambda *_: program)


def test_bug_shows_a_traceback_and_where_to_report_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise ZeroDivisionError

    _run_instead(monkeypatch, broken)
    ran = run("report")
    assert ran.code == 70
    assert "ZeroDivisionError" in ran.err
    assert "Please report it" in ran.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_end_from_outside_has_its_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, number: int, code: int
) -> None:
    def ended(**_: object) -> None:
        raise cli.StoppedError(number)

    _run_instead(monkeypatch, ended)
    assert run("report").code == code


def test_app_that_ends_without_a_word_is_done(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _run_instead(monkeypatch, lambda **_: None)
    assert run("report").code == 0
    _run_instead(monkeypatch, lambda **_: sys.exit("odd"))
    assert run("report").code == 70


def test_error_without_a_hint_is_said_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(**_: object) -> None:
        raise OutputError("nothing to write on")

    _run_instead(monkeypatch, failed)
    ran = run("report")
    assert (ran.code, ran.err) == (4, "error: nothing to write on\n")


@pytest.mark.parametrize(
    "start", [cli.run, lambda: runpy.run_module("shopmetrics", run_name="__main__")]
)
def test_script_and_module_run_the_same_program(
    start: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["shopmetrics", "--version"])
    monkeypatch.setattr("os._exit", sys.exit)
    with pytest.raises(SystemExit) as end:
        start()
    assert end.value.code == 0


def test_a_stream_that_cannot_be_flushed_is_left_to_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended: list[int] = []
    monkeypatch.setattr("os._exit", ended.append)
    monkeypatch.setattr("sys.argv", ["shopmetrics", "report"])
    for stream in (None, _Unread()):
        monkeypatch.setattr("sys.stdout", stream)
        with pytest.raises(SystemExit):
            cli.run()
    assert not ended


class _Unread(io.StringIO):
    def flush(self) -> None:
        raise BrokenPipeError


@pytest.mark.parametrize(
    ("argv", "commands"),
    [
        (["report", "exports/"], {"report"}),
        (["inspect"], {"inspect"}),
        (["repot"], None),
        (["rules", "show"], None),
        (["--help"], None),
        ([], None),
    ],
)
def test_a_run_has_the_command_that_was_typed_else_all(
    argv: list[str], commands: set[str] | None
) -> None:
    every = set(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined] # it is a group
    alone = typer.main.get_command(typed(cli.app, argv)).commands  # type: ignore[attr-defined] # likewise
    assert set(alone) == (commands or every)
    assert set(typer.main.get_command(cli.app).commands) == every  # type: ignore[attr-defined] # likewise


def test_interrupt_is_raised_as_our_own() -> None:
    with pytest.raises(cli.StoppedError):
        cli._stop(signal.SIGTERM, None)  # noqa: SLF001 what the signal calls


def test_screen_that_cannot_say_bars_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    for encoding in ("ascii", "no-such-encoding"):
        monkeypatch.setattr("shopmetrics.cli.look.sys.stdout", Odd(encoding))
        assert look_of(None, None).glyphs is Glyphs.ascii


class Odd(io.StringIO):
    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._named = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override] # a screen of another encoding
        return self._named


def test_streams_that_are_no_files_are_left_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert cli.main(["explain", "nothing"]) == 2
    assert "no page 'nothing'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, colour: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert look_of(None, None).colour is colour


def test_file_is_plain_and_as_wide_as_a_page(tmp_path: Path) -> None:
    look = look_of(None, tmp_path / "report.txt")
    assert (look.width, look.colour, look.glyphs) == (80, False, Glyphs.unicode)


def test_installed_script_runs_quietly_into_a_closed_pipe() -> None:
    first = subprocess.Popen(
        [*SHOPMETRICS, "report", DOUYIN], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert first.stdout is not None
    assert first.stderr is not None
    first.stdout.close()
    said = first.stderr.read()
    first.stderr.close()
    assert first.wait(60) == 0
    assert said == b""


def test_ascii_locale_prints_ascii_and_no_traceback() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"}
    ran = subprocess.run(
        [*SHOPMETRICS, "report", DOUYIN],
        capture_output=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert ran.returncode == 0
    assert ran.stdout.isascii()
    assert b"Traceback" not in ran.stderr


def test_interrupt_ends_with_130_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    argv = [*SHOPMETRICS, "report", "sample_data/", "--output", str(target)]
    running = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    time.sleep(0.35)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode in {0, 130, -signal.SIGINT}
    assert b"This is a bug" not in said
    assert {path.name for path in tmp_path.iterdir()} <= {"report.json"}


def test_help_does_not_load_what_it_does_not_need() -> None:
    code = "import sys; from shopmetrics.cli import main; main(['--help']); print('polars' in sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "False"


RETURNS = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom
C536379,85123A,HOLDER,-6,2010-12-02 09:41:00,2.55,17850,United Kingdom
C536380,85123A,HOLDER,-3,2010-12-03 09:41:00,2.55,17850,United Kingdom
"""


@pytest.mark.parametrize("form", ["terminal", "markdown", "json", "html"])
def test_returns_that_name_no_order_and_exceed_their_line_are_no_bug(
    tmp_path: Path, run: Run, form: str
) -> None:
    (tmp_path / "retail.csv").write_text(RETURNS, encoding="utf-8")
    ran = run("report", str(tmp_path), "--format", form)
    assert (ran.code, "bug" in ran.err) == (0, False)


def test_check_of_nothing_is_no_good_news(run: Run) -> None:
    ran = run("check", "sample_data/", "--month", "2025-01")
    assert (ran.code, "nothing could be judged" in ran.err) == (3, True)
    assert run("report", "sample_data/", "--month", "2025-01").code == 0


def test_time_zone_that_is_none_is_an_error_of_the_options(run: Run) -> None:
    ran = run("report", "sample_data/", "--timezone", "Asia/Shangai")
    assert (ran.code, "names look like Asia/Shanghai" in ran.err) == (2, True)


def test_trend_by_something_else_than_time_is_refused(run: Run) -> None:
    ran = run("trend", "sample_data/", "--by", "hour")
    assert (ran.code, "'day', 'week', 'month'" in ran.err) == (2, True)


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.page])
def test_help_offers_a_breakdown_where_there_is_one(run: Run, command: Command) -> None:
    offered = "--by NAME" in run(command.name, "--help").out
    for name in ("sku", "week") if command.page != "compare" else ():
        ran = run(command.name, "sample_data/", "--by", name)
        assert (ran.code != 2) == (offered and (command.page != "trend" or name == "week"))


def test_causes_of_a_comparison_have_words(run: Run) -> None:
    periods = ("--a", "2026-04", "--b", "2026-05", "--by", "cause")
    out = run("compare", "sample_data/", *periods, "--language", "zh").out
    assert "wrong_or_missing" not in out
    assert "质量" in out


WHILE_LOADING = """
import os, signal, sys
from shopmetrics.__main__ import start

class Pressed:
    def find_spec(self, name, *_):
        if name == "shopmetrics.cli":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Pressed())
start()
"""


def test_ctrl_c_while_the_program_loads_ends_it_without_a_word() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WHILE_LOADING], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize("command", ["report", "check"])
def test_commands_of_several_pages_are_explained_page_by_page(run: Run, command: str) -> None:
    ran = run("explain", command)
    assert (ran.code, ran.out) == (0, run("explain").out)
