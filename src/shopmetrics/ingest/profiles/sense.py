"""What a profile must say to make sense, besides known keys: columns that exist and agree."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from zoneinfo import available_timezones

from shopmetrics.ingest.profiles.columns import COLUMNS, MOMENTS, MONEY
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.shop import Kind

_ALONE = {
    Kind.orders: (("order_id",), ("ordered_at", "paid_at")),
    Kind.items: (("order_id",),),
    Kind.refunds: (("order_id", "refund_id", "customer_id"),),
    Kind.payments: (("order_id",), ("amount",)),
    Kind.compensations: (("order_id", "customer_id"), ("amount",)),
    Kind.costs: (("sku",), ("unit_cost", "freight_out", "freight_back")),
}
_WORDS = {
    "state": "states",
    "kind": "kinds",
    "refund_state": "refund_states",
    "stage": "stages",
}
_NAME = re.compile(r"[\w-]{1,60}")

Fault = tuple[tuple[str | int, ...], str]


def senseless(profile: Profile) -> Iterator[Fault]:
    """Yield where a profile says something that cannot be meant, and what is wrong there."""
    for key in ("name", "platform"):
        if not _NAME.fullmatch(getattr(profile, key)):
            yield (key,), f"{key}: expected letters, digits, _ and - alone, 60 at most"
    if not profile.signature and not profile.needs:
        yield (), "a signature is missing: the header names by which a file is recognised"
    yield from _columns(profile)
    yield from _references(profile)
    yield from _parts(profile)
    if profile.timezone is not None and profile.timezone not in available_timezones():
        yield ("timezone",), "no such time zone; names look like Asia/Shanghai"
    for column, words in _WORDS.items():
        if column in profile.columns and not getattr(profile, words):
            found = f"{column} has words, but {words} says what none of them means"
            yield ("columns", column), found


def _columns(profile: Profile) -> Iterator[Fault]:
    groups = {"columns": profile.columns, "fallbacks": profile.fallbacks, "clock": profile.clock}
    for key, group in groups.items():
        for name, headers in group.items():
            if name not in COLUMNS:
                yield (key, name), f"there is no column {name}; {_guess(name)}"
            if not headers or not all(header.strip() for header in headers):
                yield (key, name), f"{name} names no header of the file"
    for choice in _ALONE.get(profile.kind, ()):
        if not set(choice) & _told(profile):
            found = f"a file of {profile.kind} needs a column {' or '.join(choice)}"
            yield ("columns",), found


def _guess(name: str) -> str:
    near = get_close_matches(name, COLUMNS, 1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(COLUMNS))}"


def _references(profile: Profile) -> Iterator[Fault]:
    """Yield columns that are spoken of and not there."""
    for at, choice in enumerate(profile.needs):
        for name in choice:
            if name not in profile.columns:
                yield ("needs", at), f"needs {name}, which is not among columns"
    for at, name in enumerate(profile.fill):
        if name not in profile.columns:
            yield ("fill", at), f"fills {name}, which is not among columns"


def _parts(profile: Profile) -> Iterator[Fault]:
    """Yield amounts, rows and times of day that are put together of what is not there."""
    if profile.totals is not None and not {"order_paid", "order_refund"} & _told(profile):
        yield ("totals",), "totals is about order_paid, which is not among columns"
    for name in sorted(set(profile.skipped) - set(profile.columns)):
        yield ("skipped", name), f"skips rows by {name}, which is not among columns"
    for name in sorted(set(profile.clock) - set(MOMENTS)):
        yield ("clock", name), f"{name} is no moment; moments are {', '.join(MOMENTS)}"
    for name, made in profile.sums.items():
        for part in sorted({name, *made.plus, *made.minus} - {*MONEY}):
            yield ("sums", name), f"{part} is no money; money is {', '.join(MONEY)}"
        if not {*made.plus} <= {*profile.columns, *profile.fallbacks}:
            yield ("sums", name), f"{name} is a sum of columns that are not among columns"


def _told(profile: Profile) -> frozenset[str]:
    return frozenset((*profile.columns, *profile.fallbacks, *profile.sums))
