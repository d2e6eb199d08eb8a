"""What the page of HTML looks like, loosely: small grey pictures beside those that were looked at.

A picture is 64 dots wide, so that a letter more or less is nothing, and a section that is missing,
a sheet of styles that is not read or a colour that is gone is much. The font is one that the tests
install; `--update` writes the pictures anew: look at the page, then.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from conftest import Run
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parent / "looks"
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
DOTS = 64
NEAR = 6.0  # of 255, on average: two fonts of one kind are 2 apart, a page without styles 10
LARGEST = 10_000  # bytes of a picture
BREAKS = {
    "no styles": "document.querySelector('style').remove()",
    "nothing": "document.body.replaceChildren()",
    "no cards": "document.querySelectorAll('.cards').forEach(one => one.remove())",
}


@dataclass(frozen=True, slots=True)
class View:
    """How the page is looked at, and from which element on."""

    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    top: str = "h1"


VIEWS = {
    "light": View(1100, 1600),
    "dark": View(1100, 1600, scheme="dark"),
    "phone": View(390, 800),
    "paper": View(800, 1100, media="print"),
    "charts": View(1100, 1600, top="figure[aria-label^='Refund']"),
    "choice": View(1100, 1300, top="#choice"),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("looks") / "report.html"


@pytest.fixture
def page(browser: Browser, report: Path, run: Run) -> Iterator[Page]:
    if not FONT.exists():
        pytest.skip("needs Debian's package fonts-noto-cjk")
    if not report.exists():
        ran = run("report", "sample_data/", "--interactive", "--output", str(report))
        assert ran.code == 0, ran.err
    opened = browser.new_page()
    opened.goto(report.as_uri())
    opened.add_style_tag(content='body { font-family: "Noto Sans CJK SC"; }')
    yield opened
    opened.close()


def seen(page: Page, view: View) -> Image.Image:
    """Take the picture of a window."""
    page.set_viewport_size({"width": view.width, "height": view.height})
    page.emulate_media(color_scheme=view.scheme, media=view.media)
    page.evaluate("top => document.querySelector(top)?.scrollIntoView()", view.top)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    size = (DOTS, round(DOTS * view.height / view.width))
    return picture.convert("L").resize(size, Image.Resampling.BOX)


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures of one size are apart on average, from 0 to 255."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


@pytest.mark.parametrize("name", VIEWS)
def test_page_looks_as_it_did(page: Page, name: str, *, update: bool) -> None:
    if name != "choice":
        page.evaluate("document.getElementById('choice').hidden = true")
    else:
        page.fill("#sku", "DR-RED-M")
        page.keyboard.press("Enter")
    picture, path = seen(page, VIEWS[name]), PICTURES / f"{name}.png"
    if update:
        picture.save(path, optimize=True)
    assert apart(picture, Image.open(path)) < NEAR
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("what", BREAKS)
@pytest.mark.parametrize("name", ["light", "dark", "phone", "paper"])
def test_broken_page_looks_otherwise(page: Page, name: str, what: str) -> None:
    page.evaluate("document.getElementById('choice').hidden = true")
    page.evaluate(BREAKS[what])
    assert apart(seen(page, VIEWS[name]), Image.open(PICTURES / f"{name}.png")) > NEAR
