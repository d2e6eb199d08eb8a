import polars as pl
import pytest
from tables import settings_of, shop_of

from shopmetrics.facts.ids import all_differ
from shopmetrics.facts.line import line_facts, numbered, paid_lines
from shopmetrics.facts.link import capped, link
from shopmetrics.facts.order import order_facts
from shopmetrics.facts.paid import with_paid
from shopmetrics.facts.refund import causes, refund_facts
from shopmetrics.shop import Shop

SOLD = """
    order_id  line_id  customer_id  sku  quantity  paid   ordered_at        shipped_at
    A1        A1-1     ann          mug  2         20.00  2026-03-01 09:00  2026-03-02 09:00
    A1        A1-2     ann          cup  1         10.00  2026-03-01 09:00  2026-03-02 09:00
    A2        A2-1     ann          mug  1         10.00  2026-03-09 09:00  -
"""
RECEIVED = ("  received_at", "  2026-03-05 09:00", "  2026-03-05 09:00", "  -")
ORDERS = "\n".join(map("".join, zip(SOLD.strip().splitlines(), RECEIVED, strict=True)))


def pieces(shop: Shop) -> pl.DataFrame:
    lines = paid_lines(with_paid(numbered(shop.orders), shop.refunds)).collect()
    return capped(link(lines, shop.refunds), lines).sort("refund", "line")


def linked(refunds: str, orders: str = ORDERS) -> list[tuple[object, ...]]:
    return pieces(shop_of(orders, refunds)).select("line", "how", "amount", "units").rows()


def facts(shop: Shop) -> tuple[pl.DataFrame, pl.DataFrame]:
    settings = settings_of(shop)
    paid = paid_lines(with_paid(numbered(shop.orders), shop.refunds)).collect()
    lines, parts = paid.lazy(), capped(link(paid, shop.refunds), paid).lazy()
    named = causes(shop.refunds, {})
    refunds = refund_facts(parts, lines, named.lazy(), settings)
    sold = line_facts(lines, parts, settings.period)
    return order_facts(sold, refunds, ("quality",), {}).collect(), refunds.sort("refund").collect()


def test_lines_of_one_order_that_are_scattered_are_one_order() -> None:
    shop = shop_of("""
        order_id  line_id  sku  paid   ordered_at
        A1        1        mug  10.00  2026-03-01 09:00
        A2        1        mug  10.00  2026-03-01 09:00
        A1        2        cup  10.00  2026-03-01 09:00
    """)
    assert numbered(shop.orders)["order"].to_list() == [0, 0, 1]


def test_order_ids_of_two_platforms_do_not_meet() -> None:
    shop = shop_of("""
        platform  order_id  sku  paid   ordered_at
        taobao    A1        mug  10.00  2026-03-01 09:00
        douyin    A1        mug  10.00  2026-03-01 09:00
    """)
    assert numbered(shop.orders)["order"].n_unique() == 2


def test_customers_of_two_platforms_do_not_meet() -> None:
    shop = shop_of("""
        platform  order_id  customer_id  sku  paid   ordered_at
        taobao    A1        ann          mug  10.00  2026-03-01 09:00
        douyin    A2        ann          mug  10.00  2026-03-01 09:00
        douyin    A3        ann          mug  10.00  2026-03-01 09:00
    """)
    lines = paid_lines(with_paid(numbered(shop.orders), shop.refunds)).collect()
    assert lines["customer"].n_unique() == 2


def test_order_that_was_never_paid_is_no_line_unless_it_was_refunded() -> None:
    shop = shop_of(
        """
        order_id  sku  paid   ordered_at        state   paid_at
        A1        mug  10.00  2026-03-01 09:00  unpaid  -
        A2        mug  10.00  2026-03-01 09:00  closed  -
        A3        mug  10.00  2026-03-01 09:00  closed  -
        A4        mug  10.00  2026-03-01 09:00  closed  2026-03-01 09:05
        A5        mug  10.00  2026-03-01 09:00  -       -
        """,
        """
        refund_id  order_id  amount
        R1         A3        1.00
        R2         A2        0.00
        """,
    )
    lines = paid_lines(with_paid(numbered(shop.orders), shop.refunds)).collect()
    assert lines["order_id"].to_list() == ["A3", "A4"]


