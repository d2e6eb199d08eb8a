"""Why a row is turned away for what one of its cells holds; words for these stand in text/."""

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with a cell that a row cannot do without."""

    missing = "missing"
    damaged_id = "damaged_id"
    not_a_moment = "not_a_moment"
    not_an_amount = "not_an_amount"
    negative_amount = "negative_amount"
    negative_quantity = "negative_quantity"
    totals_row = "totals_row"
