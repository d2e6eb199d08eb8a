"""The rules as blocks: all of them in a table, or one with its sources and what is not public."""

import json
from collections.abc import Iterator, Sequence

import polars as pl

from shopmetrics.page import Table, Unit
from shopmetrics.plain import plain
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Column, Grid, Text, Title, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.table import table_blocks
from shopmetrics.rule import Known, Rule
from shopmetrics.text import NOTHING, Words

_COLUMNS = {
    "rule_name": (Unit.text, pl.String()),
    "count": (Unit.label, pl.String()),
    "denominator": (Unit.label, pl.String()),
    "clock": (Unit.label, pl.String()),
    "window_days": (Unit.count, pl.Int64()),
    "lag_days": (Unit.count, pl.Int64()),
    "limit": (Unit.share, pl.Float64()),
    "valid_from": (Unit.when, pl.Date()),
    "known": (Unit.label, pl.String()),
}
_MOST = 1000
_TERMS = (
    *("count", "causes", "stages", "also_bad_reviews", "denominator", "clock", "window_days"),
    *("lag_days", "follow_up_days", "min_orders", "exclude", "band", "valid_from", "replaces"),
)
_OF_NUMERATOR = frozenset({"count", "causes", "stages", "also_bad_reviews"})


def rules_blocks(rules: Sequence[Rule], words: Words) -> Iterator[Block]:
    """Yield one row a rule, and where to read more."""
    yield Title(words.say("rules.title"), 1)
    rows = pl.DataFrame(
        [tuple(row) for row in map(_row, rules)],
        schema={name: kind for name, (_, kind) in _COLUMNS.items()},
        orient="row",
    )
    table = Table(rows, {name: unit for name, (unit, _) in _COLUMNS.items()})
    yield from table_blocks(table, Writer(words, None, 2), most=_MOST)
    yield line(words.say("rules.more"), Tone.quiet)


def rule_blocks(rule: Rule, words: Words) -> Iterator[Block]:
    """Yield every term of one rule, what is not public, its sources and its note."""
    yield Title(f"{printable(rule.title)} ({rule.name})", 1)
    yield line(words.say(f"rules.{rule.known}"), _TONES[rule.known])
    rows = tuple((Text(words.say(f"term.{term}")), _value(rule, term, words)) for term in _TERMS)
    yield Grid((Column(words.say("rules.term")), Column(words.say("rules.value"))), rows)
    note = {str(language): text for language, text in rule.note.items()}.get(words.language)
    if note is not None:
        yield line(f"\n{printable(note)}")
    yield Title(words.say("rules.source"))
    for source in rule.source:
        yield line(f"- {printable(words.defined(source))}")


def rules_json(rules: Sequence[Rule]) -> str:
    """Write rules as they stand in their files."""
    found = [plain(rule) for rule in rules]
    return json.dumps({"rules": found}, ensure_ascii=False, indent=2)


_TONES = {Known.public: Tone.plain, Known.partly: Tone.watch, Known.not_public: Tone.alarm}


def _row(rule: Rule) -> Iterator[object]:
    yield rule.name
    yield None if rule.numerator is None else str(rule.numerator.count)
    yield None if rule.denominator is None else str(rule.denominator)
    yield None if rule.clock is None else str(rule.clock)
    yield from (rule.window_days, rule.lag_days)
    yield None if rule.band is None else rule.band.alarm
    yield from (rule.valid_from, str(rule.known))


def _value(rule: Rule, term: str, words: Words) -> Text:
    """Write one term: its value, that it is not public, or that there is none."""
    inside = f"numerator.{term}" if term in _OF_NUMERATOR else term
    if inside in rule.not_public or inside.partition(".")[0] in rule.not_public:
        return Text(words.say("rules.unknown"), Tone.watch)
    holder = rule.numerator if term in _OF_NUMERATOR else rule
    value = getattr(holder, term, None)
    return Text(NOTHING if value is None or value == () else _said(value, words))


def _said(value: object, words: Words) -> str:
    if isinstance(value, tuple):
        return words.listed(map(words.label, value))
    if isinstance(value, bool):
        return words.label("yes" if value else "no")
    if hasattr(value, "alarm"):
        return words.share(value.alarm)
    return words.label(value)
