"""Folders that may each be a shop of its own: offered to the reader, never taken for one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path

from shopmetrics.shop import Kind
from shopmetrics.source import Source

Span = tuple[datetime, datetime]


def alike(sources: Sequence[Source]) -> tuple[Path, ...]:
    """Return folders with orders of one platform for the same days and none in common.

    Months in folders tell of other days, and overlapping exports share orders. Files whose shop is
    known, by a column or the config, ask for nothing.
    """
    found: list[Path] = []
    orders = [one for one in sources if one.kind is Kind.orders]
    for platform in dict.fromkeys(one.platform for one in orders):
        theirs = [one for one in orders if one.platform == platform]
        told = any(one.shop or "shop" in one.columns or one.superseded for one in theirs)
        spans = {} if told else dict(_spans(theirs))
        if len(spans) > 1 and all(_meet(*two) for two in combinations(spans.values(), 2)):
            found += sorted(spans)
    return tuple(found)


def _spans(sources: Sequence[Source]) -> Iterator[tuple[Path, Span]]:
    """Yield each folder with the first and the last moment of what lies in it."""
    folders: Mapping[Path, list[Source]] = {one.path.parent: [] for one in sources}
    for one in sources:
        folders[one.path.parent].append(one)
    for folder, inside in folders.items():
        since = [one.since for one in inside if one.since is not None]
        until = [one.until for one in inside if one.until is not None]
        if since and until:
            yield folder, (min(since), max(until))


def _meet(one: Span, other: Span) -> bool:
    """Tell whether two spans share at least half of the shorter one."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= min(one[1] - one[0], other[1] - other[0])