def test_refund_finds_its_line_by_line_id() -> None:
    found = linked("""
        refund_id  order_id  line_id  amount  kind           state
        R1         A1        A1-2     4.00    return_refund  succeeded
    """)
    assert found == [(1, "line", 400, 1)]


def test_refund_that_names_a_sub_order_finds_the_line() -> None:
    found = linked("""
        refund_id  order_id  amount  kind           state
        R1         A1-2      4.00    refund_only    succeeded
    """)
    assert found == [(1, "line", 400, 0)]


def test_refund_finds_its_line_by_sku() -> None:
    found = linked("""
        refund_id  order_id  sku  amount  quantity  kind           state
        R1         A1        mug  10.00   1         return_refund  succeeded
    """)
    assert found == [(0, "sku", 1000, 1)]


def test_refund_of_an_order_of_one_line_needs_nothing_more() -> None:
    found = linked("""
        refund_id  order_id  amount  kind           state
        R1         A2        10.00   refund_only    succeeded
    """)
    assert found == [(2, "order", 1000, 1)]


def test_refund_of_several_lines_is_spread_by_what_was_paid_to_the_cent() -> None:
    found = linked("""
        refund_id  order_id  amount  kind           state
        R1         A1        10.00   refund_only    succeeded
    """)
    assert found == [(0, "spread", 666, 0), (1, "spread", 334, 0)]


def test_return_without_an_order_goes_to_the_latest_earlier_purchase_of_the_sku() -> None:
    found = linked("""
        refund_id  order_id  customer_id  sku  requested_at      amount  kind           state
        R1         -         ann          mug  2026-03-08 09:00  10.00   return_refund  succeeded
        R2         -         ann          mug  2026-03-10 09:00  10.00   return_refund  succeeded
        R3         -         ann          mug  2026-02-10 09:00  10.00   return_refund  succeeded
        R4         -         bob          mug  2026-03-10 09:00  10.00   return_refund  succeeded
    """)
    assert [(line, how) for line, how, *_ in found] == [
        (0, "customer"),
        (2, "customer"),
        (None, "none"),
        (None, "none"),
    ]


_OF_DOUYIN = """
    platform  shop    refund_id  order_id  amount  kind         state
    douyin    douyin  R1         A1        10.00   refund_only  succeeded
"""
_OF_TAOBAO = """
    platform  shop    order_id  line_id  sku  quantity  paid   ordered_at        paid_at
    taobao    taobao  A1        T1-1     X    1         10.00  2026-03-01 09:00  2026-03-01 09:01
"""


def test_refund_of_another_platform_is_not_matched() -> None:
    assert linked(_OF_DOUYIN, _OF_TAOBAO) == [(None, "none", 1000, 1)]


def test_orders_that_name_no_platform_may_be_of_any() -> None:
    found = linked(_OF_DOUYIN)
    assert {how for _, how, *_ in found} == {"spread"}
    assert sum(int(str(amount)) for _, _, amount, _ in found) == 1000


def test_orders_of_the_refund_s_own_platform_come_first() -> None:
    both = """
    platform  shop    order_id  line_id  sku  quantity  paid   ordered_at        paid_at
    plain     plain   A1        P1-1     X    1         10.00  2026-03-01 09:00  2026-03-01 09:01
    douyin    douyin  A1        D1-1     X    1         10.00  2026-03-01 09:00  2026-03-01 09:01
    """
    assert [how for _, how, *_ in linked(_OF_DOUYIN, both)] == ["order"]


def test_what_exceeds_the_order_is_cut_off_the_latest_refund() -> None:
    shop = shop_of(
        ORDERS,
        """
        refund_id  order_id  line_id  requested_at      amount  kind         state
        R1         A1        A1-1     2026-03-09 09:00  20.00   refund_only  succeeded
        R2         A1        A1-1     2026-03-08 09:00  18.00   refund_only  succeeded
        R3         A1        A1-1     2026-03-10 09:00  5.00    refund_only  pending
        """,
    )
    found = pieces(shop).select("amount", "excess").rows()
    assert found == [(1200, 800), (1800, 0), (500, 0)]


