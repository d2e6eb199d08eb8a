"""The page that can be asked: what it shows for a choice is what the library computes for it."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from playwright.sync_api import Browser, Page

from shopmetrics.text import Words

ENGLISH = Words("en")
EVIL = '</script><script>window.pwned = 1</script><img src=x onerror="window.pwned = 2">'
TIES = {"tie-even": 49, "tie-odd": 51}  # of 400 orders: 12.25 and 12.75 per cent
NAMES = {
    "evil": EVIL,
    "quote": "'\"`${window.pwned = 3}\\",
    "formula": '=HYPERLINK("http://x")',
    "right": "\u202eright\u2066 to left\u2028next",
    "long": "长" * 10_000,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("choices")


@pytest.fixture(scope="module")
def many(folder: Path) -> Path:
    """Write a shop of 510 SKUs: two of 400 orders, hostile names, and others sold once or twice.

    Orders of the rarest hold two of them; customers, orders and one reason must stay unseen.
    """
    shop = folder / "many"
    shop.mkdir()
    orders = ["order_id,line_id,customer_id,sku,product,quantity,paid,ordered_at", *_orders()]
    refunds = ["refund_id,order_id,line_id,amount,requested_at,kind,state,reason"]
    for number, (order, line, reason) in enumerate(_refunds()):
        when = "2026-03-05 10:00,refund_only,succeeded"
        refunds.append(f"R{number},secret-{order},{line},10.00,{when},{reason}")
    (shop / "orders.csv").write_text("\n".join(orders), encoding="utf-8")
    (shop / "refunds.csv").write_text("\n".join(refunds), encoding="utf-8")
    return shop


def _orders() -> Iterator[str]:
    sold = [(f"{sku}-{i}", 1, sku, "mug") for sku in TIES for i in range(400)]
    sold += [(f"{sku}-{i}", 1, sku, title) for sku, title in NAMES.items() for i in range(3)]
    sold += [(f"{i}-{copy}", 1, f"listed-{i:03d}", "mug") for i in range(493) for copy in (1, 2)]
    sold += [(f"pair-{i // 2}", 1 + i % 2, f"rare-{i}", "mug") for i in range(10)]
    for order, line, sku, product in sold:
        title = product.replace('"', '""')
        yield f'secret-{order},{line},secret-ann,{sku},"{title}",1,10.00,2026-03-0{line} 09:30'


def _refunds() -> Iterator[tuple[str, int, str]]:
    for sku, back in TIES.items():
        yield from ((f"{sku}-{i}", 1, "too small") for i in range(back))
    for sku in NAMES:
        yield f"{sku}-0", 1, "call me on 13800000000" if sku == "evil" else "too small"
    yield from (("pair-0", line, "too small") for line in (1, 2))


class Opened:
    """A page in a browser that was asked for nothing else and said nothing."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(dialog.message))
        page.goto(path.as_uri())
        self.path = path

    def choose(self, text: str) -> None:
        self.page.fill("#sku", text)
        self.page.keyboard.press("Enter")

    def text(self, name: str) -> str:
        return self.page.locator(f"#{name}").inner_text()

    def cells(self, name: str) -> list[list[str]]:
        script = "rows => rows.map(row => [...row.cells].map(cell => cell.firstChild?.textContent ?? ''))"
        found: list[list[str]] = self.page.locator(f"#{name} tr").evaluate_all(script)
        return found


@pytest.fixture
def opened(browser: Browser, folder: Path, run: Run) -> Iterator[Opened]:
    yield from _open(browser, run, folder / "sample.html", "sample_data/")


@pytest.fixture
def hostile(browser: Browser, folder: Path, many: Path, run: Run) -> Iterator[Opened]:
    yield from _open(browser, run, folder / "many.html", str(many))


def _open(browser: Browser, run: Run, path: Path, exports: str) -> Iterator[Opened]:
    if not path.exists():
        ran = run("report", exports, "--interactive", "--output", str(path))
        assert ran.code == 0, ran.err
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    found = Opened(page, path)
    yield found
    page.close()
    assert found.asked == [path.as_uri()]
    assert found.said == []


def rows_of(run: Run, page: str, table: str, *argv: str) -> list[dict[str, Any]]:
    ran = run(page.replace("_", "-"), *argv, "--format", "json")
    rows: list[dict[str, Any]] = json.loads(ran.out)["pages"][page]["tables"][table]
    return rows


def shown(opened: Opened) -> list[list[str]]:
    return [row[1:] for row in opened.cells("rates")]


def expected(rows: list[dict[str, Any]]) -> list[list[str]]:
    return [
        [
            *(_amount(row[one]) if row["measure"] == "amount" else f"{row[one]:,}" for one in "nk"),
            *(
                "–" if row[one] is None else ENGLISH.share(row[one])
                for one in ("rate", "low", "high")
            ),
        ]
        for row in rows
    ]


