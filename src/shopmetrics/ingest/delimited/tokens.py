"""The strict reading of one record: what counts as a field, and what is wrong where none fits."""

import re
from collections.abc import Callable

from shopmetrics.ingest.delimited.fault import Fault
from shopmetrics.value import value

FIELD_LIMIT = 2**20  # characters of one field
LOOKALIKE_FIELDS = 4  # a line of so many fields hardly stands inside a text by chance

# What follows an opening quote, up to the quote that closes it; doubled quotes belong to the text.
_TO_CLOSE = re.compile(r'([^"]*+(?:""[^"]*+)*+)"')
_SPACED = re.compile(f' +"{_TO_CLOSE.pattern}')

Lines = Callable[[int], str | None]  # line of the block by index; None past its end


@value
class Form:
    """How records of one table are written; fields beyond `named` must be blank."""

    separator: str
    fields: int
    named: int
    header: tuple[str, ...]
    footers: tuple[str, ...] = ()

    def is_footer(self, line: str | None) -> bool:
        """Say whether a line begins, but for a number, as one below the table does."""
        said = (line or "").lstrip(f'0123456789" {self.separator}')
        return said.startswith(self.footers) if self.footers else False


@value
class Record:
    """Cells and the number of physical lines taken, or the fault and the lines to skip."""

    cells: tuple[str, ...]
    lines: int
    fault: Fault | None = None
    strays: int = 0  # cells without quotes around them in which a quote has no other


def split_record(line_at: Lines, start: int, separator: str) -> Record:
    """Read the record that starts on a line, over as many lines as its quotes ask for.

    An unclosed quote faults its first line only.
    """
    index, text, place = start, line_at(start) or "", 0
    if '"' not in text and len(text) <= FIELD_LIMIT:
        return Record(tuple(text.split(separator)), 1)
    cells: list[str] = []
    strays = 0
    while True:
        if text.startswith('"', place):
            closed = _close(line_at, index, place + 1)
            if isinstance(closed, Fault):
                return Record((), 1, closed)
            cell, index, place = closed
            text = line_at(index) or ""
            place = _past_spaces(text, place, separator)
            if place < len(text) and text[place] != separator:
                # A quote on a later line that closes nothing shows that this one was left open.
                fault = Fault.text_after_quote if index == start else Fault.quote_not_closed
                return Record((), 1, fault)
        else:
            cell, place, stray = _bare(text, place, separator)
            strays += stray
        if len(cell) > FIELD_LIMIT:
            return Record((), index - start + 1, Fault.field_too_long)
        cells.append(cell)
        if place == len(text):
            return Record(tuple(cells), index - start + 1, strays=strays)
        place += 1


def split_header(line_at: Lines, start: int, separator: str) -> Record:
    """Read the names of columns; a stray quote is part of a name, for the line must be used."""
    record = split_record(line_at, start, separator)
    if not record.fault:
        return record
    cells, text, place = list[str](), line_at(start) or "", 0
    while place <= len(text):
        found = _TO_CLOSE.match(text, place + 1) if text.startswith('"', place) else None
        if found and text[found.end() : found.end() + 1] in {"", separator}:
            cells.append(found[1].replace('""', '"'))
            place = found.end() + 1
        else:
            end = text.find(separator, place)
            end = len(text) if end < 0 else end
            cell = text[place:end]
            wrapped = len(cell) > 1 and cell[0] == cell[-1] == '"'
            cells.append(cell[1:-1] if wrapped else cell)
            place = end + 1
    return Record(tuple(cells), 1)


def take_record(line_at: Lines, start: int, form: Form) -> Record:
    """Read the record that starts on a line and hold it against the form of the table."""
    record = split_record(line_at, start, form.separator)
    if record.fault:
        return record
    if record.lines > 1 and _swallows(line_at, start, record.lines, form):
        return Record((), 1, Fault.quote_not_closed)
    fault = _misfit(record.cells, form)
    if fault is None and record.strays > 1:
        fault = Fault.quotes_in_fields  # they may have stood around a separator that is text
    return Record(record.cells, record.lines, fault)


def blank(cells: tuple[str, ...]) -> bool:
    """Tell whether a record holds nothing but spaces, also of the kinds that look like none.

    Control-Z ends what the copy command of Windows has joined.
    """
    return not "".join(cells).strip(" \t\r\n\f\v\x1a\u00a0\u2000-\u200b\u3000\ufeff")


def _bare(text: str, place: int, separator: str) -> tuple[str, int, bool]:
    """Read a field that begins with no quote: text, its end, whether a quote in it has no other.

    With spaces alone before a quote (after a comma and a space) it is quoted all the same.
    """
    if found := _SPACED.match(text, place):
        end = _past_spaces(text, found.end(), separator)
        if text[end : end + 1] in {"", separator}:
            return found[1].replace('""', '"'), end, False
    end = text.find(separator, place)
    end = len(text) if end < 0 else end
    return text[place:end], end, text.count('"', place, end) % 2 == 1


def _past_spaces(text: str, place: int, separator: str) -> int:
    """Return the place of the separator or the end of the line, where only spaces stand before."""
    end = len(text) - len(text[place:].lstrip(" "))
    return end if text[end : end + 1] in {"", separator} else place


def _close(line_at: Lines, index: int, place: int) -> tuple[str, int, int] | Fault:
    """Find the closing quote: the text before it, its line, and the place after it."""
    parts: list[str] = []
    length = 0
    while (text := line_at(index)) is not None:
        found = _TO_CLOSE.match(text, place)
        if found:
            parts.append(found[1])
            return "\n".join(parts).replace('""', '"'), index, found.end()
        parts.append(text[place:])
        length += len(parts[-1]) + 1
        if length > FIELD_LIMIT:
            return Fault.field_too_long if len(parts) == 1 else Fault.quote_not_closed
        index, place = index + 1, 0
    return Fault.quote_not_closed


def _swallows(line_at: Lines, start: int, lines: int, form: Form) -> bool:
    """Tell whether a quote left open has run over whole records to the next stray quote."""
    first = (line_at(start) or "").count(form.separator)
    inner = range(start + 1, start + lines - 1)
    if form.fields >= LOOKALIKE_FIELDS and any(_whole(line_at, i, form) for i in inner):
        return True
    return first >= form.fields - 1 and _whole(line_at, start + lines - 1, form)


def _whole(line_at: Lines, index: int, form: Form) -> bool:
    def alone(asked: int) -> str | None:
        return line_at(asked) if asked == index else None

    record = split_record(alone, index, form.separator)
    return record.fault is None and len(record.cells) == form.fields


def _misfit(cells: tuple[str, ...], form: Form) -> Fault | None:
    if len(cells) < form.fields:
        return Fault.too_few_fields
    if len(cells) > form.fields or not blank(cells[form.named :]):
        return Fault.too_many_fields
    if cells[: form.named] == form.header:
        return Fault.repeated_header
    return None
