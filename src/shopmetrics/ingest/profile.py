"""What one kind of a platform's export looks like, as data: data/profiles/*.yaml, one file each."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from shopmetrics.ingest.moment import Days
from shopmetrics.shop import Kind, OrderState, RefundKind, RefundState, Stage

_FIRST_WIDE = 0x2E80  # Chinese, Japanese and Korean letters begin here
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f]")


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


_WRITTEN = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Names = Annotated[
    tuple[str, ...], BeforeValidator(_several), WithJsonSchema(_WRITTEN, mode="validation")
]


class Grain(StrEnum):
    """What one row of a file is."""

    line = "line"
    order = "order"
    item = "item"
    refund = "refund"
    payment = "payment"
    customer = "customer"
    review = "review"
    chat = "chat"


class Totals(StrEnum):
    """How a total of the whole order stands on its rows."""

    repeated = "repeated"
    blank = "blank"  # on the first row alone


class Profile(BaseModel):
    """One kind of export of one platform."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    platform: str
    kind: Kind
    grain: Grain
    signature: tuple[str, ...] = ()  # header names that must all be there
    needs: tuple[Names, ...] = ()  # of each of these canonical columns one must be there
    columns: Mapping[str, Names]  # canonical name -> header names, the first that is there counts
    timezone: str | None = None  # of times without an offset
    days: Days | None = None  # what 05/01/2024 means, where no cell of its column tells
    currency: str | None = None  # where no column says it
    totals: Totals | None = None  # order_paid is of the whole order, and stands so on its rows
    net_of_refunds: bool = False  # paid is what is left: the refund is added back
    refund_is_whole: bool = False  # a refund state without an amount means all that was paid
    money_in_cents: bool = False
    fill: tuple[str, ...] = ()  # columns that stand on an order's first row alone
    paid_if_silent: bool = False  # without any word on payment an order counts as paid
    returns_are_negative: bool = False  # invoices that begin with C take back what was sold
    cannot_tell: tuple[str, ...] = ()
    states: Mapping[str, OrderState] = {}
    kinds: Mapping[str, RefundKind] = {}
    refund_states: Mapping[str, RefundState] = {}
    stages: Mapping[str, Stage] = {}


def fold(name: str) -> str:
    """Write a header name as names are compared: width, case, spaces and unseen signs aside."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", name)).strip().strip("\"'").casefold()
    wide = any(ord(letter) > _FIRST_WIDE for letter in text)
    return re.sub(r"\s+", "", text) if wide else re.sub(r"[\s_]+", " ", text)
