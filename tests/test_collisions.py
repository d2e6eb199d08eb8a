"""Where orders and refunds collide, each case by itself: found by the oracle, kept as an example."""

from datetime import date

import polars as pl
from tables import report_of, settings_of, shop_of

from shopmetrics.page import Page
from shopmetrics.pages import hotspots, reasons, refund_rate
from shopmetrics.shop import Shop

Row = dict[str, object]


def rows(page: Page, table: str, shop: Shop, **options: object) -> list[Row]:
    answer = report_of(page, shop, settings_of(shop, options)).answers[page.name]
    return answer.tables[table].rows.to_dicts()


def counts(shop: Shop, table: str = "overall", **options: object) -> dict[object, tuple[int, int]]:
    """Return n and k by measure, or by group and measure."""
    found = {}
    for row in rows(refund_rate.PAGE, table, shop, **options):
        if row.get("stage", "all") == "all":
            group = row.get(table.removeprefix("by_"))
            key = row["measure"] if group is None else (group, row["measure"])
            found[key] = row["n"], row["k"]
    return found


def test_return_without_a_quantity_is_of_all_units_of_the_line() -> None:
    shop = shop_of(
        """
        order_id  sku  quantity  paid   ordered_at
        A1        mug  3         30.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  amount  kind           state
        R1         A1        30.00   return_refund  succeeded
        """,
    )
    assert counts(shop)["units"] == (3, 3)


def test_no_more_units_come_back_than_the_line_had() -> None:
    shop = shop_of(
        """
        order_id  sku  quantity  paid   ordered_at
        A1        mug  1         10.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  quantity  amount  kind           state
        R1         A1        2         10.00   return_refund  succeeded
        """,
    )
    assert counts(shop)["units"] == (1, 1)


def test_change_of_reasons_by_refund_time_is_against_what_was_settled_before() -> None:
    shop = shop_of(
        """
        order_id  sku  paid   ordered_at
        A1        mug  10.00  2026-01-05 09:00
        A2        mug  10.00  2026-01-05 09:00
        """,
        """
        refund_id  order_id  amount  settled_at        kind         state      reason
        R1         A1        10.00   2026-02-10 09:00  refund_only  succeeded  质量问题
        R2         A2        10.00   2026-03-10 09:00  refund_only  succeeded  质量问题
        """,
    )
    march = {"since": "2026-03-01", "until": "2026-03-28", "basis": "refund_time"}
    assert rows(reasons.PAGE, "top", shop, **march)[0]["change"] == 0


def test_refund_of_a_list_without_a_platform_counts_for_the_order_s_platform() -> None:
    shop = shop_of(
        """
        platform  shop    order_id  sku  paid   ordered_at
        taobao    taobao  A1        mug  10.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  amount  kind         state
        R1         A1        10.00   refund_only  succeeded
        """,
    )
    for name in ("platform", "shop"):
        found = counts(shop, f"by_{name}", by=(name,))
        assert {key: value for key, value in found.items() if key[1] == "orders"} == {
            ("taobao", "orders"): (1, 1)
        }


def test_refund_is_of_the_line_s_sku_even_where_the_line_has_none() -> None:
    shop = shop_of(
        """
        order_id  sku  paid   ordered_at
        A1        -    10.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  sku  amount  kind         state
        R1         A1        mug  10.00   refund_only  succeeded
        """,
    )
    assert all(k <= n for n, k in counts(shop, "by_sku", by=("sku",)).values())
    assert rows(hotspots.PAGE, "sku", shop) == []


def test_order_is_not_paid_because_another_platform_s_order_of_that_id_was_refunded() -> None:
    shop = shop_of(
        """
        platform  shop    order_id  sku  paid   ordered_at        state
        taobao    taobao  A1        mug  10.00  2026-03-01 09:00  unpaid
        douyin    douyin  A1        mug  10.00  2026-03-01 09:00  received
        """,
        """
        platform  shop    refund_id  order_id  amount  kind         state
        douyin    douyin  R1         A1        10.00   refund_only  succeeded
        """,
    )
    assert counts(shop)["orders"] == (1, 1)


