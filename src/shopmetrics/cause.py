"""The causes that reasons are sorted into: config and causes both need them."""

from enum import StrEnum


class Cause(StrEnum):
    """Why something came back."""

    size = "size"
    quality = "quality"
    damaged = "damaged"
    not_as_described = "not_as_described"
    wrong_or_missing = "wrong_or_missing"
    logistics = "logistics"
    late = "late"
    changed_mind = "changed_mind"
    price = "price"
    unneeded = "unneeded"
    other = "other"
    unstated = "unstated"
