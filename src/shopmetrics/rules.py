"""Which orders a platform counts as bad, and over what: data/rules/*.yaml, one file a version.

A rule is data with its date and source. What is not public is null in the file and named under
`not_public`; nothing is made up in its place.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shopmetrics.cause import Cause
from shopmetrics.config import Config, LessBand
from shopmetrics.errors import ConfigError
from shopmetrics.shop import Stage
from shopmetrics.yamlfile import Document, parse, read_yaml
from shopmetrics.yamlmodel import validated

_HINT = "shopmetrics' own rules are listed by: shopmetrics rules"
_SUFFIXES = frozenset({".yaml", ".yml"})


class Count(StrEnum):
    """What makes an order bad; other: something that no order or after-sales export tells."""

    requested = "requested"
    succeeded = "succeeded"
    other = "other"


class Denominator(StrEnum):
    """Which orders a rate is taken of."""

    paid = "paid"
    shipped = "shipped"
    received = "received"


class Clock(StrEnum):
    """By which day an order lies in the window; settled: refunds by theirs, orders by their own."""

    ordered = "ordered"
    paid = "paid"
    shipped = "shipped"
    received = "received"
    settled = "settled"


class Exclude(StrEnum):
    """Orders that a rule leaves out altogether."""

    free = "free"  # nothing was paid: gifts, samples
    refunded_before_shipment = "refunded_before_shipment"


class Known(StrEnum):
    """How much of a rule its platform has published."""

    public = "public"
    partly = "partly"
    not_public = "not_public"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Numerator(_Model):
    """What makes an order bad; causes null: the quality causes of the config."""

    count: Count
    causes: tuple[Cause, ...] | Literal["all"] | None = None
    stages: tuple[Stage, ...] | None = None
    also_bad_reviews: bool = False

    def causes_of(self, config: Config) -> tuple[Cause, ...] | None:
        """Return the causes that count; None: every one."""
        if self.causes == "all":
            return None
        return tuple(config.quality_causes) if self.causes is None else self.causes


Days = Annotated[int, Field(ge=0, le=3650)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class Rule(_Model):
    """One version of one platform's rule; `name` is the file's name without its ending."""

    name: Name
    platform: str = Field(max_length=60)
    title: str = Field(max_length=200)
    numerator: Numerator | None = None
    denominator: Denominator | None = None
    clock: Clock | None = None
    window_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    lag_days: Days | None = None
    follow_up_days: Days | None = None
    min_orders: Annotated[int, Field(ge=1)] | None = None
    exclude: tuple[Exclude, ...] = ()
    band: LessBand | None = None
    valid_from: date | None = None
    replaces: Name | None = None  # the version that was in force before
    known: Known
    not_public: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    note: Mapping[Literal["en", "zh"], str] = {}

    @model_validator(mode="after")
    def _whole(self) -> "Rule":
        """A rule that says it is known must say what it counts, of what and by which day."""
        terms = (self.numerator, self.denominator, self.clock)
        if self.known is not Known.not_public and None in terms:
            message = "numerator, denominator and clock are needed unless known is not_public"
            raise PydanticCustomError("terms", message)
        wrong = [name for name in self.not_public if not _is_silent(self, name)]
        if wrong:
            message = "not_public names {wrong}, which is no field of a rule or has a value"
            raise PydanticCustomError("not_public", message, {"wrong": ", ".join(wrong)})
        return self

    @property
    def computable(self) -> bool:
        """Say whether the exports hold what the rule counts."""
        return self.numerator is not None and self.numerator.count is not Count.other

    @property
    def tellable(self) -> bool:
        """Say whether a number under the rule means what the platform means."""
        return self.computable and self.known is not Known.not_public


DEFAULT = Rule(
    name="default",
    platform="any",
    title="Orders asked back for quality, of all paid orders",
    numerator=Numerator(count=Count.requested),
    denominator=Denominator.paid,
    clock=Clock.ordered,
    known=Known.public,
)


def rules_of(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return the built-in rules and those of a folder of the user's own, by platform and date.

    Raises:
        ConfigError: for what is no rule, at its place in the file; for a name that stands twice
            or differs from its file's; for a folder without any.
    """
    found = [_rule(document) for document in (*_shipped(), *_own(folder))]
    first: dict[str, str] = {}
    for rule, document in found:
        if rule.name in first:
            said = f"name: {rule.name!r} is taken by {first[rule.name]}"
            raise ConfigError(document.point(("name",), said), hint="give it another name")
        first[rule.name] = document.name
    rules = [rule for rule, _ in found]
    for rule, document in found:
        _refuse_lost(rule, rules, document)
    return tuple(sorted(rules, key=lambda rule: (rule.platform, _since(rule), rule.name)))


def named(name: str, rules: Sequence[Rule]) -> Rule:
    """Return a rule by its name.

    Raises:
        ConfigError: for a name that no rule has, naming those there are.
    """
    wanted = name.replace("-", "_")
    for rule in rules:
        if rule.name == wanted:
            return rule
    known = ", ".join(rule.name for rule in rules)
    raise ConfigError(f"no rule {name!r}", hint=f"the rules are {known}")


def on(day: date | None, rule: Rule, rules: Sequence[Rule]) -> Rule:
    """Return the version of a rule that was in force on a day, as far back as there are any."""
    while day is not None and rule.replaces is not None and day < _since(rule):
        rule = named(rule.replaces, rules)
    return rule


def in_force(config: Config, rule: Rule) -> Config:
    """Let a rule's public line take the place of the config's band for quality returns."""
    if rule.band is None:
        return config
    bands = config.bands.model_copy(update={"quality_return_rate": rule.band})
    return config.model_copy(update={"bands": bands})


def rule_schema() -> dict[str, Any]:
    """Return the JSON Schema of a rule, for editors."""
    return Rule.model_json_schema()


def _since(rule: Rule) -> date:
    return rule.valid_from or date.min


def _is_silent(rule: Rule, name: str) -> bool:
    field = name.removeprefix("numerator.")
    holder: BaseModel | None = rule.numerator if field != name else rule
    if holder is None:
        return field in Numerator.model_fields
    return field in type(holder).model_fields and getattr(holder, field) in {None, ()}


def _rule(document: Document) -> tuple[Rule, Document]:
    rule = validated(Rule, document, document.value, hint=_HINT)
    stem = Path(document.name).stem
    if rule.name != stem:
        said = f"name: {rule.name!r} in a file named {stem!r}; they must be the same"
        raise ConfigError(document.point(("name",), said), hint="rename one of them")
    return rule, document


def _refuse_lost(rule: Rule, rules: Sequence[Rule], document: Document) -> None:
    """A version must replace an older one of its platform, so that going back ends."""
    before = [one for one in rules if one.name == rule.replaces]
    if rule.replaces is None or (before and _since(before[0]) < _since(rule)):
        return
    said = f"replaces: no older rule {rule.replaces!r}"
    raise ConfigError(document.point(("replaces",), said), hint="name a rule that began earlier")


def _shipped() -> list[Document]:
    folder = files("shopmetrics") / "data" / "rules"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=str)
    return [parse(file.read_text(encoding="utf-8"), file.name) for file in found]


def _own(folder: Path | None) -> list[Document]:
    if folder is None:
        return []
    inside = sorted(folder.iterdir()) if folder.is_dir() else []
    paths = [path for path in inside if path.suffix in _SUFFIXES and path.is_file()]
    if not paths:
        raise ConfigError(
            f"rules: {folder} is no folder that holds YAML files",
            hint="name a folder with one file a rule, such as my_rule.yaml",
        )
    return [read_yaml(path) for path in paths]
