"""The rows of one block: all plain lines in one vectorised pass, the doubtful ones one by one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from shopmetrics.ingest.fault import Fault
from shopmetrics.ingest.lines import Block
from shopmetrics.ingest.tokens import FIELD_LIMIT, Form, Lines, blank, take_record

WIDE_TABLE = 300  # beyond so many fields a pattern for a whole line is too large to compile

_BLANK = r"\s\u{200b}\u{feff}"
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Rows:
    """What one block held: cells, faulty lines, and the lines that wait for the next block."""

    cells: pl.DataFrame
    faults: tuple[tuple[int, Fault], ...]
    rest: Block | None


class _BlockEndsError(Exception):
    """A record goes on in the next block."""


@dataclass(slots=True)
class _Settled:
    """Lines that the vectorised parse must not see, and what was made of them."""

    gone: list[tuple[int, int]]
    records: list[tuple[int, tuple[str, ...]]]
    faults: list[tuple[int, Fault]]
    waiting: int | None = None


def read_block(block: Block, form: Form, header_text: str, columns: Sequence[int]) -> Rows:
    """Read the asked columns of every record; nothing Polars cannot parse stops the block."""
    lines = _judged(block, form, header_text)
    try:
        settled = _settle(lines["text"], lines.filter("doubtful")["index"], block, form)
        cells = _parse(block, lines["length"], settled, form, columns)
    except pl.exceptions.PolarsError:
        settled = _settle(lines["text"], lines["index"], block, form)
        cells = _frame([], [], columns)
    rest = None if settled.waiting is None else block.after(settled.waiting)
    numbers = [block.line + index for index, _ in settled.records]
    extra = _frame(numbers, [record for _, record in settled.records], columns)
    if extra.height:
        cells = pl.concat([cells, extra]).sort("line")
    faults = tuple((block.line + index, fault) for index, fault in settled.faults)
    return Rows(cells, faults, rest)


def _judged(block: Block, form: Form, header_text: str) -> pl.DataFrame:
    """Return the lines with `length` in bytes and `doubtful`: to be looked at one by one."""
    text = pl.col("text")
    padding = form.separator * (form.fields - form.named)
    empty = text.str.contains(f"^[{_BLANK}{re.escape(form.separator)}]*$")
    odd = (text == header_text) | (pl.col("length") > FIELD_LIMIT)
    if b"\0" in block.data:
        odd |= text.str.contains("\0", literal=True)
    if _BOM.encode() in block.data:
        odd |= text.str.starts_with(_BOM)
    fits = text.str.count_matches(form.separator, literal=True) == form.fields - 1
    if padding:
        fits &= text.str.ends_with(padding)
    lines = (
        pl.scan_lines(block.data, name="text", row_index_name="index")
        .with_columns(length=text.str.len_bytes() + 1)
        .with_columns(
            quoted=text.str.contains('"', literal=True), odd=odd | empty, fits=fits
        )
        .with_columns(doubtful=pl.col("odd") | pl.col("quoted") | ~pl.col("fits"))
        .collect(engine="streaming")
    )
    if form.fields > WIDE_TABLE or not lines["quoted"].any():
        return lines
    whole = (
        lines.filter(pl.col("quoted") & ~pl.col("odd"))
        .filter(text.str.contains(_record_pattern(form)))
        .get_column("index")
    )
    return lines.with_columns(doubtful=pl.col("doubtful") & ~pl.col("index").is_in(whole.implode()))


def _record_pattern(form: Form) -> str:
    """Return the pattern of a line of well-formed fields, quoted or without any quote."""
    separator = re.escape(form.separator)
    field = f'(?:"(?:[^"]|"")*"|[^"{separator}]*)'
    padding = f'(?:{separator}(?:""|))' + f"{{{form.fields - form.named}}}"
    return f"^{field}(?:{separator}{field}){{{form.named - 1}}}{padding}$"


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
            settled.waiting = start
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
        return _frame([], [], columns)
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
    line = (numbers + block.line).alias("line")
    return cells.select(line, *map(str, columns))


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


def _frame(
    lines: Sequence[int], records: Sequence[tuple[str, ...]], columns: Sequence[int]
) -> pl.DataFrame:
    cells = {
        str(column): pl.Series([record[column] or None for record in records], dtype=pl.String)
        for column in columns
    }
    return pl.DataFrame({"line": pl.Series(lines, dtype=pl.UInt32), **cells})