def _amount(written: object) -> str:
    return ENGLISH.money(int(str(written).replace(".", "")), "CNY", 2)


@pytest.mark.parametrize("sku", ["DR-RED-M", "CUP-BLUE", "TOWEL-L"])
def test_sku_has_the_numbers_of_a_breakdown(opened: Opened, run: Run, sku: str) -> None:
    rows = rows_of(run, "refund_rate", "by_sku", "sample_data/", "--by", "sku")
    rows = [row for row in rows if row["sku"] == sku]
    opened.choose(sku)
    assert shown(opened) == expected(rows)
    level = ENGLISH.say(f"level.{rows[0]['band']}")
    assert level in opened.text("level")
    assert opened.text("value") == ENGLISH.share(rows[0]["rate"])
    assert opened.text("said").startswith(sku)
    assert f"{rows[0]['k']:,} of {rows[0]['n']:,} orders" in opened.text("said")


@pytest.mark.parametrize(("dimension", "label"), [("platform", "Douyin"), ("shop", "示例旗舰店")])
def test_place_has_the_numbers_of_a_breakdown(
    opened: Opened, run: Run, dimension: str, label: str
) -> None:
    rows = rows_of(run, "refund_rate", f"by_{dimension}", "sample_data/", "--by", dimension)
    rows = [row for row in rows if ENGLISH.platform(row[dimension]) == label]
    assert len(rows) == 3
    opened.page.select_option(f"#{dimension}", label=label)
    assert shown(opened) == expected(rows)


def test_choices_join_to_the_numbers_of_a_part_of_the_files(opened: Opened, run: Run) -> None:
    rows = rows_of(run, "refund_rate", "by_sku", "sample_data/shopify/", "--by", "sku")
    opened.page.select_option("#platform", label=ENGLISH.platform("shopify"))
    assert opened.page.locator("#shop option").count() == 2  # of others there is nothing to see
    opened.choose("dr-red-m")
    wanted = expected([row for row in rows if row["sku"] == "DR-RED-M"])
    assert shown(opened) == wanted
    opened.page.select_option("#platform", value="")
    assert shown(opened) != wanted


def test_whole_shop_has_the_numbers_of_the_report(opened: Opened, run: Run) -> None:
    rows = rows_of(run, "refund_rate", "overall", "sample_data/")
    assert shown(opened) == expected([row for row in rows if row["stage"] == "all"])
    hours = rows_of(run, "refund_rate", "by_hour", "sample_data/", "--by", "hour")
    wanted = expected([row for row in hours if row["measure"] == "orders"])
    opened.page.locator("#hours + details summary").click()
    assert [row[1:] for row in opened.cells("hours-numbers")] == wanted
    reasons = rows_of(run, "reasons", "top", "sample_data/", "--top", "5")
    assert [(row[0], row[2]) for row in opened.cells("reasons")] == [
        (row["reason"], f"{row['orders']:,}") for row in reasons
    ]
    assert [row[3] for row in opened.cells("reasons")] == [
        ENGLISH.share(row["share"]) for row in reasons
    ]


def test_keyboard_alone_is_enough(opened: Opened) -> None:
    page = opened.page
    page.locator("#shop").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("cup")
    assert opened.text("matches") == "SKUs found: 3."
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#sku", "aria-activedescendant")
    assert page.locator(f"#{active}").inner_text().startswith("CUP-WHITE")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert opened.text("said").startswith("CUP-BLUE")
    assert page.get_attribute("#sku", "aria-expanded") == "false"
    page.keyboard.type("nothing like this")
    page.keyboard.press("Escape")  # the text that chose nothing goes
    assert page.input_value("#sku").startswith("CUP-BLUE")
    page.keyboard.press("Escape")
    assert opened.text("said").startswith("The whole shop")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")  # the last of the list
    assert not opened.text("said").startswith("The whole shop")
    page.click("#reset")
    assert opened.text("said").startswith("The whole shop")


def test_row_of_the_dearest_chooses_its_sku(opened: Opened) -> None:
    opened.page.select_option("#platform", label=ENGLISH.platform("taobao"))
    first = opened.page.locator("#dearest button").first
    name = first.inner_text()
    first.click()
    assert name in opened.text("said")
    assert opened.page.locator("tr.chosen").inner_text().startswith(name)


@pytest.mark.parametrize("width", [390, 1100])
def test_nobody_is_shut_out(opened: Opened, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 a browser's need

    opened.page.set_viewport_size({"width": width, "height": 900})
    opened.page.emulate_media(color_scheme="dark" if width < 1000 else "light")
    opened.page.click("#sku")
    opened.page.keyboard.press("ArrowDown")
    found = Axe().run(opened.page)
    assert found.violations_count == 0, found.generate_report()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_only_the_pages_own_script_may_run(opened: Opened) -> None:
    text = opened.path.read_text(encoding="utf-8")
    data, script = re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert f"script-src 'sha256-{digest}'" in policy[1].replace("&#39;", "'")
    assert "unsafe-eval" not in policy[1]
    assert not re.search("[<>&\u2028\u2029]", data)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|fetch|\bon\w+=", script
    )


