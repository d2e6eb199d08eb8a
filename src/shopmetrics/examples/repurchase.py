"""What coming back means, by example."""

from shopmetrics.page import Example

EXAMPLES = (
    Example(
        shows="two orders on one day are one purchase; coming back takes another day",
        orders="""
            order_id  customer_id  sku  paid   ordered_at
            A1        ann          mug  10.00  2026-01-01 09:00
            A2        ann          mug  10.00  2026-01-01 18:00
            B1        bob          mug  10.00  2026-01-01 09:00
            B2        bob          cup  30.00  2026-01-21 09:00
            C1        cat          cup  30.00  2026-03-20 09:00
        """,
        answer={
            "rates": """
                name                 n      k     rate
                period_rate          3      1     0.333
                within_30            2      1     0.5
                within_60            2      1     0.5
                within_90            0      0     -
                buyback              -      -     -
                returning_customers  3      -     -
                returning_orders     5      1     0.2
                returning_amount     9000   3000  0.333
            """,
            "curve": """
                days  at_risk  n  k  rate
                20    2        3  1  0.5
            """,
            "steps": """
                from_purchase  to_purchase  n  k
                1              2            3  1
                2              3            1  0
            """,
            "gap": """
                q25  median  q75  gaps
                20   20      20   1
            """,
            "cohorts": """
                cohort      months_since  customers  active  amount
                2026-01-01  0             2          2       6000
                2026-01-01  1             2          0       0
                2026-01-01  2             2          -       -
                2026-03-01  0             1          -       -
            """,
        },
    ),
    Example(
        shows="of the period's customers, those who had bought before it came back",
        orders="""
            order_id  customer_id  sku  paid   ordered_at
            A1        ann          mug  10.00  2026-01-10 09:00
            A2        ann          mug  10.00  2026-02-10 09:00
            B1        bob          mug  10.00  2026-02-11 09:00
        """,
        options={"since": "2026-02-01", "until": "2026-02-28"},
        answer={
            "rates": """
                name                 n     k
                period_rate          2     0
                within_30            0     0
                within_60            0     0
                within_90            0     0
                buyback              1     1
                returning_customers  2     1
                returning_orders     2     1
                returning_amount     2000  1000
            """
        },
    ),
    Example(
        shows="an order wholly refunded before shipment is no purchase",
        orders="""
            order_id  customer_id  sku  paid   ordered_at        shipped_at
            A1        ann          mug  10.00  2026-01-10 09:00  2026-01-11 09:00
            A2        ann          mug  10.00  2026-02-10 09:00  -
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state      stage
            R1         A2        10.00   2026-02-10 10:00  refund_only  succeeded  before_shipment
        """,
        answer={
            "steps": """
                from_purchase  to_purchase  n  k
                1              2            1  0
            """
        },
    ),
    Example(
        shows="without customer ids there is no rate",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-01-10 09:00
        """,
        answer={"rates": "name  n  k"},
        unknown=("no_customers",),
    ),
)
