"""Headers that are recognised and refused all the same: a name that nearly fits, or fits twice."""

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches

from shopmetrics.errors import InputError
from shopmetrics.ingest.delimited.opened import Opened
from shopmetrics.ingest.profiles.profile import Profile, fold

_NEAR = 0.85
_WEIGHTY = frozenset(
    {"order_id", "paid", "total", "amount", "ordered_at", "quantity", "customer_id"}
)


def refuse_misheaded(opened: Opened, profile: Profile, columns: Mapping[str, int]) -> None:
    """Refuse a header by which cells would be taken for what they are not.

    Raises:
        InputError: it has more names than all rows have fields, a column stands twice, or one that
            was not found nearly is there.
    """
    _refuse_uneven(opened)
    _refuse_doubles(opened, columns)
    _refuse_near_misses(opened, profile, columns)


def _refuse_near_misses(opened: Opened, profile: Profile, columns: Mapping[str, int]) -> None:
    """Refuse a header that nearly is a column not found: it would be missed without a word."""
    spare = {fold(n): n for at, n in enumerate(opened.header) if at not in columns.values()}
    for canonical in sorted(_WEIGHTY & profile.columns.keys() - columns.keys()):
        for alias in profile.columns[canonical]:
            near = get_close_matches(fold(alias), spare, 1, _NEAR)
            if near:
                where = f"{opened.path}:{opened.header_line}"
                found = (
                    f"{where}: the column {spare[near[0]].strip()!r} looks like {alias}, but is not"
                )
                raise InputError(found, hint=f"rename it {alias}, or delete it")


def _refuse_uneven(opened: Opened) -> None:
    """Refuse a header with more names than all rows have fields: one of them names nothing."""
    if opened.fields < len(opened.header):
        raise InputError(
            f"{opened.path}:{opened.header_line}: the header has {len(opened.header)} names, and"
            f" all rows have {opened.fields} fields",
            hint="export the file again, or correct the separators in its header",
        )


def _refuse_doubles(opened: Opened, columns: Mapping[str, int]) -> None:
    times = Counter(fold(name) for name in opened.header)
    for at in columns.values():
        name = opened.header[at]
        if times[fold(name)] > 1:
            where = f"{opened.path}:{opened.header_line}"
            found = f"{where}: the column {name.strip()} stands twice: which one is meant?"
            raise InputError(found, hint="delete or rename one of them")
