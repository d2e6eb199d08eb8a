"""The rows of one block: plain lines parsed at once, the doubtful ones read strictly one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from shopmetrics.ingest.delimited.fault import Fault
from shopmetrics.ingest.delimited.lines import Block
from shopmetrics.ingest.delimited.screen import WIDE_TABLE, Screened
from shopmetrics.ingest.delimited.tokens import Form, Lines, blank, take_record
from shopmetrics.value import value

_BOM = "\ufeff"


@value
class Rows:
    """What one block held: cells, faulty lines, its number of lines, those that wait for the next.

    Lines count from the first of the block, 0.
    """

    cells: pl.DataFrame
    faults: tuple[tuple[int, Fault], ...]
    lines: int
    waiting: int


class _BlockEndsError(Exception):
    """A record goes on in the next block."""


@dataclass(slots=True)
class _Settled:
    """Lines that the vectorised parse must not see, and what was made of them."""

    gone: list[tuple[int, int]]
    records: list[tuple[int, tuple[str, ...]]]
    faults: list[tuple[int, Fault]]
    waiting: int = 0


def read_block(screened: Screened, form: Form, columns: Sequence[int]) -> Rows:
    """Read the asked columns of every record; nothing Polars cannot parse stops the block."""
    block, lines = screened.block, screened.lines
    try:
        settled = _settle(lines["text"], screened.doubtful, block, form)
        cells = _parse(block, lines["length"], settled, form, columns)
    except pl.exceptions.PolarsError:
        settled = _settle(lines["text"], lines["index"], block, form)
        cells = _frame([], columns)
    extra = _frame(settled.records, columns)
    if extra.height:
        cells = pl.concat([cells, extra]).sort("line")
    return Rows(cells, tuple(settled.faults), lines.height, settled.waiting)


def _settle(text: pl.Series, doubtful: Iterable[int], block: Block, form: Form) -> _Settled:
    """Read the doubtful lines strictly, in order; each may take lines after it along."""
    settled = _Settled([], [], [])

    def line_at(index: int) -> str | None:
        if index < text.len():
            return str(text[index]).removeprefix(_BOM)
        if block.last:
            return None
        raise _BlockEndsError

    done = 0
    for start in doubtful:
        if start < done:
            continue
        try:
            done = start + _settle_one(settled, line_at, start, block, form)
        except _BlockEndsError:
            settled.waiting = text.len() - start
            settled.gone.append((start, text.len()))
            break
        settled.gone.append((start, done))
    return settled


def _settle_one(settled: _Settled, line_at: Lines, start: int, block: Block, form: Form) -> int:
    """Read one record into what is settled and return the number of lines it took."""
    if start in block.faults:
        settled.faults.append((start, block.faults[start]))
        return 1
    record = take_record(line_at, start, form)
    fault = record.fault
    if blank(record.cells) and (record.cells or not fault):
        return record.lines
    if fault is Fault.too_few_fields and form.is_footer(line_at(start)):
        return record.lines
    if any("\0" in cell for cell in record.cells):
        fault = Fault.nul_byte
    for index in range(start + 1, start + record.lines):
        fault = block.faults.get(index, fault)
    if fault:
        settled.faults.append((start, fault))
    else:
        settled.records.append((start, record.cells))
    return record.lines


def _parse(
    block: Block, length: pl.Series, settled: _Settled, form: Form, columns: Sequence[int]
) -> pl.DataFrame:
    """Parse the lines that are left; their form is known to be right."""
    data, kept = _without(block, length, settled.gone)
    numbers = pl.concat([pl.int_range(a, b, dtype=pl.UInt32, eager=True) for a, b in kept])
    if not data:
        return _frame([], columns)
    seen = form.fields if form.fields <= WIDE_TABLE else max(columns, default=0) + 1
    cells = pl.read_csv(
        data,
        has_header=False,
        separator=form.separator,
        schema={str(position): pl.String for position in range(seen)},
        columns=sorted(set(columns)),
        null_values=[""],
        quote_char='"' if b'"' in data else None,
        extra_columns="raise" if seen == form.fields else "ignore",
    )
    if cells.height != numbers.len():
        raise pl.exceptions.ShapeError
    return cells.select(numbers.alias("line"), *map(str, columns))


def _without(
    block: Block, length: pl.Series, gone: Sequence[tuple[int, int]]
) -> tuple[bytes, list[tuple[int, int]]]:
    """Return the block without some lines, and the ranges of lines that are left."""
    if not gone:
        return block.data, [(0, length.len())]
    ends = length.cum_sum()
    edges = [0, *(edge for span in gone for edge in span), length.len()]
    kept = list(zip(edges[::2], edges[1::2], strict=True))
    place = dict(zip(edges, ends.gather([max(edge - 1, 0) for edge in edges]), strict=True))
    place[0] = 0
    view = memoryview(block.data)
    return b"".join(view[place[a] : place[b]] for a, b in kept), kept


def _frame(records: Sequence[tuple[int, tuple[str, ...]]], columns: Sequence[int]) -> pl.DataFrame:
    lines = pl.Series([line for line, _ in records], dtype=pl.UInt32)
    cells = {
        str(column): pl.Series([cells[column] or None for _, cells in records], dtype=pl.String)
        for column in columns
    }
    return pl.DataFrame({"line": lines, **cells})
