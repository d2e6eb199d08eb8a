"""Why a record is turned away before any of its cells is looked at."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a record as a line of separated text; words for these stand in text/."""

    too_many_fields = "too_many_fields"
    too_few_fields = "too_few_fields"
    quote_not_closed = "quote_not_closed"
    text_after_quote = "text_after_quote"
    quotes_in_fields = "quotes_in_fields"
    bytes_not_text = "bytes_not_text"
    nul_byte = "nul_byte"
    field_too_long = "field_too_long"
    repeated_header = "repeated_header"
