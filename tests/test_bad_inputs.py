"""Files that a repository cannot hold, and what happens around a run: pipes, links, full disks."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import Run

from shopmetrics.ingest.profiles.recognise import match

SHOPMETRICS = [sys.executable, "-m", "shopmetrics"]
HEADER = "order_id,ordered_at,paid\n"
ORDERS = HEADER + "A1,2026-03-01 10:00,12.50\nA2,2026-03-02 10:00,7.50\n"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


def refusal(run: Run, path: Path | str) -> str:
    ran = run("report", str(path))
    assert ran.code == 3
    assert ran.out == ""
    assert "hint: " in ran.err
    return ran.err


def test_pipe_is_read_as_a_file(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "orders.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(ORDERS,))
    writer.start()
    ran = run("inspect", str(pipe), "--format", "json")
    writer.join()
    assert json.loads(ran.out)["sources"][0]["accepted"] == 2


def test_link_to_nothing_and_loop_of_links_are_named(run: Run, tmp_path: Path) -> None:
    dangling, loop = tmp_path / "dangling.csv", tmp_path / "loop.csv"
    dangling.symlink_to(tmp_path / "gone.csv")
    loop.symlink_to(loop)
    assert "dangling.csv: there is no such file" in refusal(run, dangling)
    assert "loop.csv: the link leads back to itself" in refusal(run, loop)


def test_file_without_permission_is_named(
    run: Run, orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def forbid(path: Path, *how: object, **more: object) -> object:
        if path == orders:
            raise PermissionError
        return real(path, *how, **more)  # type: ignore[call-overload] # handed on

    monkeypatch.setattr(Path, "open", forbid)  # root may read all, so a mode would prove nothing
    assert "orders.csv: permission to read it is missing" in refusal(run, orders)


def test_odd_name_is_read_and_shown_without_harm(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\n\x1b[31m[bold]:smile:\u202e.csv"
    path.write_text(ORDERS, encoding="utf-8")
    ran = run("inspect", str(path))
    assert ran.code == 0
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
    assert "[bold]:smile:" in ran.out.replace("\n", "")
    path.write_text("nothing\nknown\n", encoding="utf-8")
    assert "\x1b" not in refusal(run, path)


@pytest.mark.parametrize("where", ["header", "body"])
def test_line_of_twenty_megabytes_is_refused_or_rejected(
    run: Run, tmp_path: Path, where: str
) -> None:
    path = tmp_path / "orders.csv"
    long = "x" * 20 * 2**20
    text = f"{long}\n{ORDERS}" if where == "header" else f"{ORDERS}A3,2026-03-03 10:00,{long}\n"
    path.write_text(text, encoding="utf-8")
    if where == "header":
        assert "longer than 1 MiB" in refusal(run, path)
        return
    ran = run("inspect", str(path), "--format", "json")
    found = json.loads(ran.out)
    assert [reject["line"] for reject in found["rejects"]] == [4]
    assert found["sources"][0]["accepted"] == 2


def test_file_cut_short_while_it_is_read_is_refused(
    run: Run, orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*given: object) -> object:
        with orders.open("r+", encoding="utf-8") as file:
            file.truncate(len(HEADER) + 5)
        return match(*given)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr("shopmetrics.ingest.table.match", cut)
    assert "orders.csv: the file changed while it was read" in refusal(run, orders)


@pytest.mark.parametrize("content", [b"", b"\n \n\n", b"\xef\xbb\xbf", b"\0" * 100, b"\xff\xfe"])
def test_nothing_is_not_a_table(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    assert "orders.csv" in refusal(run, path)


@pytest.mark.parametrize(
    "written",
    [
        ORDERS.encode("utf-16"),
        ORDERS.replace(",", "\t").encode("utf-16"),
        b"\xff\xfe" + ORDERS.replace(",", ";").replace("\n", "\r\n").encode("utf-16-le"),
        ("sep=;\n" + ORDERS.replace(",", ";")).encode(),
        ("\n,,\nOrders of March,,\n" + ORDERS).encode(),
        ORDERS.replace("\n", "\r").encode(),
        ORDERS.replace("A1,", '  "A1" ,').encode(),
    ],
    ids=range(7),
)
def test_table_is_read_however_it_is_written(run: Run, tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "Unicode text.txt"
    path.write_bytes(written)
    source = json.loads(run("inspect", str(path), "--format", "json").out)["sources"][0]
    assert (source["accepted"], source["rejected"], source["amount"]) == (2, 0, "20.00")


def test_output_in_a_folder_that_is_not_there_is_refused_first(run: Run, orders: Path) -> None:
    ran = run("report", str(orders), "--output", str(orders.parent / "nowhere" / "a.json"))
    assert ran.code == 4
    assert "nowhere: no such folder" in ran.err


@pytest.mark.parametrize("link", ["hardlink_to", "symlink_to"])
def test_output_that_is_a_link_to_an_input_leaves_the_input(
    run: Run, orders: Path, link: str
) -> None:
    target = orders.parent / "report.json"
    getattr(target, link)(orders)
    run("report", str(orders), "--output", str(target))
    assert orders.read_text(encoding="utf-8") == ORDERS


def test_two_runs_at_once_leave_one_whole_report(orders: Path) -> None:
    target = orders.parent / "report.json"
    command = [*SHOPMETRICS, "report", str(orders), "--output", str(target)]
    runs = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(60) for one in runs] == [0, 0]
    assert json.loads(target.read_text(encoding="utf-8"))["quality"]["sources"][0]["accepted"] == 2
    assert {path.name for path in orders.parent.iterdir()} == {"orders.csv", "report.json"}


@pytest.mark.parametrize("where", ["closed", "/dev/full"])
def test_report_that_cannot_be_printed_is_an_error(orders: Path, where: str) -> None:
    end = ">&-" if where == "closed" else f"> {where}"
    command = f'"{sys.executable}" -m shopmetrics report "{orders}" {end}'
    ran = subprocess.run(["bash", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 4
    assert "Traceback" not in ran.stderr
    assert ran.stderr.startswith("error: ")


@pytest.mark.parametrize(("sent", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_run_that_is_stopped_says_nothing_and_leaves_nothing(
    tmp_path: Path, sent: str, code: int
) -> None:
    pipe = tmp_path / "orders.csv"
    os.mkfifo(pipe)
    target = tmp_path / "report.json"
    command = [*SHOPMETRICS, "report", str(pipe), "--output", str(target)]
    started = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with pipe.open("w", encoding="utf-8") as end:  # opens once the run reads
        end.write(HEADER)
        end.flush()
        time.sleep(0.2)
        started.send_signal(getattr(signal, sent))
        _, said = started.communicate(timeout=60)
    assert started.returncode == code
    assert "Traceback" not in said
    assert {path.name for path in tmp_path.iterdir()} == {"orders.csv"}


def test_signs_that_turn_text_round_are_escaped_in_json(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    text = "order_id,ordered_at,paid,sku\nA1,2026-03-01 10:00,12.50,red\u202etfihs\n"
    path.write_text(text, encoding="utf-8")
    for form in ("json", "ndjson"):
        ran = run("refund-rate", str(path), "--by", "sku", "--format", form)
        assert "\u202e" not in ran.out
        assert "red\\u202etfihs" in ran.out
