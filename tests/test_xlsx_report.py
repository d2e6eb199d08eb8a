"""The workbook, read back by another library and opened by a spreadsheet program."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from conftest import Run

LIBREOFFICE = shutil.which("soffice")
ORDERS = """订单编号,下单时间,实付金额,商品名称,sku
123456789012345678,2026-03-01 09:00,10.00,"=HYPERLINK(""http://x"")",=1+1
223456789012345678,2026-03-01 10:00,10.00,http://example.com,+1
"""
REFUNDS = """售后单号,订单编号,退款金额,申请时间,退款原因
R1,123456789012345678,10.00,2026-03-02 09:00,@SUM(1)
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("xlsx") / "report.xlsx"


@pytest.fixture
def sample(book: Path, run: Run) -> Path:
    if not book.exists():
        assert run("report", "sample_data/", "--by", "category", "--output", str(book)).code == 0
    return book


def test_numbers_are_numbers_with_a_format(sample: Path) -> None:
    sheet = openpyxl.load_workbook(sample)["Refund rate"]
    head = [cell.value for cell in sheet[2]]
    row = dict(zip(head, sheet[3], strict=True))
    assert row["of"].value == 3826
    assert row["rate"].value == pytest.approx(302 / 3826)
    assert row["rate"].number_format == "0.0%"
    money = next(cells for cells in sheet.iter_rows(min_row=3) if cells[0].value == "money")
    sold = dict(zip(head, money, strict=True))["of"]
    assert (sold.value, sold.number_format) == (1083708.55, "#,##0.00")
    assert sheet.freeze_panes == "A3"


def test_sheets_print_a_page_wide_and_the_summary_names_the_money(sample: Path) -> None:
    book = openpyxl.load_workbook(sample)
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {None, 1}  # left out where it is one
        assert int(sheet.page_setup.fitToHeight) == 0  # any number
    said = [str(row[0].value) for row in book["Summary"].iter_rows()]
    assert any("CN¥8,859.63 a month above normal" in line for line in said)


def test_what_is_shown_as_zero_shows_no_sign_and_keeps_its_value(sample: Path) -> None:
    cells = [cell for row in openpyxl.load_workbook(sample)["Hotspots"] for cell in row]
    tiny = [cell for cell in cells if cell.number_format == "0.0;0.0"]
    assert min(cell.value for cell in tiny) < 0
    assert max(abs(cell.value) for cell in tiny) < 0.05
    others = [cell.value for cell in cells if cell.number_format == "#,##0.0"]
    assert min(map(abs, others)) >= 0.05


def test_judged_rate_lies_on_the_colour_of_its_band(sample: Path) -> None:
    book = openpyxl.load_workbook(sample)
    rates = {cell.value: cell.fill.fgColor.rgb for cell in book["Summary"]["B"] if cell.value}
    assert [round(rate, 3) for rate in rates] == [0.079, 0.036]
    assert list(rates.values()) == ["FFFEF3C7", "FFFEE2E2"]


def test_there_is_a_sheet_a_page_and_one_of_definitions(sample: Path) -> None:
    names = openpyxl.load_workbook(sample).sheetnames
    assert names[:3] == ["Summary", "Refund rate", "Quality return rate"]
    assert names[-1] == "What each number means"
    assert max(map(len, names)) < 31  # none is cut


def test_page_with_nothing_to_show_says_what_that_means(sample: Path) -> None:
    book = openpyxl.load_workbook(sample)
    assert str(book["Customers who return most"]["A"][-1].value).startswith(
        "No customer stands out. Looked for: who"
    )


def test_same_files_give_the_same_bytes(sample: Path, tmp_path: Path, run: Run) -> None:
    again = tmp_path / "again.xlsx"
    run("report", "sample_data/", "--by", "category", "--output", str(again))
    assert again.read_bytes() == sample.read_bytes()


def test_text_of_the_files_is_text(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "b.csv").write_text(REFUNDS, encoding="utf-8")
    target = tmp_path / "out.xlsx"
    assert run("report", str(tmp_path), "--output", str(target)).code == 0
    cells = [
        cell
        for sheet in openpyxl.load_workbook(target)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert {"+1", "@SUM(1)"} <= {cell.value for cell in cells}


def test_a_screen_gets_no_workbook_and_a_pipe_does(run: Run) -> None:
    ran = run("check", "sample_data/", "--format", "xlsx")
    assert ran.code == 1
    assert ran.data.startswith(b"PK\x03\x04")


@pytest.mark.skipif(LIBREOFFICE is None, reason="needs Debian's package libreoffice-calc-nogui")
def test_spreadsheet_program_opens_it(sample: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(LIBREOFFICE), profile, "--headless", "--convert-to", "csv", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(sample)], check=True, capture_output=True)
    text = (tmp_path / "report.csv").read_text(encoding="cp1252")
    assert "Shop report" in text
    assert "Refund rate,7.893361" in text
