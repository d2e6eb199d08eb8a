"""The canonical tables: what every export becomes, whatever the platform (docs/tables.md)."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

import polars as pl

from shopmetrics.value import value


class OrderState(StrEnum):
    """How far an order line has come; later members are more advanced."""

    unpaid = "unpaid"
    paid = "paid"
    shipped = "shipped"
    received = "received"
    closed = "closed"


class RefundKind(StrEnum):
    """What the customer asked for; the first two move money."""

    refund_only = "refund_only"
    return_refund = "return_refund"
    exchange = "exchange"
    reship = "reship"
    compensation = "compensation"


class Stage(StrEnum):
    """Where the goods were when the refund was asked for."""

    before_shipment = "before_shipment"
    after_shipment = "after_shipment"
    after_receipt = "after_receipt"


class RefundState(StrEnum):
    """How far a request has come; later members are more advanced."""

    pending = "pending"
    withdrawn = "withdrawn"
    rejected = "rejected"
    succeeded = "succeeded"


class Untold(StrEnum):
    """What a platform's export cannot tell, so that no page takes it for nothing."""

    customers = "customers"  # buyers are masked or left out
    skus = "skus"
    hours = "hours"  # orders give a day alone
    shipments = "shipments"
    refunds = "refunds"  # the file tells of none, or of cancelled orders alone
    refund_skus = "refund_skus"
    request_times = "request_times"
    settlement_times = "settlement_times"
    amounts = "amounts"
    reasons = "reasons"
    stages = "stages"
    after_sales = "after_sales"  # requests of which the platform's after-sales export alone tells


# At the end of the id of a refund that an order file tells as money alone, and of no kind.
MONEY_ALONE = "#refund"
MONEY_KINDS = (RefundKind.refund_only, RefundKind.return_refund)

# Moments are the shop's local wall time without a zone: whole days, hours and weekdays are read
# off them without a conversion a row; the zone itself is Shop.timezone (docs/decisions.md).
MOMENT = pl.Datetime("us")
# Few distinct values a column: grouping by a Categorical is several times faster than by text.
LABEL = pl.Categorical()

ORDER_COLUMNS: Mapping[str, pl.DataType] = {
    "platform": LABEL,
    "shop": LABEL,
    "order_id": pl.String(),
    "line_id": pl.String(),
    "customer_id": pl.String(),
    "sku": LABEL,
    "product": LABEL,
    "product_id": LABEL,  # these two only to find the line of a refund that names no SKU
    "variant": LABEL,
    "quantity": pl.Int64(),
    "paid": pl.Int64(),  # minor units of the currency: exact
    "list_price": pl.Int64(),
    "currency": LABEL,
    "ordered_at": MOMENT,
    "timed": pl.Boolean(),  # false where the export gives a day without an hour
    "paid_at": MOMENT,
    "shipped_at": MOMENT,
    "received_at": MOMENT,
    "state": pl.Enum(OrderState),
    "coupon": LABEL,
    "campaign": LABEL,
    "member_tier": LABEL,
    "region": LABEL,
    "category": LABEL,
}
REFUND_COLUMNS: Mapping[str, pl.DataType] = {
    "platform": LABEL,
    "shop": LABEL,
    "refund_id": pl.String(),
    "order_id": pl.String(),  # null: to be found by customer and SKU
    "line_id": pl.String(),
    "customer_id": pl.String(),
    "sku": LABEL,
    "product": LABEL,
    "product_id": LABEL,
    "variant": LABEL,
    "requested_at": MOMENT,
    "settled_at": MOMENT,
    "amount": pl.Int64(),
    "quantity": pl.Int64(),
    "currency": LABEL,
    "kind": pl.Enum(RefundKind),
    "stage": pl.Enum(Stage),
    "state": pl.Enum(RefundState),
    "first_reason": LABEL,
    "reason": LABEL,
    "note": pl.String(),
    "liable": LABEL,
}


COST_COLUMNS: Mapping[str, pl.DataType] = {
    "sku": pl.String(),
    "unit_cost": pl.Int64(),
    "freight_out": pl.Int64(),
    "freight_back": pl.Int64(),
}


class Kind(StrEnum):
    """What one file holds."""

    orders = "orders"
    items = "items"  # order lines without money or time, joined to an order file
    refunds = "refunds"
    payments = "payments"
    customers = "customers"
    reviews = "reviews"
    chats = "chats"
    costs = "costs"  # what sending a SKU out and back costs
    compensations = "compensations"  # what was paid to customers outside the platform


@value
class Shop:
    """All loaded exports as canonical frames: ORDER_COLUMNS and REFUND_COLUMNS, all of them."""

    orders: pl.DataFrame
    refunds: pl.DataFrame
    timezone: str
    currency: str | None
    decimals: int  # digits of the currency's minor unit
    as_of: datetime | None  # newest moment in the files; None where there is none
    costs: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COST_COLUMNS))
