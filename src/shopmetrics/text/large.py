"""Large numbers as Chinese writes them, in 万 (10,000) and 亿 (100,000,000): 12.35万, ¥1.20亿."""

from decimal import Decimal

from shopmetrics.text.number import signed

MYRIAD = 10_000
_UNITS = {"万亿": MYRIAD**3, "亿": MYRIAD**2, "万": MYRIAD}
_DECIMALS = 2  # all written, so that 2.00万 is not taken for a guess: under 0.5 % is left out


def in_myriads(amount: Decimal | int, currency: str | None) -> str:
    """Write an amount of at least 10,000 to two decimals of its 万 or 亿."""
    # Rounded before the unit is chosen: 99,999,999 would be 10000万.
    exact = round(Decimal(amount), -_DECIMALS)
    name, unit = next((name, unit) for name, unit in _UNITS.items() if abs(exact) >= unit)
    return signed(f"{exact / unit:.{_DECIMALS}f}{name}", currency, "zh")
