import io
import os
import resource
import signal
import sys
from pathlib import Path

import pytest

from shopmetrics.cli.output import check_screen, check_target, write
from shopmetrics.errors import OutputError


def test_file_is_replaced_whole_and_ends_in_a_line(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    target.write_text("old", encoding="utf-8")
    write("new", target)
    assert target.read_text(encoding="utf-8") == "new\n"
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


def test_link_is_replaced_and_what_it_pointed_at_is_left_alone(tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "report.md"
    victim.write_text("mine", encoding="utf-8")
    link.symlink_to(victim)
    write("report", link)
    assert victim.read_text(encoding="utf-8") == "mine"
    assert not link.is_symlink()


def test_full_disk_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    target.write_text("old", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OutputError, match=r"report\.md cannot be written"):
            write("x" * 10_000, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert target.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_device_that_is_full_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        with pytest.raises(OutputError, match="the output cannot be written"):
            write("report", None)
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())


def test_closed_stdout_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(OutputError, match="stdout is closed"):
        write("report", None)


def test_closed_pipe_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    closed: list[int] = []
    monkeypatch.setattr("sys.stdout", Closed())
    monkeypatch.setattr("os.dup2", lambda _, end: closed.append(end))
    write("report", None)
    assert closed == [1]


def test_target_is_checked_before_anything_is_computed(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("x", encoding="utf-8")
    twin = tmp_path / "twin.csv"
    os.link(orders, twin)
    check_target(None, [orders])
    check_target(tmp_path / "new.md", [orders, tmp_path / "gone.csv"])
    for target, said in (
        (orders, "one of the inputs"),
        (twin, "one of the inputs"),
        (tmp_path, "is a folder"),
        (tmp_path / "no" / "report.md", "no such folder"),
    ):
        with pytest.raises(OutputError, match=said):
            check_target(target, [orders])


def test_folder_that_is_not_writable_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so that permissions alone cannot show this in every test run.
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(OutputError, match="not writable"):
        check_target(tmp_path / "report.md", [])


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_no_text_is_kept_off_a_screen_but_goes_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", _Screen())
    with pytest.raises(OutputError, match="no text") as told:
        check_screen(None)
    assert told.value.hint == "write to a file with --output"
    check_screen(tmp_path / "report.xlsx")


def test_what_is_no_text_goes_down_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    check_screen(None)
