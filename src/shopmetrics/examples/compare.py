"""What a comparison is, by example."""

from shopmetrics.page import Example

_ORDERS = """
    order_id  sku  quantity  paid   ordered_at
    A1        mug  1         10.00  2026-03-02 09:00
    A2        mug  1         10.00  2026-03-03 09:00
    A3        cup  1         10.00  2026-03-04 09:00
    A4        cup  1         10.00  2026-03-05 09:00
    B1        mug  1         10.00  2026-03-09 09:00
    B2        mug  1         10.00  2026-03-10 09:00
    B3        mug  1         10.00  2026-03-11 09:00
    B4        cup  1         10.00  2026-03-15 09:00
    C1        cup  1         10.00  2026-03-25 23:59
"""
_REFUNDS = """
    refund_id  order_id  amount  settled_at        kind         state      reason
    R1         A1        10.00   2026-03-04 09:00  refund_only  succeeded  质量问题
    R2         A2        10.00   2026-03-20 09:00  refund_only  succeeded  质量问题
    R3         B1        10.00   2026-03-12 09:00  refund_only  succeeded  质量问题
    R4         B2        10.00   2026-03-12 09:00  refund_only  succeeded  尺码不合适
"""

EXAMPLES = (
    Example(
        shows="both weeks get 10 days, the age of the youngest order: a refund on day 17 is out",
        orders=_ORDERS,
        refunds=_REFUNDS,
        options={"since": "2026-03-09", "until": "2026-03-15", "by": ("sku",)},
        answer={
            "rates": """
                measure  side  what      follow_up  n     k     rate
                orders   a     2026-W10  10         4     1     0.25
                orders   b     2026-W11  10         4     2     0.5
                units    a     2026-W10  10         4     1     0.25
                units    b     2026-W11  10         4     2     0.5
                amount   a     2026-W10  10         4000  1000  0.25
                amount   b     2026-W11  10         4000  2000  0.5
            """,
            "difference": """
                measure  points  ratio  p
                orders   0.25    2      0.465
            """,
            "drivers": """
                dimension  group  rate_effect  mix_effect  total
                sku        mug    0.104        0.052       0.156
                sku        cup    0            0.094       0.094
            """,
            "biggest": "",
        },
        unknown=("too_few_to_compare",),
    ),
    Example(
        shows="a week that ended yesterday has not had the seven days of follow_up",
        orders=_ORDERS,
        refunds=_REFUNDS,
        options={"since": "2026-03-18", "until": "2026-03-24"},
        answer={"rates": "", "difference": "", "drivers": ""},
        unknown=("younger_than_follow_up",),
    ),
)
