"""The report on paper: what stands on its pages, read back by another library than made them."""

import io
import sys
from pathlib import Path

import pytest
import typst
from conftest import Ran, Run
from pypdf import PdfReader

from shopmetrics.render.pdf import sheet

HOSTILE = """订单编号,下单时间,实付金额,商品名称,sku,状态
A1,2026-03-01 09:00,10.00,"#panic(""x"")",#read("/etc/passwd"),交易成功
A2,2026-03-01 10:00,10.00,*bold* $x$ <label> @ref,\\u{0},交易成功
A3,2026-03-01 11:00,10.00,\x1b[31mred \u202e,"'""]",交易成功
A4,2026-03-01 11:00,10.00,NAME,😀,交易成功
"""
REFUNDS = """售后单号,订单编号,退款金额,申请时间,退款原因,状态
R1,A1,10.00,2026-03-02 09:00,"#image(""/etc/passwd"")",退款成功
R2,A2,10.00,2026-03-02 09:00,REASON,退款成功
"""


def pages(ran: Ran) -> PdfReader:
    assert (ran.code, ran.data[:5]) == (0, b"%PDF-")
    return PdfReader(io.BytesIO(ran.data), strict=True)


def text(ran: Ran) -> str:
    return "\n".join(page.extract_text() for page in pages(ran).pages).replace("\u200b", "")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    orders = HOSTILE.replace("NAME", "W" * 10_000)
    (tmp_path / "a.csv").write_text(orders, encoding="utf-8")
    (tmp_path / "b.csv").write_text(REFUNDS.replace("REASON", "x" * 10_000), encoding="utf-8")
    return tmp_path


@pytest.fixture
def _few_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the fonts that come with typst, as on a bare server."""
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(sheet, "fonts_here", lambda: bare)


def test_report_stands_on_numbered_pages_that_can_be_read_aloud(run: Run) -> None:
    ran = run("report", "sample_data/", "--format", "pdf", "--language", "zh")
    paper = pages(ran)
    first, second = (page.extract_text() for page in paper.pages[:2])
    for said in ("店铺报告", "7.9% ▲ 留意", "3.6% × 警报", "尺码不合适", "¥32,672.16"):
        assert said in first
    assert first.endswith(f"1 / {len(paper.pages)}")
    assert second.startswith("店铺报告 已载入的全部订单，数据截至 2026-06-30 23:30")
    assert all("每个数字的含义" not in said for said in (first, second))
    root = paper.root_object
    assert str(root["/Lang"]) == "zh-CN"
    assert "'/Marked': True" in str(root["/MarkInfo"])
    assert paper.metadata is not None
    assert paper.metadata.title == "店铺报告"
    assert len(ran.data) < 500_000


def test_breakdown_of_a_report_stands_under_a_heading_of_its_own(run: Run) -> None:
    said = text(run("report", "sample_data/", "--by", "category", "--format", "pdf"))
    assert "\nBy category\n" in said


def test_wide_table_lies_on_its_side_and_repeats_its_head_on_every_page(run: Run) -> None:
    paper = pages(run("hotspots", "sample_data/", "--top", "1000", "--format", "pdf"))
    box = paper.pages[0].mediabox
    assert box.width > box.height
    heads = [page.extract_text().count("SKU cause of count rate") for page in paper.pages]
    assert sum(heads) > 1


def test_text_of_the_files_is_text(run: Run, hostile: Path) -> None:
    said = text(
        run("refund-rate", str(hostile), "--by", "sku", "--by", "product", "--format", "pdf")
    )
    for name in ('#panic("x")', '#read("/etc/passwd")', "*bold* $x$ <label> @ref", "\\u{0}"):
        assert name in said
    assert "\\x1b[31mred \\u202e" in said
    assert "W" * 60 in said.replace("\n", "")
    assert "W" * 200 not in said.replace("\n", "")
    assert '#image("/etc/passwd")' in text(run("reasons", str(hostile), "--format", "pdf"))


@pytest.mark.usefixtures("_few_fonts")
def test_letters_that_no_font_has_are_refused_with_what_to_install(
    run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "report.pdf"
    ran = run("check", "sample_data/", "--output", str(target), "--language", "zh")
    assert ran.code == 4
    assert "本机没有任何字体包含这些文字：" in ran.err
    assert "fonts-noto-cjk" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("_few_fonts")
def test_signs_that_no_font_has_stand_there_by_their_number(run: Run, hostile: Path) -> None:
    assert "U+1F600" in text(
        run("refund-rate", str(hostile), "--by", "sku", "--by", "product", "--format", "pdf")
    )


def test_rare_letter_is_a_sign_where_chinese_can_be_read(run: Run, tmp_path: Path) -> None:
    orders = "订单编号,下单时间,实付金额,状态\nA1,2026-03-01 09:00,10.00,交易成功\n"
    (tmp_path / "a.csv").write_text(orders, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text("shop: 店 \U000323af\n", encoding="utf-8")
    config = ("--config", str(tmp_path / "shop.yaml"), "--format", "pdf")
    assert "店 U+323AF" in text(run("report", str(tmp_path / "a.csv"), *config))


def test_fault_of_the_sheet_itself_is_not_taken_for_a_lack_of_letters() -> None:
    with pytest.raises(typst.TypstError, match="title"):
        sheet.typeset({}, "en")


def test_page_without_a_table_is_a_page(run: Run) -> None:
    said = text(run("abuse", "sample_data/", "--format", "pdf"))
    assert said.startswith("Customers who return far more than the rest")


def test_without_typst_the_line_that_installs_it_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    ran = run("check", "sample_data/", "--format", "pdf")
    assert (ran.code, ran.out) == (2, "")
    assert "this needs typst, which is not installed" in ran.err
    assert "pip install 'shopmetrics[pdf]'" in ran.err
