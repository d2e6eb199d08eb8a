"""From the number of one rule to that of another, one term changed at a time.

The terms change in the order of TERMS, each as it stands in the second rule; what a term adds or
takes away depends on that order, the two ends do not. After the last the rule is the second one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from shopmetrics.errors import ConfigError
from shopmetrics.page import RATE_UNITS, Answer, Page, Question, Table, Unit
from shopmetrics.pages import quality_return_rate
from shopmetrics.rule import Rule
from shopmetrics.settings import Settings
from shopmetrics.stats.rate import rated

TERMS = (
    *("platform", "count", "causes", "stages", "denominator", "clock"),
    *("window_days", "lag_days", "follow_up_days", "exclude"),
)
_OF_NUMERATOR = frozenset({"count", "causes", "stages"})
_STEPS = {
    "step": Unit.count,
    "term": Unit.label,
    "was": Unit.label,
    "becomes": Unit.label,
    **RATE_UNITS,
    "change": Unit.points,
}
_SCHEMA = {
    "step": pl.Int64(),
    **dict.fromkeys(("term", "was", "becomes"), pl.String()),
    **dict.fromkeys(("n", "k"), pl.Int64()),
}
_SEPARATOR = "."


def steps(first: Rule, last: Rule) -> tuple[Rule, ...]:
    """Return the rules on the way: the first, then one for every term in which the two differ.

    Raises:
        ConfigError: for a rule that cannot be computed from exports.
    """
    for rule in (first, last):
        if not rule.computable:
            raise ConfigError(
                f"rule {rule.name!r} cannot be computed: there is no number to bridge to",
                hint=f"see why: shopmetrics rules show {rule.name}",
            )
    return tuple(rule for _, rule in _changes(first, last))


def bridge(first: Rule, last: Rule) -> Page:
    """Return the page that computes every step; its settings must hold these rules (steps)."""
    way = tuple(_changes(first, last))

    def tallies(settings: Settings) -> Mapping[str, Question]:
        asked: dict[str, Question] = {}
        for at, (_, rule) in enumerate(way):
            own = quality_return_rate.tallies(replace(settings, rules=(rule,)))
            asked |= {f"{at}{_SEPARATOR}{name}": one for name, one in own.items()}
        return asked

    def answer(found: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
        return _answer(way, found, settings)

    return Page("bridge", str(__doc__), tallies, answer, examples=())


def _changes(first: Rule, last: Rule) -> Iterator[tuple[str, Rule]]:
    yield "start", first
    rule = first
    changed = [term for term in TERMS if _value(first, term) != _value(last, term)]
    for term in changed:
        # What is not public of the last rule, and what else it counts, comes with its last term.
        rule = last if term == changed[-1] else _with(rule, term, last)
        yield term, rule


def _with(rule: Rule, term: str, other: Rule) -> Rule:
    """Take one term from another rule."""
    if term not in _OF_NUMERATOR:
        return replace(rule, **{term: getattr(other, term)})
    held = {term: getattr(other.numerator, term)}
    numerator = replace(rule.numerator, **held) if rule.numerator else other.numerator
    return replace(rule, numerator=numerator)


def _value(rule: Rule, term: str) -> object:
    return getattr(rule.numerator if term in _OF_NUMERATOR else rule, term)


def _said(value: object) -> str | None:
    """Write a value as ids; several stand with a plus between them."""
    if isinstance(value, tuple):
        return "+".join(map(str, value)) or None
    return None if value is None else str(value)


def _answer(
    way: tuple[tuple[str, Rule], ...], found: Mapping[str, pl.DataFrame], settings: Settings
) -> Answer:
    rows: list[tuple[object, ...]] = []
    unknown: list[str] = []
    for at, (term, rule) in enumerate(way):
        start = f"{at}{_SEPARATOR}"
        own = {name.removeprefix(start): t for name, t in found.items() if name.startswith(start)}
        answer = quality_return_rate.answer(own, replace(settings, rules=(rule,)))
        n_and_k = answer.tables["overall"].rows.select("n", "k").row(0)
        rows.append((at, term, *_ends(term, way[max(at - 1, 0)][1], rule), *n_and_k))
        unknown += answer.unknown
    made = rated(pl.DataFrame(rows, schema=_SCHEMA, orient="row"))
    change = pl.col("rate") - pl.col("rate").shift(1)
    table = Table(made.with_columns(change=change).select(*_STEPS), _STEPS)
    return Answer({"terms": table}, tuple(dict.fromkeys(unknown)))


def _ends(term: str, was: Rule, becomes: Rule) -> tuple[str | None, str | None]:
    if term == "start":
        return None, becomes.name
    return _said(_value(was, term)), _said(_value(becomes, term))
