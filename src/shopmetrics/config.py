"""What can be set: the model of shop.yaml; configfile reads it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from shopmetrics.cause import Cause

MORE_IS_BETTER = frozenset({"period_rate"})


class Basis(StrEnum):
    """Whether a period means the orders placed in it or the refunds settled in it."""

    order_time = "order_time"
    refund_time = "refund_time"


def _share(value: object) -> object:
    """Read 5% as 0.05; a bare number above 1 is more likely a forgotten sign than a share."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(Decimal(value.strip().removesuffix("%").strip()) / 100)
        except ArithmeticError:
            return value
    if isinstance(value, int | float) and value > 1:
        message = "{value} is more than the whole; write {value}% or a number from 0 to 1"
        raise PydanticCustomError("share", message, {"value": value})
    return value


def _zone(name: str) -> str:
    if name not in available_timezones():
        near = get_close_matches(name, available_timezones(), 1)
        message = "no such time zone; names look like {near}"
        raise PydanticCustomError("zone", message, {"near": near[0] if near else "Asia/Shanghai"})
    return name


_WRITTEN = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*%\s*$"},
    ]
}
Share = Annotated[
    float, BeforeValidator(_share), Field(ge=0, le=1), WithJsonSchema(_WRITTEN, mode="validation")
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Band(_Model):
    """Two shares: up to good all is well, beyond alarm something is wrong."""

    good: Share
    alarm: Share


class BandByCategory(Band):
    """A band, and others for some categories of goods: clothes come back more often than cups."""

    categories: Mapping[str, Band] = {}


def _less_is_better(band: BandByCategory) -> BandByCategory:
    for one in (band, *band.categories.values()):
        _good_first(one)
    return band


def _good_first(band: Band) -> None:
    if band.good > band.alarm:
        message = "good ({good}) must not be above alarm ({alarm}): less is better here"
        raise PydanticCustomError("order", message, {"good": band.good, "alarm": band.alarm})


def _more_is_better(band: Band) -> Band:
    if band.good < band.alarm:
        message = "good ({good}) must not be below alarm ({alarm}): more is better here"
        raise PydanticCustomError("order", message, {"good": band.good, "alarm": band.alarm})
    return band


LessBand = Annotated[BandByCategory, AfterValidator(_less_is_better)]
MoreBand = Annotated[Band, AfterValidator(_more_is_better)]


class Bands(_Model):
    """The bands in force, by what they judge; none: not judged."""

    refund_rate: LessBand | None = None
    quality_return_rate: LessBand | None = None
    period_rate: MoreBand | None = None


class Hotspots(_Model):
    """When a group is called hot."""

    q: Share
    lift: float = Field(ge=1)
    min_orders: int = Field(ge=1)
    peak_share: Share
    peak_requests: int = Field(ge=1)
    cost_per_return: Decimal = Field(ge=0, max_digits=12, decimal_places=4)


class Exchanges(StrEnum):
    """What becomes of an exchange by re-order: shown beside the rates, or left out of them."""

    beside = "beside"
    exclude = "exclude"


class Exchange(_Model):
    """What counts as an exchange by re-order, and whether it stays in the rates."""

    days: int = Field(ge=0, le=365)
    count: Exchanges


class Abuse(_Model):
    """When a customer stands on the list of those who return far more than the rest."""

    min_orders: int = Field(ge=1)
    q: Share
    lift: float = Field(ge=1)


class Repurchase(_Model):
    """Days within which a customer may come back."""

    windows: tuple[Annotated[int, Field(ge=1, le=3650)], ...] = Field(min_length=1)


class Maturity(_Model):
    """How long refunds are waited for, and from how many of them their delay is learned."""

    horizon: int = Field(ge=1, le=365)
    min_refunds: int = Field(ge=1)
    follow_up: int = Field(ge=1, le=365)


class Mail(_Model):
    """The mail server, and from whom and to whom; the password is never in this file."""

    host: str = Field(min_length=1, max_length=253)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["starttls", "tls"] = "starttls"
    user: str | None = None
    password_file: Path | None = None  # as loaded: from where the config file lies
    ca_file: Path | None = None  # likewise
    sender: str = Field(max_length=320)
    to: tuple[Annotated[str, Field(max_length=320)], ...] = Field(min_length=1, max_length=50)


class Notify(_Model):
    """Chats that get the summary; their addresses hold secrets and are never in this file."""

    urls_file: Path | None = None  # as loaded: from where the config file lies


class Event(_Model):
    """Something that happened to the shop, to be seen in its trends."""

    date: dt.date
    label: str = Field(min_length=1, max_length=100)


Pattern = Annotated[str, Field(min_length=1, max_length=200)]
ShopName = Annotated[str, Field(min_length=1, max_length=200)]


class Config(_Model):
    """Everything that can be set (configs/shop.yaml says what each means)."""

    shop: str | None = Field(default=None, max_length=200)
    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    language: Literal["en", "zh"] | None = None
    shops: Mapping[Pattern, ShopName] = {}  # the first pattern that fits a path counts
    profiles: Path | None = None  # as loaded: from where the config file lies
    playbook: Path | None = None  # likewise
    rules: Path | None = None  # likewise
    rule: str = Field(default="default", max_length=60)
    basis: Basis = Basis.order_time
    top: int = Field(ge=1, le=1000)
    min_orders: int = Field(ge=1)
    max_rejects: Share
    bands: Bands
    quality_causes: tuple[Cause, ...] = Field(min_length=1)
    hotspots: Hotspots
    repurchase: Repurchase
    maturity: Maturity
    events: tuple[Event, ...] = ()
    mail: Mail | None = None
    notify: Notify | None = None
    exchanges: Exchange
    abuse: Abuse
    causes: Mapping[Cause, tuple[str, ...]] = {}


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema of shop.yaml, for editors."""
    return Config.model_json_schema()
