"""What is opened and what is refused, by the words a user would look for."""

import io
import os
import threading
from pathlib import Path

import pytest

from shopmetrics.errors import InputError
from shopmetrics.ingest.files import container
from shopmetrics.ingest.files.container import open_file, refuse_other_formats, stamp


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        open_file(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value


def test_regular_file_is_opened_raw(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"a,b\n")
    with open_file(path) as file:
        assert file.read() == b"a,b\n"


@pytest.mark.parametrize("name", ["orders*.csv", "orders[1].csv", "-x.csv", "or?ers.csv"])
def test_names_are_taken_literally(tmp_path: Path, name: str) -> None:
    (tmp_path / "orders1.csv").write_bytes(b"wrong")
    path = tmp_path / name
    path.write_bytes(b"right")
    with open_file(path) as file:
        assert file.read() == b"right"


@pytest.mark.parametrize("name", ["http://host/a.csv", "s3://bucket/a.csv", "file:///etc/passwd"])
def test_network_addresses_are_refused(name: str) -> None:
    assert "network address" in refusal(Path(name)).message


def test_missing_file_is_said(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "gone.csv").message


def test_dangling_link_is_said(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "gone.csv")
    assert "no such file" in refusal(link).message


def test_link_loop_is_said(tmp_path: Path) -> None:
    link = tmp_path / "loop.csv"
    link.symlink_to(link)
    assert "leads back to itself" in refusal(link).message


def test_folder_is_refused(tmp_path: Path) -> None:
    assert "a folder" in refusal(tmp_path).message


def test_device_is_refused() -> None:
    assert "device" in refusal(Path(os.devnull)).message


def test_name_that_no_system_knows_is_refused() -> None:
    assert "cannot be opened" in refusal(Path("orders\0.csv")).message


def test_missing_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"a")

    def forbid(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbid)  # root may read all, so a mode would prove nothing
    assert "permission" in refusal(path).message


def feed(pipe: Path, content: bytes) -> threading.Thread:
    def write() -> None:
        with pipe.open("wb") as end:
            end.write(content)

    thread = threading.Thread(target=write)
    thread.start()
    return thread


def test_pipe_is_read_into_memory(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = feed(pipe, b"a,b\n")
    with open_file(pipe) as file:
        assert file.read() == b"a,b\n"
        assert stamp(file) is None
    writer.join()


def test_pipe_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "PIPE_LIMIT", 3)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = feed(pipe, b"abcd")
    assert "through the pipe" in refusal(pipe).message
    writer.join()


def test_stamp_changes_when_the_file_grows(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"a")
    with open_file(path) as file:
        before = stamp(file)
        path.write_bytes(b"ab")
        assert stamp(file) != before


@pytest.mark.parametrize(
    ("head", "kind", "hint"),
    [
        (b"PK\x05\x06", "empty zip", "unpack"),
        (b"x" * 257 + b"ustar", "tar archive", "unpack"),
        (b"%PDF-1.7", "PDF", "save it as 'CSV UTF-8'"),
        (b"\xef\xbb\xbf \r\n<HTML><table>", "web page", "save it as 'CSV UTF-8'"),
        (b"<?xml version='1.0'?><Workbook>", "XML", "save it as 'CSV UTF-8'"),
    ],
)
def test_other_formats_are_named(head: bytes, kind: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_other_formats(Path("orders.csv"), head)
    assert kind in caught.value.message
    assert "orders.csv" in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("head", [b"order_id,amount\n", "订单编号,金额\n".encode(), b"", b"<5,a\n"])
def test_text_is_let_through(head: bytes) -> None:
    refuse_other_formats(Path("orders.csv"), head)


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_standard_input_is_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, b"a,b\n")
    with open_file(Path("-")) as file:
        assert file.read() == b"a,b\n"


def test_standard_input_without_anything_piped_in_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(InputError, match="nothing is piped in"):
        open_file(Path("-"))
