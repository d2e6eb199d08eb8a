"""The page of HTML: what stands in it, what must never stand in it, and how a browser takes it."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Run
from playwright.sync_api import Browser, Page

HOSTILE = """订单编号,下单时间,实付金额,商品名称,sku
A1,2026-03-01 09:00,10.00,<script>alert(1)</script>,"=HYPERLINK(""x"")"
A2,2026-03-01 10:00,10.00,<img src=x onerror=alert(1)>,\u202eright
A3,2026-03-01 11:00,10.00,\x1b[31mred,"'""<b>"
"""
REFUNDS = """售后单号,订单编号,退款金额,申请时间,退款原因
R1,A1,10.00,2026-03-02 09:00,<script>alert(2)</script>
R2,A2,10.00,2026-03-02 09:00,"</table><iframe src=x>"
"""


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


def tags_of(text: str) -> Tags:
    parser = Tags()
    parser.feed(text)
    return parser


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("html") / "report.html"


@pytest.fixture
def page(browser: Browser, sample: Path, run: Run) -> Iterator[Page]:
    """Open the sample shop's report as a reader does, and hold that nothing goes wrong in it."""
    if not sample.exists():
        assert run("report", "sample_data/", "--output", str(sample)).code == 0
    opened = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(sample.as_uri())
    yield opened
    opened.close()
    assert asked == [sample.as_uri()]
    assert said == []


def test_report_is_one_small_file_without_script(run: Run) -> None:
    ran = run("report", "sample_data/", "--format", "html")
    assert len(ran.out.encode()) < 300_000
    tags = tags_of(ran.out)
    assert {"script", "link", "iframe", "img", "object"}.isdisjoint(tags.tags)
    assert not {name for name in tags.attributes if name.startswith("on") or name == "src"}
    assert "default-src 'none'" in ran.out


def test_text_of_the_files_is_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "b.csv").write_text(REFUNDS, encoding="utf-8")
    plain = run("report", "sample_data/", "--format", "html")
    hostile = run("reasons", str(tmp_path), "--format", "html")
    assert hostile.code == 0
    assert set(tags_of(hostile.out).tags) <= set(tags_of(plain.out).tags)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", hostile.out)
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in hostile.out


def test_language_is_that_of_the_words(run: Run) -> None:
    assert '<html lang="en">' in run("check", "sample_data/", "--format", "html").out
    zh = run("report", "sample_data/", "--format", "html", "--language", "zh").out
    assert '<html lang="zh-CN">' in zh
    assert "退款率" in zh


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
def test_browser_shows_it_without_a_fault(page: Page, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 a browser's need

    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its literals
    page.set_viewport_size({"width": width, "height": 900})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".card").count() == 2
    assert "7.9%" in page.locator(".card").first.inner_text()


def test_phone_shows_every_cell_whole(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    rates = page.locator("section", has_text="before shipment").locator("tbody tr")
    for cells in [row.locator("td:visible").all() for row in rates.all()]:
        boxes = [box for cell in cells if (box := cell.bounding_box())]
        assert [box["x"] for box in boxes] == sorted(box["x"] for box in boxes)
        assert boxes[-1]["x"] + boxes[-1]["width"] <= 390
    assert "302\nof 3,826" in rates.first.inner_text()


def test_charts_are_drawn_for_the_width_there_is(page: Page) -> None:
    titles = page.locator("figure").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert [title.split(" ")[0] for title in titles] == ["Share", "Refund", "Share"]
    for width, kind in ((1100, "wide"), (390, "narrow")):
        page.set_viewport_size({"width": width, "height": 900})
        shown = page.locator("figure svg:visible")
        assert shown.count() == 3
        assert page.locator(f".{kind} svg:visible").count() == 3
    days = page.locator("figure").first.locator(".wide .role-mark path")
    assert days.count() == 31


def test_sheet_of_styles_is_read_whole(page: Page) -> None:
    assert "sans-serif" in page.evaluate("getComputedStyle(document.body).fontFamily")


def test_paper_shows_all_of_it(page: Page, tmp_path: Path) -> None:
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").stat().st_size > 10_000


def test_mail_fits_a_phone(browser: Browser, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "week.eml"
    assert run("send", "sample_data/", "--dry-run", str(target)).code == 0
    page = message_from_bytes(target.read_bytes(), policy=default).get_body(("html",))
    assert page is not None
    phone = browser.new_page(viewport={"width": 390, "height": 800})
    phone.set_content(page.get_content())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()
