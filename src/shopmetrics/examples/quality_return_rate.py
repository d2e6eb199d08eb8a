"""What a quality return rate is, by example."""

from shopmetrics.page import Example

EXAMPLES = (
    Example(
        shows="a rejected request counts, a changed mind does not, and the first reason decides",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
            A2        mug  10.00  2026-03-01 10:00
            A3        mug  10.00  2026-03-01 11:00
            A4        mug  10.00  2026-03-01 12:00
        """,
        refunds="""
            refund_id  order_id  amount  kind         state      first_reason  reason
            R1         A1        10.00   refund_only  rejected   质量问题      质量问题
            R2         A2        10.00   refund_only  succeeded  不想要了      不想要了
            R3         A3        10.00   refund_only  succeeded  质量问题      不想要了
        """,
        answer={
            "overall": """
                rule     n  k
                default  4  2
            """,
            "headroom": """
                band   limit  bad_orders_left  clean_orders_needed
                watch  0.01   0                196
                alarm  0.03   0                63
            """,
            "rollout": "date  projected",
        },
    ),
    Example(
        shows="a rule's window: 30 days of its platform's orders received, rolling out day by day",
        orders="""
            platform  order_id  sku  paid   ordered_at        received_at
            douyin    A1        mug  10.00  2026-02-01 09:00  2026-02-05 09:00
            douyin    A2        mug  10.00  2026-02-20 09:00  2026-03-01 09:00
            douyin    A3        mug  10.00  2026-02-20 09:00  2026-03-02 09:00
            douyin    A4        mug  10.00  2026-03-20 09:00  2026-03-30 09:00
            douyin    A5        mug  10.00  2026-03-30 09:00  -
            taobao    A6        mug  10.00  2026-03-20 09:00  2026-03-30 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state     first_reason
            R1         A1        10.00   2026-02-06 09:00  refund_only  rejected  质量问题
            R2         A2        10.00   2026-03-03 09:00  refund_only  rejected  质量问题
        """,
        options={"rule": "douyin"},
        answer={
            "overall": """
                rule    platform  since       until       min_orders  n  k
                douyin  douyin    2026-03-01  2026-03-30  30          3  1
            """,
            "rollout": """
                date        n  k  projected
                2026-03-31  2  0  0
                2026-04-01  1  0  0
            """,
        },
        unknown=("rule_partly_public",),
    ),
    Example(
        shows="a rule that its platform has not published gives no number",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  kind         state     first_reason
            R1         A1        10.00   refund_only  rejected  质量问题
        """,
        options={"rule": "jd"},
        answer={
            "overall": """
                rule  n  k
                jd    1  -
            """,
            "headroom": "band  limit",
        },
        unknown=("rule_not_public",),
    ),
    Example(
        shows="without reasons there is no rate",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded
        """,
        answer={
            "overall": """
                n  k
                1  -
            """
        },
        unknown=("no_reasons",),
    ),
)
