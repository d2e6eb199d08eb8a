"""What one run says of all its files, beside what the files say themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """The zone of times, the currency of amounts that name none, and the only one to be read."""

    timezone: str | None = None
    currency: str | None = None
    only: str | None = None  # rows in any other currency are left out, and counted
