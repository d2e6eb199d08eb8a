"""Which files are read: named ones, those that fit a pattern, and those in a folder."""

import os
from pathlib import Path

import pytest

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.container import NoExportError
from shopmetrics.ingest.files.find import Given, given
from shopmetrics.shop import Kind


def found(*paths: Path, forced: dict[Path, Kind] | None = None) -> list[Given]:
    return [one for one in given(paths, forced or {}) if isinstance(one, Given)]


def names(*paths: Path) -> list[str]:
    return [one.path.name for one in found(*paths)]


def passed_over(*paths: Path) -> list[str]:
    return [one.message for one in given(paths, {}) if isinstance(one, NoExportError)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.csv", "a.csv", "c.TXT", "d.xlsx", "e.zip", "f.csv.gz", "g.xls", "h.tsv"):
        (tmp_path / name).write_bytes(b"x")
    for name in ("notes.md", ".hidden.csv", "~$d.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    (tmp_path / "sub" / "deep" / "z.csv").write_bytes(b"x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "y.csv").write_bytes(b"x")
    return tmp_path


def test_folder_is_searched_to_the_bottom_in_order(folder: Path) -> None:
    assert names(folder) == [
        *("a.csv", "b.csv", "c.TXT", "d.xlsx", "e.zip", "f.csv.gz", "g.xls", "h.tsv", "z.csv")
    ]
    assert not any(one.named for one in found(folder))


def test_pattern_finds_files_and_folders(folder: Path) -> None:
    assert names(folder / "[ab].csv") == ["a.csv", "b.csv"]
    assert names(folder / "**" / "*.csv") == ["a.csv", "b.csv", "z.csv"]
    assert names(folder / "s*") == ["z.csv"]
    assert all(one.named for one in found(folder / "*.csv"))


def test_relative_pattern_is_looked_for_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert names(Path("?.csv")) == ["a.csv", "b.csv"]


def test_file_of_that_very_name_comes_before_the_pattern(folder: Path) -> None:
    (folder / "[ab].csv").write_bytes(b"x")
    assert names(folder / "[ab].csv") == ["[ab].csv"]


def test_pattern_that_fits_nothing_is_said(folder: Path) -> None:
    with pytest.raises(InputError, match="fits it as a pattern"):
        found(folder / "*.ods")


def test_pattern_that_is_none_is_left_to_fail_by_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:  # what is no pattern differs between versions of Python
        raise ValueError

    monkeypatch.setattr(Path, "glob", refuse)
    assert [one.path for one in found(folder / "**.csv")] == [folder / "**.csv"]


def test_kind_is_that_of_the_path_which_led_to_the_file(folder: Path) -> None:
    kinds = {folder: Kind.orders, folder / "a.*": Kind.refunds}
    assert {one.kind for one in found(folder, forced=kinds)} == {Kind.orders}
    assert [one.kind for one in found(folder / "a.*", forced=kinds)] == [Kind.refunds]


def test_missing_file_is_left_to_be_opened(tmp_path: Path) -> None:
    assert found(tmp_path / "gone.csv") == [Given(tmp_path / "gone.csv", named=True)]
    assert found(Path("a\0.csv")) == [Given(Path("a\0.csv"), named=True)]


def test_pipe_and_loop_in_a_folder_are_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    assert passed_over(folder) == [f"{folder / 'pipe.csv'}: this is no plain file"]
    assert folder / "loop.csv" in [one.path for one in found(folder)]


def test_folder_that_cannot_be_read_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scandir(path: Path | str) -> object:  # root may read all, so a mode would prove nothing
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert passed_over(folder) == [f"{folder / 'sub' / 'deep'}: this folder cannot be read"]
