"""Headers of two rows: names below the names of groups, or sub-names beside names that go on."""

from collections.abc import Callable, Sequence
from itertools import zip_longest

from shopmetrics.ingest.delimited.tokens import Record, blank, split_record

Known = Callable[[str], bool]


def two_rows(
    lines: Sequence[str], separator: str, line: int, record: Record, known: Known
) -> tuple[str, int, Record]:
    """Return the header, joined with the row above or below it where that names more columns.

    A row of data never joins: below a known name it says something that is no known name.
    """
    found = separator, line, record
    if record.lines > 1:
        return found
    for upper in (line - 1, line):
        joined = _joined(
            _cells(lines, upper, separator), _cells(lines, upper + 1, separator), known
        )
        if _count(joined, known) > _count(record.cells, known):
            return separator, upper, Record(joined, 2)
    return found


def _cells(lines: Sequence[str], line: int, separator: str) -> tuple[str, ...]:
    if not 0 <= line < len(lines):
        return ()
    record = split_record(lambda at: lines[at] if at == line else None, line, separator)
    return record.cells


def _joined(upper: Sequence[str], lower: Sequence[str], known: Known) -> tuple[str, ...]:
    """Return the lower names, and the upper ones where none stands below; none if one is data."""
    pairs = list(zip_longest(upper, lower, fillvalue=""))
    if any(known(above) and not blank((below,)) and not known(below) for above, below in pairs):
        return ()
    return tuple(above if blank((below,)) else below for above, below in pairs)


def _count(cells: Sequence[str], known: Known) -> int:
    return sum(map(known, set(cells)))
