"""Blocks as plain data for the sheet: typst gets it as JSON, and nothing in it is ever markup."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import assert_never, cast

from shopmetrics.render.blocks import (
    Card,
    Chart,
    Grid,
    Heat,
    Item,
    Line,
    Strip,
    Text,
    Title,
)
from shopmetrics.render.charts import svg
from shopmetrics.render.gathered import Section

Data = dict[str, object]
Shown = Title | Line | Item | Grid | Strip | Heat | Card | Chart  # no report holds Code

_LONGEST = 600  # letters of a run: no reader of paper needs a name of ten thousand
_LONGEST_CELL = 120
_LONG_WORD = re.compile(r"[!-~]{25,}")  # no id is that long
_EIGHT = re.compile(r".{8}(?=.)")
_MAY_BREAK = "\\g<0>\u200b"  # unseen; a line may end there


def section_data(section: Section) -> Data:
    """Write a section and its blocks, each under its kind; like ones that follow are one."""
    return {"title": fitting(section.title), "blocks": [_gathered(one) for one in section.blocks]}


def _gathered(found: Mapping[str, object]) -> Data:
    if "it" in found:
        return block_data(cast("Shown", found["it"]))
    members = cast("tuple[Shown, ...]", found["all"])
    return {"kind": found["kind"], "all": [block_data(one) for one in members]}


def block_data(block: Shown) -> Data:
    """Write one block with all that it says."""
    return {"kind": type(block).__name__, **_said(block)}


def _said(block: Shown) -> Data:
    match block:
        case Title():
            return {"text": fitting(block.text)}
        case Line():
            return {"parts": _runs(block.parts)}
        case Item():
            return {"marker": block.marker, "depth": block.depth, "parts": _runs(block.parts)}
        case Card():
            return asdict(block)
        case Grid() | Strip() | Heat():
            return _table(block)
        case Chart():
            return {"title": block.title, "svg": svg(block.spec)}
        case _:
            assert_never(block)


def _table(block: Grid | Strip | Heat) -> Data:
    match block:
        case Grid():
            return _grid(block)
        case Strip():
            bars = [
                {"height": height or 0, "hot": at in block.hot}
                for at, height in enumerate(block.heights)
            ]
            return {"title": block.title, "slots": block.slots, "bars": bars}
        case Heat():
            rows = [
                {"name": fitting(name, _LONGEST_CELL), "cells": [asdict(cell) for cell in cells]}
                for name, cells in zip(block.names, block.rows, strict=True)
            ]
            return {"title": block.title, "columns": block.columns, "rows": rows}
        case _:
            assert_never(block)


def _grid(grid: Grid) -> Data:
    columns = [
        {
            "title": column.title,
            "right": column.right,
            "barred": any(row[at].bar is not None for row in grid.rows),
        }
        for at, column in enumerate(grid.columns)
    ]
    return {"columns": columns, "rows": [_runs(row, _LONGEST_CELL) for row in grid.rows]}


def _runs(parts: Iterable[Text], most: int = _LONGEST) -> list[Data]:
    return [{**asdict(part), "text": fitting(part.text, most)} for part in parts]


def fitting(text: str, most: int = _LONGEST) -> str:
    """Cut what is far too long for paper, and let a long word go on in the next line."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return _LONG_WORD.sub(lambda word: _EIGHT.sub(_MAY_BREAK, word[0]), cut)
