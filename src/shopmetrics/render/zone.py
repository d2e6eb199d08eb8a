"""A time zone as people read it."""

import re

_FIXED = re.compile(r"Etc/GMT([+-])(\d+)")


def zone_said(zone: str) -> str:
    """Write a fixed offset as UTC+8: its name counts the other way round, as POSIX does."""
    fixed = _FIXED.fullmatch(zone)
    return f"UTC{'-' if fixed[1] == '+' else '+'}{fixed[2]}" if fixed else zone
