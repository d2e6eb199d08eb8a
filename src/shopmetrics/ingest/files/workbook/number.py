"""A number as a sheet holds it, as the text that it stands for."""

import re
from decimal import Decimal, InvalidOperation

EXACT_DIGITS = 15  # of a number with decimals; digits beyond come from its binary fraction
_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER_LIMIT = 40  # characters; no program writes longer ones


def number_text(raw: str) -> str:
    """Write a number without an exponent where all of its digits are known.

    Whole numbers keep every digit (ids have 18 and more). Decimals are rounded to 15 digits,
    as every spreadsheet shows them: 19.899999999999999 was typed as 19.9. A large number with
    an exponent has lost digits and is left as it is, so that it is seen to be damaged.
    """
    if _WHOLE.fullmatch(raw) or len(raw) > _NUMBER_LIMIT:
        return raw
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if (
        not value.is_finite()
        or value.adjusted() >= EXACT_DIGITS
        or value.adjusted() < -EXACT_DIGITS
    ):
        return raw
    rounded = Decimal(f"{value:.{EXACT_DIGITS - 1}e}")
    plain = f"{rounded:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
