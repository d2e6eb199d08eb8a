"""The benchmark's arithmetic and what it calls silent, on a few files of our own."""

import runpy
from pathlib import Path

import pytest
from conftest import ROOT

POLLOCK = runpy.run_path(str(ROOT / "benchmarks" / "pollock.py"))
SOURCE = "id,name,paid\r\n1,Tea,9\r\n2,Cup,8\r\n3,Mug,7\r\n"
CLEAN = [["id", "name", "paid"], ["1", "Tea", "9"], ["2", "Cup", "8"], ["3", "Mug", "7"]]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    polluted = {
        "source.csv": SOURCE,
        "file_record_delimiter_0xA.csv": SOURCE.replace("\r\n", "\n"),
        "row_more_sep_row2_col1.csv": SOURCE.replace("2,Cup,8", "2,,Cup,8"),
        "row_less_sep_row2_col1.csv": SOURCE.replace("2,Cup,8", "2Cup,8"),
        "row_extra_quote2_col1.csv": SOURCE.replace("2,Cup,8", '2,"Cup,8'),
        "file_no_payload.csv": "",
    }
    for name, text in polluted.items():
        for kind, content in (("csv", text), ("clean", SOURCE if text else "")):
            (tmp_path / kind).mkdir(exist_ok=True)
            (tmp_path / kind / name).write_text(content, encoding="utf-8", newline="")
    return tmp_path


def test_every_file_is_scored_and_nothing_is_silent(files: Path) -> None:
    scored = {one.name: one for one in POLLOCK["score"](files)}
    assert [name for name, one in scored.items() if one.right] == [
        "file_no_payload.csv",
        "file_record_delimiter_0xA.csv",
        "source.csv",
    ]
    assert scored["source.csv"].points == 10
    assert scored["file_no_payload.csv"].points == 0
    damaged = [one for name, one in scored.items() if name.startswith("row_")]
    assert [(one.damaged, one.told, one.named) for one in damaged] == [(3, True, True)] * 3
    weights = {"source.csv": 1.0, "file_no_payload.csv": 3.0}
    assert POLLOCK["weighted"](list(scored.values()), weights) == 2.5


def test_measures_are_those_of_the_benchmark() -> None:
    points = POLLOCK["points"]
    assert points(CLEAN, CLEAN) == 10
    assert points([], []) == 10
    assert points(CLEAN, []) == 1
    lost = points(CLEAN, CLEAN[:3])
    header, records, cells = 3.0, 2 / 3 + 1 + 0.8, 9 / 12 + 1 + 6 / 7
    assert lost == pytest.approx(1 + header + records + cells)


def test_table_is_printed_beside_the_others(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "polluted_files").symlink_to(files)
    (tmp_path / "pollock_weights.json").write_text('{"source.csv": 1}', encoding="utf-8")
    POLLOCK["main"](tmp_path)
    printed = capsys.readouterr().out
    assert "DuckDB" in printed
    assert "damaged lines named: 3 of 3" in printed