def test_refund_by_sub_order_shows_that_the_order_was_paid() -> None:
    shop = shop_of(
        """
        order_id  line_id  sku  paid   ordered_at        state
        A1        S1       mug  10.00  2026-03-01 09:00  closed
        """,
        """
        refund_id  order_id  amount  kind         state
        R1         S1        10.00   refund_only  succeeded
        """,
    )
    assert counts(shop)["orders"] == (1, 1)


def test_customers_of_two_platforms_are_two_even_of_the_same_id() -> None:
    shop = shop_of(
        """
        platform  shop    order_id  customer_id  sku  paid   ordered_at
        taobao    taobao  A1        ann          mug  10.00  2026-03-01 09:00
        """,
        """
        platform  shop    refund_id  customer_id  sku  amount  requested_at      kind         state
        douyin    douyin  R1         ann          mug  10.00   2026-03-02 09:00  refund_only  succeeded
        """,
    )
    assert counts(shop)["orders"] == (1, 0)


def test_return_without_an_order_finds_the_own_platform_s_earlier_purchase() -> None:
    shop = shop_of(
        """
        platform  shop    order_id  customer_id  sku  paid   ordered_at
        douyin    douyin  A1        ann          mug  10.00  2026-03-01 09:00
        taobao    taobao  A1        ann          mug  10.00  2026-03-02 09:00
        """,
        """
        platform  shop    refund_id  customer_id  sku  amount  requested_at      kind         state
        douyin    douyin  R1         ann          mug  10.00   2026-03-03 09:00  refund_only  succeeded
        """,
    )
    first, second = date(2026, 3, 1), date(2026, 3, 2)
    found = counts(shop, "by_day", by=("day",))
    assert (found[first, "orders"], found[second, "orders"]) == ((1, 1), (1, 0))


def test_rows_in_another_order_share_a_refund_the_same_way() -> None:
    shop = shop_of(
        """
        order_id  line_id  sku  quantity  paid  ordered_at
        A1        1        mug  1         1.00  2026-03-01 09:00
        A1        2        cup  1         1.00  2026-03-01 09:00
        A1        3        hat  1         1.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  quantity  amount  kind           state
        R1         A1        1         1.01    return_refund  succeeded
        """,
    )
    turned = Shop(shop.orders.reverse(), shop.refunds, "Asia/Shanghai", "CNY", 2, shop.as_of)
    assert counts(turned, "by_sku", by=("sku",)) == counts(shop, "by_sku", by=("sku",))


def test_refunds_of_one_moment_are_capped_alike_in_any_order() -> None:
    shop = shop_of(
        """
        order_id  line_id  sku  paid  ordered_at
        A1        1        mug  5.00  2026-03-01 09:00
        A1        2        cup  5.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  line_id  amount  settled_at        kind         state
        R1         A1        1        8.00    2026-03-02 09:00  refund_only  succeeded
        R2         A1        2        8.00    2026-03-02 09:00  refund_only  succeeded
        """,
    )
    turned = Shop(shop.orders, shop.refunds.reverse(), "Asia/Shanghai", "CNY", 2, shop.as_of)
    assert counts(turned, "by_sku", by=("sku",)) == counts(shop, "by_sku", by=("sku",))


def test_breakdown_shows_what_has_no_group() -> None:
    shop = shop_of(
        """
        order_id  sku  region  paid   ordered_at
        A1        mug  浙江省  10.00  2026-03-01 09:00
        A2        mug  -       10.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  amount  kind         state
        R1         A2        10.00   refund_only  succeeded
        """,
    )
    whole = counts(shop)["amount"]
    table = rows(refund_rate.PAGE, "by_region", shop, by=("region",))
    parts = pl.DataFrame(table).filter(pl.col("measure") == "amount")
    assert (parts["n"].sum(), parts["k"].sum()) == whole
