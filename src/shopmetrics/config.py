"""What can be set: the model of shop.yaml, and how one's own file is laid over the built-in one."""

from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from shopmetrics.cause import Cause
from shopmetrics.errors import ConfigError
from shopmetrics.yamlfile import Document, parse, read_yaml

MORE_IS_BETTER = frozenset({"period_rate"})
_SECRETS = ("password", "passwd", "secret", "token", "api_key", "apikey")


class Basis(StrEnum):
    """Whether a period means the orders placed in it or the refunds settled in it."""

    order_time = "order_time"
    refund_time = "refund_time"


def _share(value: object) -> object:
    """Read 5 % as 0.05; a bare number above 1 is more likely a forgotten sign than a share."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(Decimal(value.strip().removesuffix("%").strip()) / 100)
        except ArithmeticError:
            return value
    if isinstance(value, int | float) and value > 1:
        message = "{value} is more than the whole; write {value} % or a number from 0 to 1"
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


def _less_is_better(band: Band) -> Band:
    if band.good > band.alarm:
        message = "good ({good}) must not be above alarm ({alarm}): less is better here"
        raise PydanticCustomError("order", message, {"good": band.good, "alarm": band.alarm})
    return band


def _more_is_better(band: Band) -> Band:
    if band.good < band.alarm:
        message = "good ({good}) must not be below alarm ({alarm}): more is better here"
        raise PydanticCustomError("order", message, {"good": band.good, "alarm": band.alarm})
    return band


LessBand = Annotated[Band, AfterValidator(_less_is_better)]
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
    cost_per_return: Decimal = Field(ge=0, max_digits=12, decimal_places=4)


class Repurchase(_Model):
    """Days within which a customer may come back."""

    windows: tuple[Annotated[int, Field(ge=1, le=3650)], ...] = Field(min_length=1)


class Config(_Model):
    """Everything that can be set (configs/shop.yaml says what each means)."""

    shop: str | None = Field(default=None, max_length=200)
    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    language: Literal["en", "zh"] | None = None
    basis: Basis = Basis.order_time
    top: int = Field(ge=1, le=1000)
    min_orders: int = Field(ge=1)
    max_rejects: Share
    bands: Bands
    quality_causes: tuple[Cause, ...] = Field(min_length=1)
    hotspots: Hotspots
    repurchase: Repurchase
    causes: Mapping[Cause, tuple[str, ...]] = {}


def load_config(path: Path | None) -> Config:
    """Lay the user's file over the built-in one, key by key; lists and values replace.

    Raises:
        ConfigError: naming every wrong key with line, column, what was found and what is allowed.
    """
    base = parse(default_text(), "shop.yaml")
    if path is None:
        return Config.model_validate(base.value)
    own = read_yaml(path)
    _refuse_secrets(own)
    try:
        return Config.model_validate(_overlaid(base.value, own.value))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        lines = [_said(own, detail) for detail in details]
        raise ConfigError(
            "\n".join(lines), hint="shopmetrics' own shop.yaml says what is allowed"
        ) from None


def default_text() -> str:
    """Return the built-in shop.yaml: inside the package where installed, else from the checkout."""
    inside = files("shopmetrics") / "data" / "shop.yaml"
    if inside.is_file():
        return inside.read_text(encoding="utf-8")
    return (Path(__file__).parents[2] / "configs" / "shop.yaml").read_text(encoding="utf-8")


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema of shop.yaml, for editors."""
    return Config.model_json_schema()


def _overlaid(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """Replace values key by key; a key left empty keeps what is built in."""
    merged = dict(base)
    for key, value in own.items():
        under = merged.get(key)
        both = isinstance(under, Mapping) and isinstance(value, Mapping)
        merged[key] = _overlaid(under, value) if both else value  # type: ignore[arg-type] # both are mappings
    return merged


def _refuse_secrets(own: Document) -> None:
    for path in own.places:
        key = str(path[-1]).lower()
        if any(word in key for word in _SECRETS):
            found = f"{path[-1]}: a password does not belong in this file"
            hint = (
                "keep it in the environment or in a file that only you can read (permission 0600)"
            )
            raise ConfigError(_without_line(own.point(path, found)), hint=hint)


def _without_line(pointed: str) -> str:
    """Drop the quoted line: it holds the secret."""
    return pointed.split("\n", 1)[0]


def _said(own: Document, error: ErrorDetails) -> str:
    """Say one error in words of our own, at its place in the file."""
    path = tuple(part for part in error["loc"] if part != "[key]")
    key = ".".join(str(part) for part in path)
    match error["type"]:
        case "extra_forbidden":
            near = get_close_matches(str(path[-1]), _keys(), 1)
            guess = f"; did you mean {near[0]!r}?" if near else ""
            found = f"unknown key {str(path[-1])!r}{guess}"
        case "int_parsing" | "int_type" | "int_from_float":
            found = "expected a whole number"
        case "float_parsing" | "float_type" | "decimal_parsing" | "decimal_type":
            found = "expected a number, such as 5 % or 0.05"
        case "model_type" | "dict_type" | "mapping_type":
            found = "expected keys under it: `key: value`"
        case _:
            found = error["msg"].removeprefix("Input should be ").strip()
            found = f"expected {found}" if error["msg"].startswith("Input should be ") else found
    return own.point(path, f"{key}: {found}")


def _keys() -> list[str]:
    models: tuple[type[BaseModel], ...] = (Config, Bands, Band, Hotspots, Repurchase)
    return [name for model in models for name in model.model_fields]
