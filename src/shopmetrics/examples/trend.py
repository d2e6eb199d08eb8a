"""What a trend is, by example."""

from shopmetrics.page import Example

EXAMPLES = (
    Example(
        shows="a day without orders has no rate; too few days draw no limits",
        orders="""
            order_id  paid   ordered_at
            A1        10.00  2026-03-02 09:00
            A2        10.00  2026-03-02 10:00
            A3        10.00  2026-03-04 10:00
        """,
        refunds="""
            refund_id  order_id  amount  settled_at        kind         state
            R1         A1        10.00   2026-03-04 23:59  refund_only  succeeded
        """,
        options={"by": ("day",)},
        answer={
            "days": """
                at          n  k  rate  projected  centre  signal
                2026-03-02  2  1  0.5   -          -       -
                2026-03-03  0  0  -     -          -       -
                2026-03-04  1  0  0     -          -       -
            """,
            "range": "",
        },
        unknown=("too_few_refunds", "too_few_periods"),
    ),
    Example(
        shows="of 3 refunds that went through in a week, 2 may be of orders before it",
        orders="""
            order_id  paid   ordered_at
            A1        10.00  2026-03-02 09:00
            A2        10.00  2026-03-03 09:00
            A3        10.00  2026-03-09 09:00
            A4        10.00  2026-03-10 09:00
        """,
        refunds="""
            refund_id  order_id  amount  settled_at        kind         state
            R1         A1        10.00   2026-03-09 09:00  refund_only  succeeded
            R2         A2        10.00   2026-03-10 09:00  refund_only  succeeded
            R3         A4        10.00   2026-03-15 23:59  refund_only  succeeded
        """,
        options={
            "by": ("week",),
            "min_orders": 1,
            "maturity.horizon": 6,
            "maturity.min_refunds": 1,
        },
        answer={
            "weeks": """
                at          n  k  rate
                2026-03-02  2  2  1
                2026-03-09  2  1  0.5
            """,
            "newest": """
                at          says    n  k  landed  landed_before  older
                2026-03-09  steady  2  1  3       0              2
            """,
            "range": """
                which    at          n  k  rate
                lowest   2026-03-09  2  1  0.5
                highest  2026-03-02  2  2  1
            """,
        },
        unknown=("too_few_periods",),
    ),
)
