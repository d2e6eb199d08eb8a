"""Workbooks as lines of text: what each cell says, and what is refused, by the words for it."""

import datetime as dt
import io
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from books import HEADER, ORDER, book, cell, row, rows, sheet, zipped

from shopmetrics.errors import InputError
from shopmetrics.ingest.files import inflate
from shopmetrics.ingest.files.workbook import open_workbook, sheet_text
from shopmetrics.ingest.files.workbook import sheet as sheet_module
from shopmetrics.ingest.files.workbook import text as text_module
from shopmetrics.ingest.files.workbook import xml as xml_module

PATH = Path("orders.xlsx")


def lines(content: bytes, number: int = 0) -> list[str]:
    with ZipFile(io.BytesIO(content)) as archive:
        opened = open_workbook(archive, PATH)
        return sheet_text(opened, opened.sheets[number]).decode().split("\n")


def refusal(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        lines(content)
    assert str(PATH) in caught.value.message
    assert caught.value.hint
    return caught.value.message


def one(cells: str, **parts: str) -> str:
    """Return the line of one row of raw cells."""
    return lines(book(f'<row r="1">{cells}</row>', **parts))[0]  # type: ignore[arg-type] # only text


def test_rows_become_lines_of_one_width() -> None:
    assert lines(book(rows(("a", "b", "c"), ("1",), ("", "2", "")))) == [
        "a\tb\tc",
        "1\t\t",
        "\t2\t",
    ]


def test_line_number_is_the_number_of_the_row() -> None:
    assert lines(book(row(3, "a") + row(6, "b"))) == ["", "", "a", "", "", "b"]


def test_rows_and_cells_without_names_follow_one_another() -> None:
    data = '<row><c t="str"><v>a</v></c><c><v>1</v></c></row><row><c t="str"><v>b</v></c></row>'
    assert lines(book(data)) == ["a\t1", "b\t"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("4001230000000000678", "4001230000000000678"),
        ("123456789012345678901", "123456789012345678901"),
        ("12.5", "12.5"),
        ("19.899999999999999", "19.9"),
        ("1299.9000000000001", "1299.9"),
        ("0.10000000000000001", "0.1"),
        ("1E-2", "0.01"),
        ("1.5E+3", "1500"),
        ("-0.5", "-0.5"),
        ("6.9170000000000003E+18", "6.9170000000000003E+18"),
        ("1E+400", "1E+400"),
        ("NaN", "NaN"),
        ("1e", "1e"),
        ("9" * 50 + ".5", "9" * 50 + ".5"),
    ],
)
def test_number_keeps_the_digits_that_were_typed(raw: str, text: str) -> None:
    assert one(f'<c r="A1"><v>{raw}</v></c>') == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="b"><v>2</v></c>', "2"),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1" t="d"><v>2026-03-01T10:00:00</v></c>', "2026-03-01T10:00:00"),
        ('<c r="A1" t="str"><f>A2</f><v>text</v></c>', "text"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="A1"><f>1+1</f></c>', "#VALUE!"),
        ('<c r="A1"><f>1+1</f><v></v></c>', "#VALUE!"),
        ('<c r="A1"><v></v></c>', ""),
        ('<c r="A1" s="9"><v>5</v></c>', "5"),
        ('<c r="A1" s="x"><v>5</v></c>', "5"),
    ],
)
def test_cell_says_what_it_shows(raw: str, text: str) -> None:
    assert one(raw) == text


def test_runs_of_rich_text_are_joined_and_phonetic_guides_left_out() -> None:
    strings = "<si><r><t>Tea </t></r><r><t>cup</t></r><rPh><t>ティー</t></rPh></si><si><t/></si>"
    assert one('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>', strings=strings) == (
        "Tea cup"
    )
    inline = (
        '<c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t>b</t></r></is></c>'
    )
    assert one(inline) == "ab"


def test_breaks_tabs_and_quotes_do_not_break_the_line() -> None:
    said = cell("A1", "two&#10;lines&#9;tab") + cell("B1", 'say "no"') + cell("C1", "a_x000D_b")
    assert one(said) == 'two lines tab\t"say ""no"""\ta b'


def test_prefix_of_the_root_is_left_out() -> None:
    part = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    assert lines(book("", extra={"xl/worksheets/sheet1.xml": part})) == ["5"]


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; h:mm"/>'
    '<numFmt numFmtId="165" formatCode="0000000000"/>'
    '<numFmt numFmtId="166" formatCode="[Red]#,##0.00\\d"/>'
    '<numFmt numFmtId="167" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="168" formatCode="[$-409]m/d/yy"/>'
    '<numFmt numFmtId="169" formatCode="0.00E+00"/>'
    '<numFmt numFmtId="170" formatCode="m月d日"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
    + "".join(
        f'<xf numFmtId="{n}"/>' for n in (0, 14, 22, 164, 165, 166, 167, 168, 20, 169, 170, "x")
    )
    + "</cellXfs>"
)


@pytest.mark.parametrize(
    ("style", "raw", "text"),
    [
        (0, "45352.5", "45352.5"),
        (1, "45352", "2024-03-01"),
        (1, "45352.5", "2024-03-01 12:00:00"),
        (2, "45352", "2024-03-01 00:00:00"),
        (2, "45296.4166666667", "2024-01-05 10:00:00"),
        (3, "45352.52", "2024-03-01 12:28:48"),
        (4, "42", "0000000042"),
        (4, "4.2", "4.2"),
        (5, "12.5", "12.5"),
        (6, "1.5", "1.5"),
        (7, "45352", "2024-03-01"),
        (8, "45352.5", "2024-03-01 12:00:00"),
        (8, "0.5", "0.5"),
        (9, "12", "12"),
        (10, "45352", "2024-03-01"),
        (11, "3", "3"),
        (1, "59", "1900-02-28"),
        (1, "61", "1900-03-01"),
        (1, "-1", "-1"),
        (1, "9999999", "9999999"),
        (1, "soon", "soon"),
    ],
)
def test_number_is_a_moment_where_it_is_shown_as_one(style: int, raw: str, text: str) -> None:
    assert one(f'<c r="A1" s="{style}"><v>{raw}</v></c>', styles=STYLES) == text


