"""Whole runs over the exports in tests/profiles: one shop's history, the same on each platform.

Ada bought two cups with a voucher, Ben a bowl and a scarf, which came back; Ada cancelled a scarf
that she had paid for; Cem's vase arrived broken; Dia and Eve never paid; Ben's second bowl he asked
to send back, and kept. Paid 45 + 70 + 30 + 120 + 40 = 305, refunded 30 + 30 + 120 = 180 of three
orders; in dearer currencies a multiple of it. What a platform does not list, it does not count.
"""

import json
from pathlib import Path

import pytest
from conftest import Run

PROFILES = Path(__file__).parent / "profiles"
# Files; orders paid and refunded, money paid and refunded: not known where no file tells of returns.
UNITS = ("units", "all")
Group = tuple[str, int, int | None, str, str | None]
GROUPS: list[Group] = [
    ("shopify_orders", 5, 3, "305.00", "180.00"),
    ("shopify_orders shopify_refunds", 5, 3, "305.00", "180.00"),
    ("woocommerce_orders", 5, 3, "305.00", "180.00"),
    ("woocommerce_orders.first_rows woocommerce_refunds", 5, 3, "305.00", "180.00"),
    ("woocommerce_orders.first_lines woocommerce_refunds", 5, 3, "305.00", "180.00"),
    ("woocommerce_analytics", 5, 2, "305.00", "150.00"),
    ("woocommerce_analytics woocommerce_refunds", 5, 3, "305.00", "180.00"),
    ("amazon_orders amazon_mfn_returns", 4, 3, "275.00", "125.00"),  # at least: one gives none
    ("amazon_orders.japan amazon_fba_returns", 4, 2, "27500", None),
    ("ebay_orders ebay_refunds", 4, 2, "275.00", "150.00"),
    ("ebay_de_orders ebay_refunds", 4, 2, "2750.00", "150.00"),
    ("etsy_orders etsy_payments", 5, 3, "305.00", "180.00"),
    ("etsy_sold_orders etsy_payments", 5, 3, "305.00", "180.00"),
    ("etsy_orders etsy_sold_orders etsy_payments", 5, 3, "305.00", "180.00"),
    ("tiktok_shop_orders", 5, 3, "305.00", "180.00"),
    ("tiktok_shop_orders.brazil", 5, 3, "305.00", "180.00"),
    ("tiktok_shop_orders tiktok_shop_refunds", 5, 3, "305.00", "180.00"),
    ("shopee_orders", 5, None, "305.00", None),
    ("shopee_orders shopee_refunds", 5, 3, "305.00", "180.00"),
    ("shopee_tw_orders", 5, None, "9150.00", None),
    ("shopee_br_orders", 5, None, "3050.00", None),
    ("shopee_vn_orders shopee_vn_refunds", 5, 3, "3050000", "1800000"),
    ("shopee_th_orders shopee_th_refunds", 5, 3, "12200.00", "7200.00"),
    ("shopee_id_orders", 5, None, "3050000.00", None),
    ("lazada_orders", 5, 3, "305.00", "180.00"),
    ("lazada_orders lazada_refunds", 5, 3, "305.00", "180.00"),
    ("magento_orders", 5, 3, "3050.00", "1800.00"),
    ("magento_orders magento_refunds", 5, 3, "3050.00", "1800.00"),
    ("bigcommerce_orders", 5, 3, "305.00", "180.00"),
    ("bigcommerce_orders bigcommerce_refunds", 5, 3, "305.00", "180.00"),
]

# Another history, of a pottery: 甲 bought mugs and a plate, later a mug that went back unshipped; 乙
# a bowl that came back and a plate; two orders were never paid. Of the first plate 10.00 came back.
# One order is one SKU on Kuaishou and Pinduoduo: there are five paid.
POTTERY: list[Group] = [
    # The list names the plate by a sub-order, which these two order exports do not know: what the
    # order itself says of it counts.
    ("taobao_orders taobao_items taobao_refunds", 4, 3, "1420.90", "1237.90"),
    ("taobao_orders taobao_items taobao_refunds.2017", 4, 3, "1420.90", "1237.90"),
    ("taobao_lines taobao_refunds", 4, 3, "1420.90", "1237.90"),
    ("taobao_lines", 4, 3, "1420.90", "1237.90"),
    ("tmall_orders taobao_refunds", 4, 3, "1420.90", "1237.90"),
    ("tmall_orders tmall_order_totals taobao_refunds", 4, 3, "1420.90", "1237.90"),
    ("tmall_orders", 4, 3, "1420.90", "1237.90"),
    ("tmall_order_totals", 4, 3, "1420.90", "1237.90"),
    ("douyin_orders douyin_refunds", 4, 3, "1420.90", "1237.90"),
    ("kuaishou_orders kuaishou_refunds", 5, 3, "1420.90", "1237.90"),
    ("pinduoduo_orders pinduoduo_refunds", 5, 3, "1420.90", "1237.90"),
    ("jd_orders jd_refunds", 4, 3, "1420.90", "1237.90"),
    ("xiaohongshu_orders xiaohongshu_refunds", 4, 3, "1420.90", "1237.90"),
    ("xiaohongshu_orders.repeated xiaohongshu_refunds", 4, 3, "1420.90", "1237.90"),
    ("wechat_shop_orders wechat_shop_refunds", 4, 3, "1420.90", "1237.90"),
    ("wechat_shop_orders", 4, 3, "1420.90", "1237.90"),
]


def rows(run: Run, group: str, *options: str) -> list[dict[str, object]]:
    files = [str(next((PROFILES / name).glob("export.*"))) for name in group.split()]
    ran = run("refund-rate", *files, "--format", "json", *options)
    assert ran.code == 0, ran.err
    tables = json.loads(ran.out)["pages"]["refund_rate"]["tables"]
    found: list[dict[str, object]] = tables["by_sku" if options else "overall"]
    return found


@pytest.mark.parametrize("group", [*GROUPS, *POTTERY], ids=lambda group: group[0])
def test_one_history_gives_the_same_numbers_on_each_platform(group: Group, run: Run) -> None:
    files, orders, refunded, paid, back = group
    whole = {row["measure"]: row for row in rows(run, files) if row["stage"] == "all"}
    assert (whole["orders"]["n"], whole["orders"]["k"]) == (orders, refunded)
    assert (whole["amount"]["n"], whole["amount"]["k"]) == (paid, back)


@pytest.mark.parametrize(
    "files",
    [
        "shopify_orders shopify_refunds",
        "woocommerce_orders woocommerce_refunds",
        "tiktok_shop_orders tiktok_shop_refunds",
        "lazada_orders lazada_refunds",
        "bigcommerce_orders bigcommerce_refunds",
    ],
)
def test_what_came_back_is_known_by_its_sku(files: str, run: Run) -> None:
    orders = [row for row in rows(run, files, "--by", "sku") if row["measure"] == "orders"]
    back = {row["sku"]: (row["n"], row["k"]) for row in orders}
    assert back.pop("SCARF-M") == (2, 2)
    assert sorted(back.values()) == [(1, 0), (1, 1), (2, 0)]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ("shopify_orders", False),
        ("woocommerce_orders", False),
        ("shopify_orders shopify_refunds", True),
    ],
)
def test_units_of_a_part_of_the_money_are_not_guessed(files: str, told: bool, run: Run) -> None:  # noqa: FBT001 a table
    (units,) = (one for one in rows(run, files) if (one["measure"], one["stage"]) == UNITS)
    assert (units["k"] is not None) is told
