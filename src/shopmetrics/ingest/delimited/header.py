"""Where the names of the columns stand, and what separates them, told by the names themselves."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from shopmetrics.errors import InputError
from shopmetrics.ingest.delimited.grouped import two_rows
from shopmetrics.ingest.delimited.tokens import Record, blank, split_header, split_record
from shopmetrics.value import value

SEPARATORS = (",", ";", "\t", "|")
SEARCHED_LINES = 50
SAMPLED_LINES = 200
ALIKE_LINES = 40  # so many in a row of one width, and the rest has it too
NAMES_LIMIT = 2000
NAMES_ENOUGH = 2
_PLENTY = 6
FULL_WIDTH_COMMA = "\uff0c"

_DECLARED = re.compile(r'"?sep=(.)"?[,;\t|]*')


@value
class Header:
    """The header record: its physical line, its names, the line below it, and the fields a row has.

    `fields` may differ from the number of names: exports pad the header or the rows with blanks.
    """

    separator: str
    line: int
    names: tuple[str, ...]
    body_line: int
    fields: int
    longer: bool  # the rows have more fields than the header: it may lack a separator


def find_header(lines: Sequence[str], path: Path, known: Callable[[str], bool]) -> Header:
    """Find the line with the most known names; where no line has two, the first that is not blank.

    Raises:
        InputError: there is no text, more than 2,000 named columns, or only full-width commas.
    """
    searched = lines[:SEARCHED_LINES]
    first = next((i for i, line in enumerate(searched) if not blank((line.strip(",;|"),))), None)
    if first is None:
        raise InputError(
            f"{path}: empty: there are only blank lines where the column names were expected",
            hint="export the file again, with its header line",
        )
    declared = _DECLARED.fullmatch(searched[first])
    separators = (declared[1],) if declared else SEPARATORS
    start = first + 1 if declared else first
    best, count = _most_known(lines, range(start, len(searched)), separators, known)
    if count < NAMES_ENOUGH:
        _refuse_full_width(searched, path, known)
        best = _first_named(lines, start, separators)
    return _header(lines, path, *two_rows(lines, *best, known))


def has_header(lines: Sequence[str], path: Path, known: Callable[[str], bool]) -> bool:
    """Tell whether a line holds names of columns that are known."""
    names = set(find_header(lines, path, known).names)
    return sum(map(known, names)) >= NAMES_ENOUGH


def _most_known(
    lines: Sequence[str],
    searched: range,
    separators: Sequence[str],
    known: Callable[[str], bool],
) -> tuple[tuple[str, int, Record], int]:
    best, most = (separators[0], searched.start, Record((), 1)), 0
    for line in searched:
        for separator in separators:
            if lines[line].count(separator) < most and lines[line].count('"') % 2 == 0:
                continue  # too few cells to hold more names
            record = split_header(_getter(lines), line, separator)
            count = sum(map(known, set(record.cells)))
            if count > most:
                best, most = (separator, line, record), count
        if most >= _PLENTY and 2 * most >= len(best[2].cells):
            break  # a header beyond doubt: to look at what is below it takes longer than to read it
    return best, most


def _first_named(
    lines: Sequence[str], start: int, separators: Sequence[str]
) -> tuple[str, int, Record]:
    line = next((i for i in range(start, len(lines)) if not blank((lines[i].strip(",;|"),))), start)
    found = ((s, line, split_header(_getter(lines), line, s)) for s in separators)
    return max(found, key=lambda each: len(each[2].cells))


def _refuse_full_width(lines: Sequence[str], path: Path, known: Callable[[str], bool]) -> None:
    for number, line in enumerate(lines, start=1):
        if sum(map(known, line.split(FULL_WIDTH_COMMA))) >= NAMES_ENOUGH:
            raise InputError(
                f"{path}, line {number}: the columns are separated by full-width commas"
                f" ({FULL_WIDTH_COMMA}); expected a comma, semicolon, tab or bar as separator",
                hint="replace the full-width commas between the columns by ordinary commas",
            )


def _header(lines: Sequence[str], path: Path, separator: str, line: int, record: Record) -> Header:
    names = list(record.cells)
    while names and blank((names[-1],)):
        names.pop()
    if not names:
        raise InputError(
            f"{path}, line {line + 1}: no column names could be read here",
            hint="export the file again, with its header line",
        )
    named = sum(not blank((name,)) for name in names)
    if named > NAMES_LIMIT:
        raise InputError(
            f"{path}, line {line + 1}: {named} named columns; at most {NAMES_LIMIT} are read",
            hint="check that this is an export of orders or refunds with its header line",
        )
    body = line + record.lines
    fields = _usual_fields(lines, body, separator, len(names), len(record.cells))
    longer = fields > len(record.cells)
    return Header(separator, line + 1, tuple(names), body + 1, fields, longer)


def _usual_fields(lines: Sequence[str], body: int, separator: str, named: int, written: int) -> int:
    """Return how many fields most of the first rows have, if the ones without a name are blank.

    Some exports end every row, or only the header, with a separator too many. Where all rows have
    another width than the header, that is theirs, and the header is in doubt.
    """
    counts: Counter[int] = Counter()
    widths: Counter[int] = Counter()
    line, end = body, min(len(lines), body + SAMPLED_LINES)
    while line < end and (len(counts) != 1 or counts.total() < ALIKE_LINES):
        record = split_record(_getter(lines), line, separator)
        line += record.lines
        if not blank(record.cells):
            widths[len(record.cells)] += 1
            if blank(record.cells[named:]):
                counts[len(record.cells)] += 1
    likely = [count for count in counts if named <= count <= written + 1]
    if not likely and len(widths) == 1 and widths.total() > 1:
        return next(iter(widths))
    return max(likely, key=lambda count: (counts[count], count == written), default=written)


def _getter(lines: Sequence[str]) -> Callable[[int], str | None]:
    return lambda index: lines[index] if index < len(lines) else None