def test_order_whose_money_is_not_known_is_not_capped() -> None:
    shop = shop_of(
        """
        order_id  sku  paid  ordered_at
        A1        mug  -     2026-03-01 09:00
        """,
        """
        refund_id  order_id  amount  kind         state
        R1         A1        20.00   refund_only  succeeded
        """,
    )
    assert pieces(shop).select("amount", "excess").rows() == [(2000, 0)]


def test_stage_is_read_off_shipment_and_receipt_where_it_is_not_given() -> None:
    shop = shop_of(
        ORDERS,
        """
        refund_id  order_id  sku  requested_at      amount  kind         state      stage
        R1         A1        mug  2026-03-01 10:00  1.00    refund_only  succeeded  -
        R2         A1        mug  2026-03-03 10:00  1.00    refund_only  succeeded  -
        R3         A1        mug  2026-03-06 10:00  1.00    refund_only  succeeded  -
        R4         A2        mug  2026-03-10 10:00  1.00    refund_only  succeeded  -
        R5         A2        mug  2026-03-10 10:00  1.00    refund_only  succeeded  after_receipt
        R6         Z9        mug  2026-03-10 10:00  1.00    refund_only  succeeded  -
        """,
    )
    _, refunds = facts(shop)
    assert refunds["stage"].to_list() == [
        "before_shipment",
        "after_shipment",
        "after_receipt",
        "before_shipment",
        "after_receipt",
        None,
    ]


def test_stage_is_not_known_where_no_shipment_is_ever_told() -> None:
    shop = shop_of(
        """
        order_id  sku  paid   ordered_at
        A1        mug  10.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  requested_at      amount  kind         state
        R1         A1        2026-03-01 10:00  1.00    refund_only  succeeded
        """,
    )
    _, refunds = facts(shop)
    assert refunds["stage"].to_list() == [None]


def test_order_adds_up_its_lines() -> None:
    orders, _ = facts(shop_of(ORDERS))
    assert orders.select("order", "units", "paid", "refunded").rows() == [
        (0, 3, 3000, False),
        (1, 1, 1000, False),
    ]


def test_refund_of_more_units_than_were_sold_counts_those_sold() -> None:
    found = linked("""
        refund_id  order_id  amount  quantity  kind           state
        R1         A2        10.00   5         return_refund  succeeded
    """)
    assert found == [(2, "order", 1000, 1)]


def test_refunds_beyond_their_line_are_told_from_those_beyond_their_order() -> None:
    shop = shop_of(
        """
        order_id  line_id  sku  paid   ordered_at
        A1        1        mug  10.00  2026-03-01 09:00
        A1        2        cup  90.00  2026-03-01 09:00
        """,
        """
        refund_id  order_id  line_id  amount  requested_at      kind         state
        R1         A1        1        6.00    2026-03-03 09:00  refund_only  succeeded
        R2         A1        1        6.00    2026-03-04 09:00  refund_only  succeeded
        R3         A1        2        5.00    2026-03-04 09:00  refund_only  succeeded
        """,
    )
    lines = paid_lines(with_paid(numbered(shop.orders), shop.refunds)).collect()
    pieces = capped(link(lines, shop.refunds), lines)
    assert pieces.sort("refund_id")["beyond_line"].to_list() == [True, True, False]
    assert pieces["excess"].sum() == 0


@pytest.mark.parametrize(
    ("ids", "differ"),
    [
        (["1", "2", "10"], True),
        (["10", "2", "1"], True),
        (["2", "10", "1"], True),
        (["1", "2", "2"], False),
        (["2", "2", "1"], False),
        (["2", "1", "2"], False),
        (["1", "01", "2"], True),  # texts that are one number
        (["a", "1", "b"], True),
        (["a", None, None], False),
        (["1"], True),
        ([], True),
    ],
)
def test_ids_are_told_apart_as_texts(ids: list[str | None], *, differ: bool) -> None:
    assert all_differ(pl.Series(ids, dtype=pl.String)) is differ


@pytest.mark.parametrize(
    ("refund", "amount", "units"), [("A1#refund", "4.00", None), ("R1", "4.00", 0)]
)
def test_part_of_the_money_alone_does_not_say_how_many_units_came_back(
    refund: str, amount: str, units: int | None
) -> None:
    ((*_, found),) = linked(f"""
        refund_id  order_id  line_id  amount    kind         state
        {refund}   A1        A1-2     {amount}  refund_only  succeeded
    """)
    assert found == units
