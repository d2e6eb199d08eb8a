"""Worked examples of the hotspots page."""

from shopmetrics.page import Example

_FOUR_ORDERS = """
    order_id  sku  paid   ordered_at
    A1        mug  10.00  2026-03-02 09:00
    A2        mug  10.00  2026-03-02 10:00
    A3        cup  10.00  2026-03-02 10:00
    A4        cup  10.00  2026-03-03 10:00
"""
_FEW = ("too_few_orders", "too_few_days")
EXAMPLES = (
    Example(
        shows="a group is compared with all others; below min_orders there is no q and nothing hot",
        orders=_FOUR_ORDERS,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded
            R2         A2        10.00   2026-03-03 09:00  refund_only  succeeded
            R3         A3        5.00    2026-03-03 09:00  refund_only  succeeded
        """,
        answer={
            "sku": """
                sku  n  k  rate  lift  excess  money  p    q  hot
                mug  2  2  1     2     1       1000   0.5  -  false
                cup  2  1  0.5   0.5   -1      -500   1    -  false
            """,
        },
        unknown=_FEW,
    ),
    Example(
        shows="an hour is held against what its goods would send back, not against other hours",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-02 09:00
            A2        mug  10.00  2026-03-02 20:00
            A3        mug  10.00  2026-03-02 20:00
            A4        cup  10.00  2026-03-02 09:00
            A5        cup  10.00  2026-03-02 09:00
            A6        cup  10.00  2026-03-02 20:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded
            R2         A2        10.00   2026-03-03 09:00  refund_only  succeeded
            R3         A3        10.00   2026-03-03 09:00  refund_only  succeeded
        """,
        answer={
            "hour": """
                hour  n  k  expected  lift  excess
                9     3  1  1         1     0
                20    3  2  2         1     0
            """
        },
        unknown=_FEW,
    ),
    Example(
        shows="a SKU sold in one hour alone says nothing about that hour",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-02 20:00
            A2        mug  10.00  2026-03-02 20:00
            A3        cup  10.00  2026-03-02 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded
            R2         A2        10.00   2026-03-03 09:00  refund_only  succeeded
        """,
        answer={
            "hour": """
                hour  n  k  expected  lift
                20    2  2  2         1
                9     1  0  0         -
            """
        },
        unknown=_FEW,
    ),
    Example(
        shows="a SKU and a cause: the orders that came back for it, of all orders of the SKU",
        orders="\n".join(
            ["order_id  sku  paid  ordered_at"]
            + [f"A{at}  mug  10.00  2026-03-0{1 + at % 9} 09:00" for at in range(30)]
            + [f"B{at}  cup  10.00  2026-03-0{1 + at % 9} 09:00" for at in range(30)]
        ),
        refunds="""
            refund_id  order_id  amount  kind         state      reason
            R1         A1        10.00   refund_only  succeeded  尺码不合适
            R2         A2        10.00   refund_only  succeeded  尺码不合适
            R3         A3        10.00   refund_only  succeeded  尺码不合适
            R4         B1        10.00   refund_only  succeeded  尺码不合适
            R5         B2        10.00   refund_only  succeeded  质量问题
        """,
        answer={
            "sku_cause": """
                sku  cause    n   k  lift  excess  money  p
                mug  size     30  3  3     2       2000   0.306
                cup  quality  30  1  -     1       1000   0.5
                cup  size     30  1  0.333  -2     -2000  0.944
            """
        },
        unknown=("no_request_times",),
    ),
)
