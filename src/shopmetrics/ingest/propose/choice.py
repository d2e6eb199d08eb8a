"""A column proposed for a field: how it was found, what else it may be, and what it was told by."""

from collections.abc import Mapping
from enum import StrEnum

from shopmetrics.ingest.propose.looks import Looks
from shopmetrics.ingest.propose.sample import Sample
from shopmetrics.value import value


class How(StrEnum):
    """By what a column was found."""

    name = "name"
    similar = "similar"  # a name that sounds like it
    values = "values"  # nothing but what its cells look like
    ids = "ids"  # its ids stand in a file of orders too
    chosen = "chosen"  # by the user


@value
class Choice:
    """The position of a column, None for none; `rivals` could be meant as well."""

    at: int | None
    how: How
    rivals: tuple[int, ...] = ()

    @property
    def open(self) -> bool:
        """Say whether only a person can decide."""
        return self.how is not How.chosen and bool(self.rivals)


@value
class Seen:
    """A file's first rows with what its columns look like, by position.

    `shared` is the share of a column's values that are ids of orders in another file.
    """

    sample: Sample
    looks: Mapping[int, Looks]
    shared: Mapping[int, float]
