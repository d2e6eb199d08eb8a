"""A manual page made from the same sheets as the help, in roff."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typer

from shopmetrics.cli.help.about import ENDS, ENVIRONMENT, FILES
from shopmetrics.cli.help.roff import escaped, headed, item, literal, paragraph
from shopmetrics.cli.help.sheet import Entry, Panel, Sheet, sheet_of

_SHARED = "shopmetrics report"  # whose options most commands have


def manual(command: Any, version: str, known: Mapping[str, str]) -> str:  # noqa: ANN401 Typer's commands have no public type
    """Write the page of a built program in the language of `known`, else in English."""
    root, *sheets = _sheets(command, typer.Context(command, info_name="shopmetrics"), known)
    report = next(sheet for sheet in sheets if sheet.path == _SHARED)
    options = (*report.panels[:-1], root.panels[-1])
    lines = [*_head(root, version, known)]
    lines += _commands(root.panels[:-1])
    lines += [headed(_said("EXAMPLES", known)), *_examples(root)]
    lines += [headed(_said("OPTIONS", known)), *_panels(options)]
    lines += [headed(_said("COMMANDS", known))]
    shared = frozenset(entry for panel in report.panels for entry in panel.entries)
    for sheet in sheets:
        lines += _command(sheet, frozenset() if sheet is report else shared, known)
    for title, entries in ENDS, ENVIRONMENT, FILES:
        lines += [headed(_said(title, known))]
        for name, text in entries:
            lines += item(name, _said(text, known))
    return "\n".join(lines) + "\n"


def _said(text: str, known: Mapping[str, str]) -> str:
    return known.get(text, text)


def _sheets(command: Any, context: Any, known: Mapping[str, str]) -> Iterator[Sheet]:  # noqa: ANN401 likewise
    yield sheet_of(command, context, known)
    for name, below in getattr(command, "commands", {}).items():
        if not below.hidden:
            inner = typer.Context(below, info_name=name, parent=context)
            yield from _sheets(below, inner, known)


def _head(root: Sheet, version: str, known: Mapping[str, str]) -> Iterator[str]:
    yield f'.TH SHOPMETRICS 1 "" "shopmetrics {escaped(version)}"'
    yield from (".nh", ".ad l")  # options are not to be hyphenated
    yield headed(_said("NAME", known))
    yield escaped(f"{root.path} - {root.about.rstrip('.。')}")
    yield headed(_said("SYNOPSIS", known))
    yield escaped(root.usage)


def _commands(panels: Sequence[Panel]) -> Iterator[str]:
    for panel in panels:
        yield headed(panel.title.upper())
        for entry in panel.entries:
            yield from item(entry.name, entry.help)


def _panels(panels: Sequence[Panel]) -> Iterator[str]:
    for panel in panels:
        yield headed(panel.title, level=2)
        for entry in panel.entries:
            yield from item(entry.name, entry.help)


def _command(sheet: Sheet, shared: frozenset[Entry], known: Mapping[str, str]) -> Iterator[str]:
    """Write one command: what only it has, the names of what it shares, and its examples."""
    yield headed(sheet.usage, level=2)
    yield escaped(sheet.about)
    entries = [entry for panel in sheet.panels for entry in panel.entries]
    for entry in entries:
        if shared and entry not in shared:
            yield from item(entry.name, entry.help)
    also = ", ".join(entry.name.split(" ")[0].rstrip(",") for entry in entries if entry in shared)
    if also:
        yield from paragraph(_said("Also: {names}.", known).format(names=also))
    yield from _examples(sheet)


def _examples(sheet: Sheet) -> Iterator[str]:
    for example in sheet.examples:
        yield from literal(example.what, example.typed)
