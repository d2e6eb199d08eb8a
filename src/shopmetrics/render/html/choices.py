"""The counts that a reader can choose from, as data and words for the page's own script."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import polars as pl

from shopmetrics.cube import OTHERS, SLOTS, Cube
from shopmetrics.page import Unit
from shopmetrics.printable import printable
from shopmetrics.render.cell import Writer
from shopmetrics.render.verdict import MARKS
from shopmetrics.report import Report
from shopmetrics.text import Words

_ALL_SEEN = 0.995
_LONGEST = 80  # characters of a name: the file stays small whatever a title says
_LENGTHS = {"hour": 24, "weekday": 7}
_FIRSTS = {"hour": 0, "weekday": 1}
_UNSAFE = re.compile("[<>&\u2028\u2029]")
_BLANK = re.compile("1\ue000(\\w+)\ue0011")
_SAID = {
    "choice.said": ("what", "k", "n", "rate"),
    "choice.nothing": ("what",),
    "choice.matches": ("n",),
    "choice.more": ("n",),
    "verdict.range": ("k", "n", "low", "high"),
}
_PLAIN = (
    *("choice.whole", "choice.all_platforms", "choice.all_shops", "choice.all_skus"),
    *("choice.unnamed", "verdict.few", "verdict.unsure"),
    *(f"level.{level}" for level in ("good", "watch", "alarm", "too_few")),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the page shows of it without a script's help, and what the script reads."""

    data: str
    notes: tuple[str, ...]
    places: frozenset[str]  # of platform and shop: those there is more than one of
    least: int  # orders that can be judged


def choices(report: Report, words: Words) -> Choices | None:
    """Write the counts down, where there are any."""
    if report.cube is None:
        return None
    cube, writer = report.cube, Writer(words, report.currency, report.decimals)
    keys = cube.totals.select("platform", "shop")
    names = {name: keys[name].unique().sort(nulls_last=True).to_list() for name in keys.columns}
    said = {name: [_place(one, writer.words) for one in known] for name, known in names.items()}
    reasons = cube.reasons.select("reason", "cause").unique("reason").sort("reason")
    data = {
        "platforms": said["platform"],
        "shops": said["shop"],
        "skus": [[_short(one) for one in row] for row in cube.skus.select("sku", "product").rows()],
        "reasons": [[_short(r), writer.words.label(c) if c else ""] for r, c in reasons.rows()],
        "cells": list(_cells(cube, names, reasons["reason"].to_list())),
        "band": cube.band and [cube.band.good, cube.band.alarm],
        "least": cube.min_orders,
        "z": NormalDist().inv_cdf(0.975),
        "marks": MARKS,
        "weekdays": [writer.words.say(f"weekday.{day}") for day in range(1, 8)],
        "say": _say(cube, writer.words),
        "write": _write(cube, writer),
    }
    several = frozenset(name for name, known in names.items() if len(known) > 1)
    notes = tuple(_notes(report, cube, words))
    return Choices(embedded(data), notes, several, cube.min_orders)


def embedded(data: object) -> str:
    """Write data as JSON that no page takes for markup and no script for the end of a line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def digest(script: str) -> str:
    """Return the name by which a page allows one script and no other (CSP level 2)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _place(name: str | None, words: Words) -> str:
    return words.say("choice.unnamed") if name is None else words.platform(_short(name))


def _short(text: str | None) -> str:
    said = printable(text or "")
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _cells(
    cube: Cube, names: dict[str, list[str | None]], reasons: Sequence[str]
) -> Iterator[list[object]]:
    """Yield a row a cell: its place and item, its counts, its slots, its reasons with orders.

    Counts are n, k, units, k_units, amount, k_amount; places and reasons are their numbers.
    """
    at = {name: {one: i for i, one in enumerate(known)} for name, known in names.items()}
    slots = {slot: _slots(getattr(cube, slot), slot) for slot in SLOTS}
    gave: dict[tuple[Any, ...], list[list[int]]] = {}
    number = {reason: i for i, reason in enumerate(reasons)}
    for *key, reason, orders in cube.reasons.select(*_KEY, "reason", "orders").rows():
        gave.setdefault(tuple(key), []).append([number[reason], orders])
    counts = ("n", "k", "units", "k_units", "amount", "k_amount")
    for platform, shop, item, *numbers in cube.totals.select(*_KEY, *counts).rows():
        cell = (platform, shop, item)
        lists = [one for slot in SLOTS for one in slots[slot].get(cell, ([], []))]
        place = [at["platform"][platform], at["shop"][shop], item]
        yield [*place, *numbers, *lists, gave.get(cell, [])]


_KEY = ("platform", "shop", "item")


def _slots(rows: pl.DataFrame, slot: str) -> dict[tuple[Any, ...], tuple[list[int], list[int]]]:
    """Lay the slots of each cell in two rows, orders and those of them that came back."""
    found: dict[tuple[Any, ...], tuple[list[int], list[int]]] = {}
    for *key, at, n, k in rows.select(*_KEY, slot, "n", "k").rows():
        lists = found.setdefault(tuple(key), ([0] * _LENGTHS[slot], [0] * _LENGTHS[slot]))
        for one, count in zip(lists, (n, k), strict=True):
            one[at - _FIRSTS[slot]] = count
    return found


def _say(cube: Cube, words: Words) -> dict[str, str]:
    said = {key: words.say(key) for key in _PLAIN}
    said |= {key: _blanks(words, key, *names) for key, names in _SAID.items()}
    if OTHERS in cube.totals["item"]:
        others = words.say("choice.others", n=words.count(cube.others))
        said["others"] = others if cube.others else words.say("choice.unnamed")
    if cube.band is not None:
        ends = {"good": words.share(cube.band.good), "alarm": words.share(cube.band.alarm)}
        said["bands"] = words.say("verdict.bands", **ends)
    return said


def _blanks(words: Words, key: str, *names: str) -> str:
    """Return a sentence with its blanks left open, spaced as beside digits."""
    return _BLANK.sub(r"{\1}", words.say(key, **{name: f"1\ue000{name}\ue0011" for name in names}))


def _write(cube: Cube, writer: Writer) -> dict[str, object]:
    """Say what stands around a share and an amount, and how many decimals an amount has."""
    share = writer.words.share(0)
    money = re.split(r"\d[\d.]*", writer.cell(0, Unit.money)) if cube.priced else None
    return {"share": share.partition("0.0")[2], "money": money, "decimals": writer.decimals}


def _notes(report: Report, cube: Cube, words: Words) -> Iterator[str]:
    if cube.others:
        counts = {"n": cube.skus.height, "others": cube.others}
        yield words.say("choice.listed", **{name: words.count(n) for name, n in counts.items()})
    seen = report.answers["refund_rate"].tables["overall"].rows["completeness"][0]
    if seen is not None and seen < _ALL_SEEN:
        yield words.say("choice.seen", completeness=words.share(seen))
