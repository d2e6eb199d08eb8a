"""How a value is meant, so that every renderer can write every table and every finding."""

from collections.abc import Mapping
from enum import StrEnum


class Unit(StrEnum):
    """How a column's values are meant, so that every renderer can write every table."""

    text = "text"
    label = "label"  # one of our own ids: has words in every language
    platform = "platform"  # its id, which people know by a name
    around = "around"  # the days before or since an event, as `before 11.11`
    count = "count"  # type: ignore[assignment] # hides str.count, which no one needs here
    share = "share"  # 0 to 1
    points = "points"  # a difference of two shares
    ratio = "ratio"
    money = "money"  # minor units
    days = "days"
    hours = "hours"
    number = "number"
    probability = "probability"
    when = "when"
    month = "month"  # its first day
    flag = "flag"


# Every rate carries what it was made of; low and high are its 95 % interval.
RATE_UNITS: Mapping[str, Unit] = {
    "n": Unit.count,
    "k": Unit.count,
    "rate": Unit.share,
    "low": Unit.share,
    "high": Unit.share,
}
