"""A full disk, a stop, a lost line while a mail is sent: nothing half-written, nothing sent twice."""

import io
import resource
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Ran, Run
from mailserver import PASSWORD, Running, mail_server
from test_send import config

from shopmetrics.cli import main, sending
from shopmetrics.deliver import smtp

ORDERS = "订单编号,下单时间,实付金额,订单状态\n" + "".join(
    f"A{n},2026-03-0{2 + n % 8} 09:00,10.00,交易成功\n" for n in range(40)
)
REFUNDS = "售后单号,订单编号,退款金额,申请时间,售后状态\nR1,A1,10.00,2026-03-08 09:00,退款成功\n"
MAIN = threading.main_thread()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp.send, "__kwdefaults__", {"pauses": (0.0, 0.0), "sleep": float})


def exports(folder: Path) -> str:
    """Write a week of orders: quick to read."""
    folder = folder / "exports"
    folder.mkdir(exist_ok=True)
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "refunds.csv").write_text(REFUNDS, encoding="utf-8")
    return str(folder)


def sent(run: Run, folder: Path, server: Running) -> Ran:
    to = ("--config", config(folder, server), "--state", str(folder / "state"))
    return run("send", exports(folder), *to, SHOPMETRICS_SMTP_PASSWORD=PASSWORD)


def stop(number: int = signal.SIGINT) -> None:
    """Press Ctrl-C while the program waits for somebody else."""
    assert MAIN.ident is not None
    signal.pthread_kill(MAIN.ident, number)


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def ledger(folder: Path) -> Path:
    return folder / "state" / "sent.ndjson"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stop_while_the_server_takes_it_waits_until_that_is_noted(
    tmp_path: Path, run: Run, number: int, code: int
) -> None:
    with mail_server(tmp_path) as server:
        server.box.on_message = lambda: stop(number)
        ran = sent(run, tmp_path, server)
        assert (ran.code, ran.err.splitlines()[-1]) == (code, "sent to boss@example.com")
        again = sent(run, tmp_path, server)
        assert (again.code, "has this one already" in again.err) == (0, True)
        assert len(server.box.posts) == 1


def test_two_stops_end_it_at_once(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:

        def twice() -> None:
            stop()
            threading.Event().wait(0.2)
            stop()
            threading.Event().wait(0.2)

        server.box.on_message = twice
        ran = sent(run, tmp_path, server)
        assert (ran.code, "sent to" in ran.err) == (130, False)
        assert ledger(tmp_path).read_bytes() == b""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its socket
def test_stop_while_the_server_says_nothing_ends_it_at_once(tmp_path: Path, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, mail_server(tmp_path) as server:
        lines: list[socket.socket] = []

        def answer() -> None:
            lines.append(mute.accept()[0])
            stop()

        caller = threading.Thread(target=answer)
        caller.start()
        silent = Running(mute.getsockname()[1], server.box, server.ca_file)
        ran = sent(run, tmp_path, silent)
        caller.join()
        lines[0].close()
    assert (ran.code, "sent to" in ran.err) == (130, False)
    assert ledger(tmp_path).read_bytes() == b""


def test_stop_while_the_mail_is_written_leaves_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "mail_of", lambda *_: signal.raise_signal(signal.SIGINT))
    state = tmp_path / "state"
    ran = run(
        "send",
        exports(tmp_path.parent),
        "--dry-run",
        str(tmp_path / "a.eml"),
        "--state",
        str(state),
    )
    assert ran.code == 130
    assert not list(tmp_path.iterdir())


def test_server_that_took_it_may_say_goodbye_as_it_likes(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        server.box.farewell = "421 too busy"
        assert sent(run, tmp_path, server).code == 0
        assert len(server.box.posts) == 1


def test_full_disk_is_found_before_anything_is_sent(tmp_path: Path, run: Run) -> None:
    ledger(tmp_path).parent.mkdir()
    ledger(tmp_path).write_bytes(b" " * 8000 + b"\n")
    with mail_server(tmp_path) as server:
        with small_disk(8050):
            ran = sent(run, tmp_path, server)
        assert (ran.code, "nothing more was sent" in ran.err) == (4, True)
        assert not server.box.posts
        assert ledger(tmp_path).stat().st_size == 8001
        assert sent(run, tmp_path, server).code == 0


def test_line_that_cannot_be_written_after_all_is_said_and_the_mail_not_sent_again(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter([False, True])

    def failing(_: int) -> None:
        if next(calls):
            raise OSError(5, "Input/output error")

    with mail_server(tmp_path) as server:
        monkeypatch.setattr("os.fsync", failing)
        ran = sent(run, tmp_path, server)
        assert (ran.code, "was sent, but that cannot be noted" in ran.err) == (4, True)
        assert len(server.box.posts) == 1


@pytest.mark.parametrize("place", ["state", "state/sent.ndjson/more"])
def test_state_that_cannot_be_used_is_said(tmp_path: Path, run: Run, place: str) -> None:
    if place == "state":
        (tmp_path / place).write_text("a file", encoding="utf-8")
    else:
        (tmp_path / place).mkdir(parents=True)
    with mail_server(tmp_path) as server:
        ran = sent(run, tmp_path, server)
        assert (ran.code, f"{tmp_path}/state: cannot be used" in ran.err) == (4, True)
        assert not server.box.posts


def test_mail_for_a_full_disk_leaves_no_piece_of_it(tmp_path: Path, run: Run) -> None:
    files = exports(tmp_path.parent)
    with small_disk(1000):
        ran = run("send", files, "--dry-run", str(tmp_path / "week.eml"))
    assert (ran.code, "week.eml cannot be written" in ran.err) == (4, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["html", "xlsx", "pdf", "md"])
def test_report_for_a_full_disk_leaves_the_old_one(tmp_path: Path, run: Run, form: str) -> None:
    target = tmp_path / f"report.{form}"
    target.write_text("old", encoding="utf-8")
    files = exports(tmp_path.parent)
    with small_disk(300):
        ran = run("check", files, "--output", str(target))
    assert (ran.code, f"report.{form} cannot be written" in ran.err) == (4, True)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_nobody_who_listens_keeps_no_mail_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", Gone())
    target = tmp_path / "week.eml"
    assert main(["send", exports(tmp_path), "--dry-run", str(target)]) == 0
    assert target.stat().st_size > 1000


def test_closed_stderr_is_no_reason_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", None)
    target = tmp_path / "week.eml"
    assert main(["send", exports(tmp_path), "--dry-run", str(target)]) == 0
    sys.stderr.close()
    assert target.is_file()
