"""Large numbers as Chinese writes them, in 万 (10,000) and 亿 (100,000,000): 12.35万, ¥1.2亿."""

from decimal import Decimal

MYRIAD = 10_000
_LOCALE = "zh_CN"
_DECIMALS = 2  # at least three digits are told: what is left out is under 0.5 %


def in_myriads(amount: Decimal | int, currency: str | None) -> str:
    """Write an amount of at least 10,000 to two decimals of its 万 or 亿."""
    from babel.numbers import format_compact_currency, format_compact_decimal  # noqa: PLC0415 few need it

    # Babel chooses the unit before it rounds: 99,999,999 would be 10000万.
    exact = round(Decimal(amount), -_DECIMALS)
    if currency is None:
        return format_compact_decimal(exact, locale=_LOCALE, fraction_digits=_DECIMALS)
    return format_compact_currency(exact, currency, locale=_LOCALE, fraction_digits=_DECIMALS)
