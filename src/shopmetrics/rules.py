"""The rules that there are: data/rules/*.yaml, one file a version, and those of the user's own."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from importlib.resources import files
from pathlib import Path

from shopmetrics.document import Document
from shopmetrics.errors import ConfigError
from shopmetrics.rule import Known, Numerator, Rule
from shopmetrics.yamlfile import read_yaml
from shopmetrics.yamlmodel import validated
from shopmetrics.yamltext import parse

_HINT = "shopmetrics' own rules are listed by: shopmetrics rules"
_SUFFIXES = frozenset({".yaml", ".yml"})


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


def _since(rule: Rule) -> date:
    return rule.valid_from or date.min


def _rule(document: Document) -> tuple[Rule, Document]:
    rule = validated(Rule, document, document.value, hint=_HINT)
    stem = Path(document.name).stem
    if rule.name != stem:
        said = f"name: {rule.name!r} in a file named {stem!r}; they must be the same"
        raise ConfigError(document.point(("name",), said), hint="rename one of them")
    _refuse_vague(rule, document)
    return rule, document


def _refuse_vague(rule: Rule, document: Document) -> None:
    """A rule that says it is known must say what it counts, of what and by which day."""
    terms = (rule.numerator, rule.denominator, rule.clock)
    if rule.known is not Known.not_public and None in terms:
        said = "numerator, denominator and clock are needed unless known is not_public"
        raise ConfigError(document.point((), said), hint=_HINT)
    wrong = ", ".join(name for name in rule.not_public if not _is_silent(rule, name))
    if wrong:
        said = f"not_public names {wrong}, which is no field of a rule or has a value"
        raise ConfigError(document.point(("not_public",), said), hint=_HINT)


def _is_silent(rule: Rule, name: str) -> bool:
    inside = name.removeprefix("numerator.")
    holder = rule.numerator if inside != name else rule
    if holder is None:
        return inside in {one.name for one in fields(Numerator)}
    return inside in {one.name for one in fields(holder)} and getattr(holder, inside) in {None, ()}


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
