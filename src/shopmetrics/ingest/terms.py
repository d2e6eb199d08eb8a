"""What one run says of all its files, beside what the files say themselves."""

from collections.abc import Mapping
from dataclasses import field

from shopmetrics.value import value


@value
class Terms:
    """The zone of times, the currency of amounts that name none, and whose files are whose."""

    timezone: str | None = None
    currency: str | None = None
    only: str | None = None  # rows in any other currency are left out, and counted
    shops: Mapping[str, str] = field(default_factory=dict)  # pattern of paths -> name of the shop
