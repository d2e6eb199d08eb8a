"""The canonical columns that a profile may name, by what their cells hold.

Ids are text; money is in minor units; moments are wall time; words are translated by the profile.
What of them becomes a column of the shop is said in shopmetrics.shop; the rest helps to get there.
"""

# What an amount is made of, where no single column says what was paid: see Profile.sums.
PARTS = ("total", "goods", "discount", "subsidy", "freight", "tax")

IDS = ("order_id", "line_id", "refund_id", "customer_id", "product_id")
MONEY = (
    "paid",  # for the line; of an order file, for the order
    "order_paid",  # for the whole order, on the rows of its lines: see Profile.totals
    "unit_price",
    "list_price",
    "refund_amount",  # inside an order export: of the line
    "order_refund",  # inside an order export: of the whole order
    "amount",  # of a refund or payment
    *("unit_cost", "freight_out", "freight_back"),  # of one unit or parcel of a SKU
    *PARTS,
)
MOMENTS = ("ordered_at", "paid_at", "shipped_at", "received_at", "requested_at", "settled_at")
COUNTS = ("quantity", "refund_quantity")
WORDS = ("state", "line_state", "kind", "refund_state", "stage")
TEXTS = (
    *("sku", "product", "variant", "category", "shop", "currency"),
    *("region", "address"),  # the region of an address is its province
    *("campaign", "coupon", "member_tier"),
    *("reason", "first_reason", "note", "liable"),
    *("contents", "mark"),  # lines packed in one cell; what tells rows that are no sale
    "cancelled",  # anything where an order was cancelled
)
COLUMNS = frozenset((*IDS, *MONEY, *MOMENTS, *COUNTS, *WORDS, *TEXTS))