def test_policy_stops_another_script(opened: Opened) -> None:
    ran = opened.page.evaluate(
        """() => {
            try {
                const other = document.createElement("script");
                other.textContent = "window.pwned = 1";
                document.body.append(other);
            } catch (error) {}
            return window.pwned;
        }"""
    )
    assert ran is None
    assert opened.said
    opened.said.clear()  # the browser said that it refused


def test_hostile_names_are_names(hostile: Opened) -> None:
    page = hostile.page
    assert page.locator("script").count() == 2
    for sku in NAMES:
        hostile.choose(sku)
        said = hostile.text("said")
        assert said.startswith(f"{sku} ")
        assert len(said) < 200
        assert "1 of 3" in said
        assert "too few" in said
    assert "\\u202eright" in hostile.page.locator("#counts").evaluate(
        "one => JSON.parse(one.text).skus.join()"
    )
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, iframe").count() == 0
    assert hostile.path.stat().st_size < 700_000


def test_nobody_is_named(hostile: Opened) -> None:
    data = hostile.page.locator("#counts").text_content() or ""
    assert "too small" in data
    assert "secret" not in data
    assert "13800000000" not in data


def test_rates_are_rounded_as_everywhere(hostile: Opened) -> None:
    hostile.choose("tie-even")
    assert hostile.text("value") == ENGLISH.share(49 / 400)
    hostile.choose("tie-odd")
    assert hostile.text("value") == ENGLISH.share(51 / 400)


def test_skus_beyond_the_first_are_one_choice(hostile: Opened) -> None:
    assert "The 500 SKUs with the most orders" in hostile.text("choice")
    hostile.choose("other SKUs")
    assert hostile.text("said").startswith("10 other SKUs: 1 of 5 orders came back")
    assert [row[:2] for row in shown(hostile)] == [["5", "1"], ["10", "2"], ["100.00", "20.00"]]
    hostile.page.fill("#sku", "listed")
    assert "443 more" in hostile.text("matches")


def test_without_script_the_page_is_complete(browser: Browser, opened: Opened) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(opened.path.as_uri())
    assert not page.locator("#choice").is_visible()
    text = page.locator("body").inner_text()
    assert "Where scripts are allowed" in text
    assert "302 of 3,826" in text
    context.close()


def test_chinese_page_speaks_chinese(browser: Browser, folder: Path, run: Run) -> None:
    path = folder / "zh.html"
    run("report", "sample_data/", "--interactive", "--output", str(path), "--language", "zh")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.fill("#sku", "DR-RED-M")
    page.keyboard.press("Enter")
    assert "680 笔订单中 130 笔退款" in page.locator("#said").inner_text()
    assert "¥45,994.67" in page.locator("#rates").inner_text()
    headings = " ".join(page.locator("#choice h3").all_inner_texts())
    assert not re.search(r"[A-Za-z]{2}", headings.replace("SKU", ""))
    page.close()


def test_shop_without_bands_or_amounts_is_shown_unjudged(
    browser: Browser, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "orders.csv").write_text(
        "order_id,sku,ordered_at\nA1,mug,2026-03-01\nA2,cup,2026-03-02\n", encoding="utf-8"
    )
    (tmp_path / "refunds.csv").write_text(
        "refund_id,order_id,kind,state\nR1,A1,refund_only,succeeded\n", encoding="utf-8"
    )
    (tmp_path / "shop.yaml").write_text("bands: {refund_rate: null}\nmin_orders: 1\n")
    path = tmp_path / "page.html"
    config = ("--config", str(tmp_path / "shop.yaml"))
    ran = run("report", str(tmp_path), *config, "--interactive", "-o", str(path))
    assert ran.code == 0, ran.err
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.locator(
        "#said"
    ).inner_text() == "The whole shop: 1 of 2 orders came back, " + ENGLISH.share(0.5)
    assert page.locator("#level").inner_text().strip() == ""
    assert page.locator("#rates tr").last.inner_text().count("–") == 5
    assert page.locator("#platform").is_hidden()
    page.close()


def test_where_nothing_is_told_there_is_nothing_to_choose(tmp_path: Path, run: Run) -> None:
    (tmp_path / "orders.csv").write_text("order_id,sku,ordered_at\nA1,mug,2026-03-01\n")
    ran = run("report", str(tmp_path), "--interactive", "--format", "html")
    assert ran.code == 0
    assert "<script" not in ran.out
    assert "script-src" not in ran.out


def test_interactive_is_for_html(run: Run) -> None:
    ran = run("report", "sample_data/", "--interactive")
    assert ran.code == 2
    assert "--format html" in ran.err
    assert run("check", "sample_data/", "--interactive").code == 2
