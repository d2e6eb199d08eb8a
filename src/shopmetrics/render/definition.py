"""A page's definition as blocks: the text that stands in its file, with its examples."""

import re
from collections.abc import Iterator, Mapping

from shopmetrics.page import Example, Page
from shopmetrics.render.blocks import Block, Code, Line, Text, Title
from shopmetrics.text import Words

_ENDS = (".", ":", ";", ")")
_CODE = re.compile(r"(`[^`]+`)")


def definition_blocks(
    page: Page, words: Words, config: Mapping[str, object] | None = None
) -> Iterator[Block]:
    """Yield what every number of a page means, the settings in force, and worked examples.

    `config` is the whole config as plain values; without it no settings are shown.
    """
    yield Title(words.say("explain.title", page=words.say(f"page.{page.name}"), id=page.name), 1)
    yield from (_line(words.defined(text)) for text in sentences(page.definition))
    if config is not None and page.settings:
        yield Title(words.say("explain.settings"))
        yield Code("\n".join(f"{key}: {_in_force(config, key)}" for key in page.settings))
    yield Title(words.say("explain.examples"))
    for example in page.examples:
        yield Title(words.defined(example.shows), 3)
        yield Code("\n".join(_example(example, words)))


def definition_lines(page: Page, words: Words) -> list[str]:
    """Return what every number of a page means, line by line."""
    return [words.defined(text) for text in sentences(page.definition) if text]


def sentences(definition: str) -> list[str]:
    """Undo the line breaks of the file, but keep those that end a sentence or a formula."""
    found = [""]
    for text in definition.strip().splitlines():
        if found[-1] and text.strip() and not found[-1].endswith(_ENDS):
            found[-1] += f" {text.strip()}"
        else:
            found.append(text.strip())
    return found[1:]


def _line(text: str) -> Line:
    """Part a sentence at the ids of ours that stand between backticks."""
    parts = (part for part in _CODE.split(text) if part)
    return Line(tuple(Text(part, code=part.startswith("`")) for part in parts))


def _in_force(config: Mapping[str, object], key: str) -> str:
    value: object = config
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return _written(value)


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_written(one)}" for name, one in value.items()) or "–"
    if isinstance(value, list | tuple):
        return ", ".join(map(_written, value)) or "–"
    return "–" if value is None else str(value)


def _example(example: Example, words: Words) -> Iterator[str]:
    for name, value in example.options.items():
        yield f"{name}: {_written(value)}"
    tables = {"orders": example.orders, "refunds": example.refunds, "costs": example.costs}
    for name, table in tables.items():
        yield from _table(words.say(f"explain.{name}"), table)
    for name, table in example.answer.items():
        yield from _table(f"→ {name}", table)


def _table(name: str, text: str) -> Iterator[str]:
    rows = [row.strip() for row in text.strip().splitlines() if row.strip()]
    if rows:
        yield name
        yield from (f"  {row}" for row in rows)
