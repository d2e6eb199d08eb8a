"""Worked examples of the reasons page."""

from shopmetrics.page import Example

_REFUNDS = """
    refund_id  order_id  amount  requested_at      kind         state      reason
    R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded  质量问题
    R2         A2        10.00   2026-03-03 09:00  refund_only  succeeded  尺码不合适
    R3         A3        10.00   2026-03-03 09:00  refund_only  succeeded  尺码不合适
    R4         A4        10.00   2026-03-03 09:00  refund_only  succeeded  火星文
    R5         A5        10.00   2026-03-03 09:00  refund_only  rejected   质量问题
"""
_ORDER_ROWS = """
    order_id  sku  paid   ordered_at
    A1        mug  10.00  2026-03-01 09:00
    A2        cup  10.00  2026-03-01 10:00
    A3        cup  10.00  2026-03-01 11:00
    A4        mug  10.00  2026-03-01 12:00
    A5        mug  10.00  2026-03-01 12:00
"""
EXAMPLES = (
    Example(
        shows="reasons rank by refunded orders; a rejected request is none; unknown are listed",
        orders=_ORDER_ROWS,
        refunds=_REFUNDS,
        options={"top": 2},
        answer={
            "top": """
                rank  reason      cause    orders  share  amount  money_per_month  leading_skus
                1     尺码不合适  size     2       0.5    2000    -                cup
                2     火星文      -        1       0.25   1000    -                mug
            """,
            "causes": """
                cause    orders  share
                size     2       0.5
                quality  1       0.25
            """,
            "unknown": """
                reason  orders
                火星文  1
            """,
        },
    ),
    Example(
        shows="refunds without any orders still give reasons, and say that orders are missing",
        orders="",
        refunds=_REFUNDS,
        options={"top": 1},
        answer={
            "top": """
                rank  reason      orders  share
                1     尺码不合适  2       0.5
            """
        },
        unknown=("no_orders",),
    ),
    Example(
        shows="a month's money, and how much of it is above the rate of the period before",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
            A2        mug  10.00  2026-03-10 09:00
            A3        mug  10.00  2026-03-30 09:00
            A4        mug  10.00  2026-03-31 09:00
            B1        mug  10.00  2026-04-01 09:00
            B2        mug  10.00  2026-04-30 09:00
            C1        mug  10.00  2026-05-30 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state      reason
            R1         A4        10.00   2026-04-03 09:00  refund_only  succeeded  尺码不合适
            R2         B1        10.00   2026-04-03 09:00  refund_only  succeeded  尺码不合适
        """,
        options={"since": "2026-04-01", "until": "2026-04-30", "min_orders": 1},
        answer={
            "causes": """
                cause  orders  share  amount  change  money_per_month  above_per_month
                size   1       1      1000    0       1015             507
            """
        },
    ),
)
