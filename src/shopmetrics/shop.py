"""The canonical tables: what every export becomes, whatever the platform (docs/tables.md)."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

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
class Source:
    """How one file was read; rows_read = accepted + rejected + superseded + ignored.

    `amount` is the sum of `paid` or `amount` over the accepted rows as read, in minor units.
    `blanked` counts cells, not rows: what could not be read and was not required.
    """

    path: Path
    platform: str
    kind: Kind
    profile: str
    encoding: str
    separator: str
    header_line: int
    columns: Mapping[str, str]  # canonical name -> header as it stands in the file
    rows_read: int
    accepted: int
    rejected: int
    superseded: int
    ignored: int
    blanked: Mapping[str, int]
    amount: int
    other_currencies: Mapping[str, int] = field(default_factory=dict)  # rows of `ignored`, by code
    shop: str | None = None  # as the config calls it
    damaged_ids: int = 0  # order ids of refunds that a spreadsheet destroyed: they match nothing
    lacks_amounts: tuple[str, ...] = ()  # headers one of which would say what was paid
    rounded_ids: Mapping[str, int] = field(default_factory=dict)  # cells by canonical name
    cannot_tell: tuple[Untold, ...] = ()
    after_sales: bool = False  # orders with refunds inside, of which another export tells more
    sheet: str = ""  # of a workbook; its lines are the rows of the sheet
    longer: bool = False  # rows have more fields than the header, if blank ones
    grain: str = ""  # what one row is: line, order, refund …
    header: tuple[str, ...] = ()  # all names, of unread columns too
    since: datetime | None = None  # the first and the last moment of all moments in the file
    until: datetime | None = None
    timezone: str = ""  # in which its moments are read
    currency: str | None = None  # None: neither the file nor its platform names one
    decimals: int = 2  # digits of the minor unit in which `amount` is


@value
class Close:
    """Another profile that nearly is a file's: what of it the header lacks, nothing if it fits."""

    profile: str
    lacking: tuple[str, ...]


@value
class Inspected:
    """Why a file was taken for what it is; headers as they stand, and never a cell.

    `signature` are the headers by which it was recognised, `unread` those that nothing needs.
    """

    source: Source
    signature: tuple[str, ...]
    close: tuple[Close, ...]
    unread: tuple[str, ...]


@value
class Reject:
    """One row that was turned away: where, and why; never what it held."""

    path: Path
    line: int
    column: str
    reason: str


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


@value
class Loaded:
    """What ingest hands over: the shop, how each file was read, and the rows turned away."""

    shop: Shop
    sources: tuple[Source, ...]
    rejects: tuple[Reject, ...]
    skipped: tuple[str, ...] = ()  # files of a folder that were passed over, and why
    idle_shops: tuple[str, ...] = ()  # patterns of the config that fit no file
