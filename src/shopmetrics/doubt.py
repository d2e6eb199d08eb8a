"""Why a rate may be another than it looks: refunds that stand in none and may belong there."""

from datetime import date
from enum import StrEnum

from shopmetrics.value import value


class Open(StrEnum):
    """Why refunds may be missing from a rate."""

    lost = "lost"  # they find no order in the files
    unread = "unread"  # their state has no known meaning
    undated = "undated"  # when they were settled is not told
    silent = "silent"  # nothing tells of a platform's refunds at all
    begins = "begins"  # a platform's after-sales begin later than its orders
    ends = "ends"  # or end earlier
    fresh = "fresh"  # orders of the last days alone, and nothing says how late refunds come


@value
class Doubt:
    """Up to `n` refunds that are in no rate (of `silent` and `fresh`, orders), and of whom.

    `on` is the day with which a platform's after-sales begin or end.
    """

    what: Open
    n: int
    platform: str | None = None
    on: date | None = None
