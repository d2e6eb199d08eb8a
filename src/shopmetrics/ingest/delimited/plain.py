"""Blocks in which every line plainly is one record: parsed at once, and checked by a mark."""

import re
from collections.abc import Sequence

import polars as pl

from shopmetrics.ingest.delimited.lines import Block
from shopmetrics.ingest.delimited.rows import Rows
from shopmetrics.ingest.delimited.screen import BLANK, BOM, WIDE_TABLE
from shopmetrics.ingest.delimited.tokens import FIELD_LIMIT, Form

# Stands at the end of every line as a field of its own, where lines may end in a blank one. A line
# with a field too few has it too early, one with a field too many too late: to look for it there
# costs a third of counting the separators of every line (0.1 s a million lines), and is as strict.
_MARK = "\x01"
_UNPLAIN = (b'"', b"\0")


def plain_rows(block: Block, form: Form, columns: Sequence[int]) -> Rows | None:
    """Read the asked columns, or return None where any line asks for a closer look."""
    data = block.data
    if block.faults or form.fields != form.named or form.fields > WIDE_TABLE:
        return None
    if any(sign in data for sign in _UNPLAIN) or _has_long_line(data):
        return None
    asked = sorted({0, *columns})
    cells = _whole(data, form, asked)
    if cells is None:
        cells = _marked(data, form, asked)
    if cells is None or _has_odd_line(cells["0"], form):
        return None
    line = pl.int_range(cells.height, dtype=pl.UInt32, eager=True).alias("line")
    return Rows(cells.select(line, *map(str, columns)), (), cells.height, 0)


def _whole(data: bytes, form: Form, columns: Sequence[int]) -> pl.DataFrame | None:
    """Read lines that all have their last field: none is too short, and all are as long together.

    The count takes 0.03 s a million lines, a quarter of what the marks do.
    """
    first = data.find(b"\n")
    if data.endswith(form.separator.encode(), 0, first):
        return None  # as in most lines, then: not worth a try
    cells = _parsed(data, form.separator, form.fields, [*columns, form.fields - 1])
    if cells is None or cells[str(form.fields - 1)].has_nulls():
        return None
    separators = cells.height * (form.fields - 1)
    return cells if _count(data, form.separator) == separators else None


def _marked(data: bytes, form: Form, columns: Sequence[int]) -> pl.DataFrame | None:
    """Read lines of which some end in blank fields, held by a mark at their ends."""
    if _MARK.encode() in data:
        return None
    marked = data.replace(b"\n", f"{form.separator}{_MARK}\n".encode())
    cells = _parsed(marked, form.separator, form.fields + 1, [*columns, form.fields])
    if cells is None:
        return None
    ends = cells[str(form.fields)]
    lines = (len(marked) - len(data)) // len(form.separator + _MARK)
    strict = cells.height == lines and not ends.has_nulls() and (ends == _MARK).all()
    return cells if strict else None


def _parsed(
    data: bytes, separator: str, fields: int, columns: Sequence[int]
) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            data,
            has_header=False,
            separator=separator,
            schema={str(position): pl.String for position in range(fields)},
            columns=sorted(set(columns)),
            quote_char=None,
        )
    except pl.exceptions.PolarsError:
        return None


def _count(data: bytes, sign: str) -> int:
    """Count a sign by Polars' count of lines, five times as fast as Python's; a line feed ends."""
    lines = pl.scan_csv(
        data,
        has_header=False,
        separator=_MARK,
        schema={"all": pl.String},
        quote_char=None,
        eol_char=sign,
    )
    return int(lines.select(pl.len()).collect().item()) - 1


def _has_long_line(data: bytes) -> bool:
    """Tell whether some line might hold a field beyond the limit."""
    start = 0
    while len(data) - start > FIELD_LIMIT:
        end = data.rfind(b"\n", start, start + FIELD_LIMIT)
        if end < 0:
            return True
        start = end + 1
    return False


def _has_odd_line(first: pl.Series, form: Form) -> bool:
    """Tell by its first cell whether some line may be the header once more, or be blank."""
    if not first.cast(pl.Int64, strict=False).has_nulls() and not form.header[0].isdigit():
        return False  # ids of digits alone, which takes a third of the time
    odd = first.str.contains(f"^(?:{re.escape(form.header[0])}$|{BOM}|[{BLANK}]*$)")
    return first.has_nulls() or bool(odd.any())
