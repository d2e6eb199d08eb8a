"""What a profile must say to make sense, besides known keys: columns that exist and agree."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from zoneinfo import available_timezones

from shopmetrics.ingest.cells import COUNTS, IDS, MOMENTS, MONEY
from shopmetrics.ingest.profile import Profile
from shopmetrics.shop import ORDER_COLUMNS, REFUND_COLUMNS, Kind

# Every canonical name that a column of a file can be read as. What the profile itself says
# (platform) or what follows from other cells (timed) is no column.
COLUMNS = frozenset(
    {*ORDER_COLUMNS, *REFUND_COLUMNS, *IDS, *MONEY, *MOMENTS, *COUNTS, "refund_state"}
) - {"platform", "timed"}
_ALONE = {
    Kind.orders: (("order_id",), ("ordered_at", "paid_at")),
    Kind.items: (("order_id",),),
    Kind.refunds: (("order_id", "refund_id", "customer_id"),),
    Kind.payments: (("order_id",), ("amount",)),
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
    if profile.timezone is not None and profile.timezone not in available_timezones():
        yield ("timezone",), "no such time zone; names look like Asia/Shanghai"
    for column, words in _WORDS.items():
        if column in profile.columns and not getattr(profile, words):
            found = f"{column} has words, but {words} says what none of them means"
            yield ("columns", column), found


def _columns(profile: Profile) -> Iterator[Fault]:
    for name, headers in profile.columns.items():
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, 1)
            every = f"known are {', '.join(sorted(COLUMNS))}"
            guess = f"did you mean {near[0]}?" if near else every
            yield ("columns", name), f"there is no column {name}; {guess}"
        if not headers or not all(header.strip() for header in headers):
            yield ("columns", name), f"{name} names no header of the file"
    for choice in _ALONE.get(profile.kind, ()):
        if not set(choice) & set(profile.columns):
            found = f"a file of {profile.kind} needs a column {' or '.join(choice)}"
            yield ("columns",), found


def _references(profile: Profile) -> Iterator[Fault]:
    """Yield columns that are spoken of and not there."""
    for at, choice in enumerate(profile.needs):
        for name in choice:
            if name not in profile.columns:
                yield ("needs", at), f"needs {name}, which is not among columns"
    for at, name in enumerate(profile.fill):
        if name not in profile.columns:
            yield ("fill", at), f"fills {name}, which is not among columns"
    if profile.totals is not None and "order_paid" not in profile.columns:
        yield ("totals",), "totals is about order_paid, which is not among columns"
