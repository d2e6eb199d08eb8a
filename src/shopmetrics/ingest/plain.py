"""Blocks in which every line plainly is one record: parsed at once, and checked by a mark."""

import re
from collections.abc import Sequence

import polars as pl

from shopmetrics.ingest.lines import Block
from shopmetrics.ingest.rows import Rows
from shopmetrics.ingest.screen import BLANK, BOM, WIDE_TABLE
from shopmetrics.ingest.tokens import FIELD_LIMIT, Form

# Stands at the end of every line as a field of its own. A line with a field too few has it too
# early, one with a field too many too late: to look for it there costs a third of counting the
# separators of every line (0.1 s a million lines), and is as strict.
_MARK = "\x01"
_UNPLAIN = (b'"', b"\0", _MARK.encode())


def plain_rows(block: Block, form: Form, columns: Sequence[int]) -> Rows | None:
    """Read the asked columns, or return None where any line asks for a closer look."""
    data = block.data
    if block.faults or form.fields != form.named or form.fields > WIDE_TABLE:
        return None
    if any(sign in data for sign in _UNPLAIN) or _has_long_line(data):
        return None
    cells = _parsed(data, form, sorted({0, *columns}))
    if cells is None:
        return None
    ends = cells[str(form.fields)]
    if ends.has_nulls() or not (ends == _MARK).all() or _has_odd_line(cells, form):
        return None
    line = pl.int_range(cells.height, dtype=pl.UInt32, eager=True).alias("line")
    return Rows(cells.select(line, *map(str, columns)), (), cells.height, 0)


def _parsed(data: bytes, form: Form, columns: Sequence[int]) -> pl.DataFrame | None:
    marked = data.replace(b"\n", f"{form.separator}{_MARK}\n".encode())
    try:
        cells = pl.read_csv(
            marked,
            has_header=False,
            separator=form.separator,
            schema={str(position): pl.String for position in range(form.fields + 1)},
            columns=[*columns, form.fields],
            quote_char=None,
        )
    except pl.exceptions.PolarsError:
        return None
    lines = (len(marked) - len(data)) // len(form.separator + _MARK)
    return cells if cells.height == lines else None


def _has_long_line(data: bytes) -> bool:
    """Tell whether some line might hold a field beyond the limit."""
    start = 0
    while len(data) - start > FIELD_LIMIT:
        end = data.rfind(b"\n", start, start + FIELD_LIMIT)
        if end < 0:
            return True
        start = end + 1
    return False


def _has_odd_line(cells: pl.DataFrame, form: Form) -> bool:
    """Tell whether some line may be the header once more, or be blank."""
    first = pl.col("0")
    odd = first.is_null() | first.str.contains(
        f"^(?:{re.escape(form.header[0])}$|{BOM}|[{BLANK}]*$)"
    )
    return bool(cells.select(odd.any()).item())