def test_days_may_be_counted_from_1904() -> None:
    counted = '<workbookPr date1904="1"/>'
    assert one('<c r="A1" s="1"><v>0</v></c>', styles=STYLES, properties=counted) == "1904-01-01"
    assert one('<c r="A1" s="1"><v>43890</v></c>', styles=STYLES, properties=counted) == (
        "2024-03-01"
    )


def test_what_other_programs_write_is_read(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 3, 1, 10, 30)  # noqa: DTZ001 as workbooks have it
    written = openpyxl.Workbook()
    written.active.append(["order_id", "ordered_at", "paid"])
    written.active.append(["A1", moment, 12.5])
    written.save(tmp_path / "a.xlsx")
    other = xlsxwriter.Workbook(tmp_path / "b.xlsx")
    page = other.add_worksheet("Orders")
    page.write_row(0, 0, ["order_id", "ordered_at", "paid"])
    page.write_string(1, 0, "A1")
    page.write_datetime(1, 1, moment, other.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    page.write_number(1, 2, 12.5)
    other.close()
    for name in ("a.xlsx", "b.xlsx"):
        assert lines((tmp_path / name).read_bytes()) == [
            "order_id\tordered_at\tpaid",
            "A1\t2026-03-01 10:30:00\t12.5",
        ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "text number 7"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "text number -1"),
        ('<row r="2"/><row r="2"/>', "row 2 stands after row 2"),
        ('<row r="x"/>', "row x"),
        ('<row r="1048577"/>', "row 1048577"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "a cell named A2 stands in row 1"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "holds a cell twice"),
        ('<row r="1"><c r="aa1"><v>1</v></c></row>', "a column is named aa"),
        ('<row r="1"><c r="ABCD1"><v>1</v></c></row>', "a column is named ABCD"),
        ('<row r="1"><c r="1"><v>1</v></c></row>', "a column is named"),
        (row(1, "a") + '<row r="2"><c r="XFD2"><v>1</v></c></row>', "row 2, column 16384"),
        (row(1, "a") + row(1048576, "b"), "row 1048576"),
        ("<row>", "not well-formed"),
    ],
)
def test_damage_and_stray_cells_are_named(data: str, words: str) -> None:
    assert words in refusal(book(data))


def test_cell_without_text_may_stand_anywhere() -> None:
    assert lines(book(row(1, "a") + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')) == ["a"]


def test_text_of_a_cell_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_module, "TEXT_LIMIT", 10)
    monkeypatch.setattr(text_module, "TEXT_LIMIT", 10)
    assert "a cell of more than 10 characters" in refusal(book(row(1, "x" * 11)))
    strings = f"<si><t>{'x' * 11}</t></si>"
    assert "a cell of more than 10 characters" in refusal(book("", strings=strings))


def test_sheet_has_a_limit_with_its_blank_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_module, "CONTENT_LIMIT", 20)
    assert "too large" in refusal(book(row(1, "x" * 21)))
    assert "too large" in refusal(book(row(1, "a", *[""] * 9, "b") + row(2, "c") + row(3, "d")))


def test_what_inflates_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflate, "FREE", 1000)
    assert "too large" in refusal(book("<row/>" * 100_000))


def test_part_that_says_it_is_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflate, "INFLATED_LIMIT", 100)
    assert "too large" in refusal(book(row(1, "x" * 200)))


def test_token_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_module, "TOKEN_LIMIT", 2**20)
    assert "a tag of more than 1 MiB" in refusal(book(f"<!-- {'x' * 3 * 2**20} -->"))


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>',
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><worksheet>&y;</worksheet>',
    ],
)
def test_document_type_and_entities_are_refused(document: str) -> None:
    assert "document type" in refusal(book("", extra={"xl/worksheets/sheet1.xml": document}))


def test_parts_are_looked_up_in_the_archive_alone() -> None:
    away = '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../../etc/passwd"/></Relationships>'
    assert "lacks its part" in refusal(book("", extra={"xl/_rels/workbook.xml.rels": away}))


def test_workbook_without_a_sheet_of_cells_is_refused() -> None:
    chart = '<Relationships><Relationship Id="rId1" Type="x/chartsheet" Target="c.xml"/></Relationships>'
    assert "no sheet of cells" in refusal(book("", extra={"xl/_rels/workbook.xml.rels": chart}))


def test_other_documents_of_office_programs_are_told_apart() -> None:
    assert "no xlsx workbook" in refusal(
        zipped({"[Content_Types].xml": "", "word/document.xml": ""})
    )
    binary: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x01"}
    assert "binary form (xlsb)" in refusal(zipped(binary))


def test_workbook_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopmetrics.ingest.files.workbook.package.PARTS_LIMIT", 3)
    assert "parts in one workbook" in refusal(book(""))


def test_names_of_parts_may_have_other_slashes_and_cases() -> None:
    data = {
        "[Content_Types].xml": "<Types/>",
        "xl\\Workbook.xml": '<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>',
        "xl\\_rels\\workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="/XL/s.xml"/></Relationships>',
        "xl\\s.xml": sheet(rows(HEADER, ORDER)),
    }
    assert lines(zipped(data))[1] == "\t".join(ORDER)
