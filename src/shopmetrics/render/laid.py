"""JSON that people can read and that is quick to write: a line a row, an indent a level."""

import json

_plain = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def laid_out(value: object, margin: str = "") -> str:
    """Write a value; what stands in a list is written on one line.

    Python's own indent leaves the encoder that is written in C: five times the time of a report.
    """
    inner = f"{margin}  "
    match value:
        case dict() if value:
            parts = [f"{inner}{_plain(key)}: {laid_out(one, inner)}" for key, one in value.items()]
            return "\n".join(("{", ",\n".join(parts), f"{margin}}}"))
        case [dict(), *_]:
            parts = [f"{inner}{_plain(one)}" for one in value]
            return "\n".join(("[", ",\n".join(parts), f"{margin}]"))
        case _:
            return _plain(value)
