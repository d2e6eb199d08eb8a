"""What the refund rate is, by example."""

from shopmetrics.page import Example

EXAMPLES = (
    Example(
        shows="an order refunded twice counts once; pending, rejected and exchanged not at all",
        orders="""
            order_id  customer_id  sku  quantity  paid   ordered_at
            A1        ann          mug  1         10.00  2026-03-01 09:00
            A2        bob          mug  2         20.00  2026-03-01 10:00
            A3        cat          mug  1         10.00  2026-03-02 10:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        4.00    2026-03-03 09:00  refund_only  succeeded
            R2         A1        6.00    2026-03-04 09:00  refund_only  succeeded
            R3         A2        20.00   2026-03-04 09:00  refund_only  pending
            R4         A3        10.00   2026-03-04 09:00  refund_only  rejected
            R5         A3        0.00    2026-03-05 09:00  exchange     succeeded
        """,
        answer={
            "overall": """
                measure  stage  n     k
                orders   all    3     1
                units    all    4     0
                amount   all    4000  1000
            """
        },
        unknown=("too_few_refunds",),
    ),
    Example(
        shows="an order never gets back more than was paid; one not in the files is in no rate",
        orders="""
            order_id  sku  quantity  paid   ordered_at
            A1        mug  1         10.00  2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind           state
            R1         A1        8.00    2026-03-03 09:00  refund_only    succeeded
            R2         A1        8.00    2026-03-04 09:00  refund_only    succeeded
            R3         Z9        10.00   2026-03-03 09:00  return_refund  succeeded
        """,
        answer={
            "overall": """
                measure  stage  n     k
                orders   all    1     1
                units    all    1     0
                amount   all    1000  1000
            """
        },
        unknown=("too_few_refunds",),
    ),
    Example(
        shows="by SKU an order counts in each SKU it holds, refunded where that SKU came back",
        orders="""
            order_id  line_id  sku  quantity  paid   ordered_at
            A1        1        mug  1         10.00  2026-03-01 09:00
            A1        2        cup  1         5.00   2026-03-01 09:00
            A2        1        mug  1         10.00  2026-03-01 10:00
        """,
        refunds="""
            refund_id  order_id  line_id  amount  requested_at      kind           state
            R1         A1        2        5.00    2026-03-03 09:00  return_refund  succeeded
        """,
        options={"by": ("sku",)},
        answer={
            "by_sku": """
                sku  measure  n     k
                cup  orders   1     1
                cup  units    1     1
                cup  amount   500   500
                mug  orders   2     0
            """
        },
        unknown=("too_few_refunds",),
    ),
    Example(
        shows="basis refund_time counts what was settled in the period, whenever it was ordered",
        orders="""
            order_id  sku  quantity  paid   ordered_at
            A1        mug  1         10.00  2026-03-01 09:00
            A2        mug  1         10.00  2026-04-01 10:00
        """,
        refunds="""
            refund_id  order_id  amount  settled_at        kind           state
            R1         A1        10.00   2026-04-03 09:00  return_refund  succeeded
        """,
        options={"since": "2026-04-01", "until": "2026-04-30", "basis": "refund_time"},
        answer={
            "overall": """
                measure  stage  n     k
                orders   all    1     1
            """
        },
    ),
    Example(
        shows="without paid amounts the money is not known, and not zero",
        orders="""
            order_id  sku  quantity  ordered_at
            A1        mug  1         2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  kind           state
            R1         A1        10.00   return_refund  succeeded
        """,
        answer={
            "overall": """
                measure  stage  n  k
                orders   all    1  1
                units    all    1  1
                amount   all    -  -
            """
        },
        unknown=("no_amounts", "no_refund_times"),
    ),
    Example(
        shows="refunds without amounts count as orders, and their money is not known",
        orders="""
            order_id  sku  quantity  paid   ordered_at
            A1        mug  1         10.00  2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  kind           state
            R1         A1        -       return_refund  succeeded
        """,
        answer={
            "overall": """
                measure  stage  n     k
                orders   all    1     1
                units    all    1     1
                amount   all    1000  -
            """
        },
        unknown=("no_refund_amounts", "no_refund_times"),
    ),
    Example(
        shows="without any refund file there is no rate, and not a rate of zero",
        orders="""
            order_id  paid   ordered_at
            A1        10.00  2026-03-01 09:00
        """,
        answer={
            "overall": """
                measure  stage  n     k
                orders   all    1     -
                units    all    -     -
            """
        },
        unknown=("no_refunds_loaded", "no_quantities"),
    ),
    Example(
        shows="at an age that sees 3 of 5 refunds, 1 of 2 so far means 5 of 6 in the end",
        orders="""
            order_id  paid   ordered_at
            A1        10.00  2026-03-01 09:00
            A2        10.00  2026-03-01 09:00
            A3        10.00  2026-03-01 09:00
            A4        10.00  2026-03-01 09:00
            A5        10.00  2026-03-04 09:00
            A6        10.00  2026-03-04 09:00
        """,
        refunds="""
            refund_id  order_id  amount  settled_at        kind         state
            R1         A1        10.00   2026-03-02 09:00  refund_only  succeeded
            R2         A2        10.00   2026-03-03 09:00  refund_only  succeeded
            R3         A5        10.00   2026-03-05 23:59  refund_only  succeeded
        """,
        options={
            "since": "2026-03-04",
            "min_orders": 1,
            "maturity.horizon": 2,
            "maturity.min_refunds": 3,
        },
        answer={
            "overall": """
                measure  stage  n  k  rate  projected  completeness
                orders   all    2  1  0.5   0.833      0.6
            """
        },
        unknown=("no_quantities",),
    ),
)
