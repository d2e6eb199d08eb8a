"""How far a rate of k in n is from a limit, in whole orders: exact, for limits are fractions."""

from fractions import Fraction
from math import ceil, floor


def bad_left(k: int, n: int, limit: Fraction) -> int:
    """Return how many of the n may still turn bad with k / n at most the limit; 0 if beyond it."""
    return max(0, floor(limit * n) - k)


def clean_needed(k: int, n: int, limit: Fraction) -> int | None:
    """Return how many clean ones would bring k / n down to the limit; None where none ever will."""
    if k <= limit * n:
        return 0
    return None if limit == 0 else ceil(k / limit) - n
