"""What a path leads to: text, sheets of a workbook, members of an archive, or a word for it."""

import gzip
import io
import random
import struct
import zipfile
from pathlib import Path

import pytest
from books import HEADER, ORDER, book, row, rows, zipped
from msoffcrypto.format.ooxml import OOXMLFile

from shopmetrics.errors import InputError
from shopmetrics.ingest.files import archive, inflate, locked, unlock
from shopmetrics.ingest.files.container import NoExportError
from shopmetrics.ingest.files.document import Document, documents

TEXT = b"order_id,ordered_at,paid\nA1,2026-03-01,12.50\n"
SHEET = rows(HEADER, ORDER)


def known(name: str) -> bool:
    return name in HEADER


def found(path: Path) -> list[tuple[str, bytes | None, str]]:
    """Return what a path leads to: label, content and sheet, or the message of what is none."""
    return [
        (str(one.path), one.content, one.sheet)
        if isinstance(one, Document)
        else (one.message, None, "")
        for one in documents(path, known)
    ]


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        found(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


def test_text_is_left_on_the_disk(path: Path) -> None:
    path.write_bytes(TEXT)
    assert found(path) == [(str(path), None, "")]


def test_gzip_is_opened_whatever_its_name(path: Path) -> None:
    path.write_bytes(gzip.compress(TEXT))
    assert found(path) == [(str(path), TEXT, "")]


def test_workbook_is_opened_whatever_its_name(path: Path) -> None:
    path.write_bytes(book(SHEET))
    ((label, content, sheet),) = found(path)
    assert (label, sheet) == (str(path), "Sheet1")
    assert content == b"order_id\tordered_at\tpaid\nA1\t2026-03-01 10:00:00\t12.50"


def test_sheet_with_known_names_is_used_and_the_others_are_named(path: Path) -> None:
    path.write_bytes(
        book({"Notes": row(1, "read me"), "Orders": SHEET, "Old": SHEET}, hidden=["Old"])
    )
    said = found(path)
    assert [(label, sheet) for label, content, sheet in said if content] == [(str(path), "Orders")]
    words = " ".join(label for label, content, _ in said if content is None)
    assert "the sheet Old is hidden" in words
    assert "the sheet Notes has no line of known column names" in words


def test_empty_sheet_needs_no_word(path: Path) -> None:
    path.write_bytes(book({"Orders": SHEET, "Sheet2": ""}))
    assert [sheet for _, _, sheet in found(path)] == ["Orders"]


def test_two_sheets_of_exports_are_two_tables(path: Path) -> None:
    path.write_bytes(book({"Orders": SHEET, "More": SHEET}))
    assert [label for label, _, _ in found(path)] == [f"{path}/Orders", f"{path}/More"]


def test_workbook_without_known_names_is_handed_on_to_be_refused_by_them(path: Path) -> None:
    path.write_bytes(book(row(1, "a", "b")))
    assert found(path) == [(str(path), b"a\tb", "Sheet1")]


def test_workbook_without_any_text_is_empty(path: Path) -> None:
    path.write_bytes(book({"A": "", "B": SHEET}, hidden=["B"]))
    assert "empty" in refusal(path).message


def test_archive_is_opened_file_by_file(path: Path) -> None:
    packed = {
        "2026/orders.csv": TEXT,
        "book.xlsx": book(SHEET),
        "__MACOSX/orders.csv": b"\0",
        ".hidden": b"x",
        "empty/": b"",
        "manual.pdf": b"%PDF-1.7",
        "inner.zip": zipped({"a.csv": TEXT}),
        "inner.gz": gzip.compress(TEXT),
    }
    path.write_bytes(zipped(packed))
    said = found(path)
    assert [label for label, content, _ in said if content] == [
        f"{path}/2026/orders.csv",
        f"{path}/book.xlsx",
    ]
    assert [label for label, content, _ in said if content is None] == [
        f"{path}/manual.pdf: this is a PDF document, not a CSV file",
        f"{path}/inner.zip: this is an archive inside an archive, not a CSV file",
        f"{path}/inner.gz: this is an archive inside an archive, not a CSV file",
    ]


def test_names_in_an_archive_are_labels_and_never_paths(path: Path) -> None:
    path.write_bytes(zipped({"../../evil.csv": TEXT, "/etc/orders.csv": TEXT}))
    assert [(label, content) for label, content, _ in found(path)] == [
        (f"{path}/../../evil.csv", TEXT),
        (f"{path}/etc/orders.csv", TEXT),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_without_a_flag_are_read(path: Path, encoding: str) -> None:
    name = "订单.csv"
    placeholder = "x" * len(name.encode(encoding))
    raw = zipped({placeholder: TEXT}).replace(placeholder.encode(), name.encode(encoding))
    path.write_bytes(raw)
    assert found(path)[0][0] == f"{path}/{name}"


def test_flagged_and_odd_names_are_left_as_they_are() -> None:
    flagged = zipfile.ZipInfo("订单.csv")
    flagged.flag_bits = 0x800
    odd = zipfile.ZipInfo("a\u4e00\ud800")
    assert archive._name(flagged) == "订单.csv"  # noqa: SLF001 what a member is called
    assert archive._name(odd) == "a\u4e00\ud800"  # noqa: SLF001 likewise


def test_archive_named_like_a_workbook_is_refused(tmp_path: Path) -> None:
    for content, kind in ((zipped({"a.csv": TEXT}), "a zip"), (gzip.compress(TEXT), "gzip")):
        path = tmp_path / "orders.xlsx"
        path.write_bytes(content)
        assert kind in refusal(path).message


@pytest.mark.parametrize(("limit", "value"), [("MEMBERS_LIMIT", 1), ("TOTAL_LIMIT", len(TEXT) + 1)])
def test_archive_has_bounds(
    path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(archive, limit, value)
    path.write_bytes(zipped({"a.csv": TEXT, "b.csv": TEXT}))
    refusal(path)


def test_bomb_is_refused_before_it_goes_off(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflate, "FREE", 2**20)
    path.write_bytes(gzip.compress(b"\0" * 2**22))
    assert "too large: uncompressed it holds more than 1 MiB" in refusal(path).message


def test_locked_archive_is_said(path: Path) -> None:
    raw = bytearray(zipped({"a.csv": TEXT}))
    for at in (raw.find(b"PK\x03\x04") + 6, raw.find(b"PK\x01\x02") + 8):
        raw[at] |= 1
    path.write_bytes(raw)
    assert "locked with a password" in refusal(path).message


def corrupted(content: bytes) -> bytes:
    middle = len(content) // 3
    return content[:middle] + b"\xff" * 8 + content[middle + 8 :]


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a.csv": TEXT * 50})[:-40],
        zipped({"a.csv": TEXT * 50})[:60] + b"PK\x05\x06" + b"\0" * 18,
        corrupted(zipped({"a.csv": TEXT + bytes(range(32, 127)) * 9})),
        gzip.compress(TEXT)[:-9],
        gzip.compress(TEXT) + b"trailing",
        corrupted(gzip.compress(bytes(range(256)) * 9)),
        b"\x1f\x8b\x08",
        b"\x1f\x8b\x07rest",
        b"PK\x03\x04",
        book(SHEET)[:-100],
    ],
    ids=range(10),
)
def test_damaged_archive_is_said(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    message = refusal(path).message
    assert "damaged" in message or "no xlsx" in message or "archive" in message


def test_member_compressed_in_an_unknown_way_is_said(path: Path) -> None:
    raw = bytearray(zipped({"a.csv": TEXT}))
    for at in (raw.find(b"PK\x03\x04") + 8, raw.find(b"PK\x01\x02") + 10):
        raw[at : at + 2] = struct.pack("<H", 99)
    path.write_bytes(raw)
    assert "cannot be unpacked" in refusal(path).message


def test_archive_that_changes_while_it_is_read_is_refused(path: Path) -> None:
    path.write_bytes(zipped({"a.csv": TEXT, "b.csv": TEXT}))
    reading = documents(path, known)
    next(reading)
    with path.open("ab") as file:
        file.write(b"\0")
    with pytest.raises(InputError, match="changed"):
        list(reading)


def ole(*names: str) -> bytes:
    """Return the head of an OLE file and its list of streams, in two sectors."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<I", head, 76, 0)
    table = struct.pack("<128I", 0xFFFFFFFD, 2, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    entries = [name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names)]
    return bytes(head) + table + b"".join(entries).ljust(1024, b"\0")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ole("Workbook"), "an old Excel file (xls)"),
        (ole("a", "b", "c", "Book"), "an old Excel file (xls)"),
        (ole("WordDocument"), "an old Office document"),
        (ole("Workbook")[:100], "an old Office document"),
        (ole("Workbook")[:512], "an old Office document"),
        (ole("EncryptionInfo", "EncryptedPackage"), "cannot be unlocked"),
    ],
)
def test_ole_files_are_told_apart(path: Path, content: bytes, words: str) -> None:
    path.write_bytes(content)
    assert words in refusal(path).message


def encrypted(password: str) -> bytes:
    target = io.BytesIO()
    # The library that locks it writes files of less than 4 KiB in a way that none can read.
    filling = {"xl/media/image1.png": random.Random(1).randbytes(8192)}
    OOXMLFile(io.BytesIO(book(SHEET, extra=filling))).encrypt(password, target)
    return target.getvalue()


@pytest.mark.parametrize("name", ["订单导出x9Yz1Q.xlsx", "orders_x9Yz1Q (1).xlsx"])
def test_locked_workbook_opens_with_the_end_of_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(encrypted("x9Yz1Q"))
    assert [sheet for _, _, sheet in found(path)] == ["Sheet1"]


def test_locked_workbook_opens_with_the_password_of_the_environment(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(encrypted("secret"))
    message = refusal(path).message
    assert "last six characters" in message
    assert "secret" not in message
    monkeypatch.setenv("SHOPMETRICS_XLSX_PASSWORD", "secret")
    assert [sheet for _, _, sheet in found(path)] == ["Sheet1"]


def test_locked_workbook_inside_an_archive_opens_with_its_own_name(path: Path) -> None:
    path.write_bytes(zipped({"x9Yz1Q.xlsx": encrypted("x9Yz1Q")}))
    assert found(path)[0][0] == f"{path}/x9Yz1Q.xlsx"


def test_locked_workbook_without_the_extra_says_how_to_get_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(encrypted("secret"))
    monkeypatch.setitem(__import__("sys").modules, "shopmetrics.ingest.files.unlock", None)
    error = refusal(path)
    assert "locked with a password" in error.message
    assert 'pip install "shopmetrics[encrypted]"' in error.hint
    assert "last six characters" in error.hint


def test_locked_workbook_has_bounds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(encrypted("secret"))
    monkeypatch.setattr(unlock, "ROUNDS_LIMIT", 10)
    assert "rounds" in refusal(path).message
    monkeypatch.setattr(unlock, "SIZE_LIMIT", 10)
    assert "too large" in refusal(path).message


def test_list_of_streams_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = bytearray(ole())
    struct.pack_into("<I", endless, 512 + 4, 1)
    monkeypatch.setattr(locked, "_SECTORS_LIMIT", 3)
    with pytest.raises(NoExportError):
        locked.office_content(io.BytesIO(endless), Path("a.xls"))
