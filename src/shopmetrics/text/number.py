"""Numbers as both languages write them: a comma between thousands, a point before decimals."""

from decimal import ROUND_HALF_EVEN, Decimal

from shopmetrics.readymade import readymade


def number(value: float | Decimal, decimals: int) -> str:
    """Write a number with so many decimals; what is rounded to nothing has no sign.

    Halves are rounded to the even neighbour, as they stand in the shortest way to write the number.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    return f"{rounded:,}" if rounded else f"{abs(rounded):,}"


def money(amount: Decimal, currency: str, language: str) -> str:
    """Write an amount with the sign of its currency and the decimals that are usual for it."""
    digits: int = readymade("currencies")["digits"].get(currency, 2)
    return signed(number(amount, digits), currency, language)


def signed(written: str, currency: str | None, language: str) -> str:
    """Put the sign of a currency before a number and behind its minus."""
    if currency is None:
        return written
    sign = readymade("currencies")[language].get(currency, currency)
    bare = written.removeprefix("-")
    return f"{written[: -len(bare)]}{sign}{bare}"
