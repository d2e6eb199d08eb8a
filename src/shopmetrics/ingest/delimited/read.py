"""A text table read strictly: every record is a row or a named reject, never a guess."""

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import polars as pl

from shopmetrics.ingest.delimited.lines import BLOCK, Block, read_blocks
from shopmetrics.ingest.delimited.opened import Opened, decoded
from shopmetrics.ingest.delimited.plain import plain_rows
from shopmetrics.ingest.delimited.rows import Rows, read_block
from shopmetrics.ingest.delimited.screen import screen_block
from shopmetrics.ingest.delimited.tokens import Form
from shopmetrics.ingest.files.container import (
    changed,
    open_file,
    refuse_change,
)
from shopmetrics.source import Reject
from shopmetrics.value import value

_Done = tuple[Block, Rows]


@value
class Chunk:
    """Some records of a table, in order: rows + rejects = records read.

    `rows` has `line` (UInt32, physical line of the record's start) and one String column a
    position, named by it; an empty cell is null, and line breaks in cells are line feeds.
    """

    rows: pl.DataFrame
    rejects: tuple[Reject, ...]
    rows_read: int
    size: int = 0  # bytes of its text
    last: bool = False


def read_rows(
    opened: Opened, columns: Sequence[int], *, footers: Sequence[str] = (), size: int = BLOCK
) -> Iterator[Chunk]:
    """Yield the table below its header; `columns` are header positions, `size` is bytes a chunk.

    Short lines that begin, but for a number, with one of `footers` are no rows at all.

    Raises:
        InputError: the file changed since it was opened, or is damaged as a whole.
    """
    named = min(len(opened.header), opened.fields)
    names = opened.header[:named]
    form = Form(opened.separator, opened.fields, named, names, tuple(footers))
    path = opened.path
    with open_file(path) if opened.content is None else io.BytesIO(opened.content) as file:
        refuse_change(path, opened.stamp, file)
        line, rest, waiting = opened.body_line, None, 0
        blocks = _body(opened, file, size)
        for own, read in _ahead(_read(block, form, columns, path) for block in blocks):
            block, rows = own, read
            if rest is not None:
                block, rows = _read(rest.joined(waiting, own), form, columns, path)
            waiting = rows.waiting
            rest = block.after(rows.lines - waiting) if waiting else None
            yield _chunk(rows, line, path, own)
            line += rows.lines - waiting
        refuse_change(path, opened.stamp, file)


def _read(block: Block, form: Form, columns: Sequence[int], path: Path) -> _Done:
    """Read a block by itself; plainly if that is enough."""
    try:
        rows = plain_rows(block, form, columns)
        return block, rows or read_block(screen_block(block, form), form, columns)
    except pl.exceptions.ComputeError:  # text that was UTF-8 when the file was opened
        raise changed(path) from None


def _chunk(rows: Rows, line: int, path: Path, block: Block) -> Chunk:
    rejects = tuple(Reject(path, line + index, "", fault) for index, fault in rows.faults)
    cells = rows.cells.with_columns(pl.col("line") + line)
    return Chunk(cells, rejects, cells.height + len(rejects), len(block.data), block.last)


def _ahead(items: Iterator[_Done]) -> Iterator[_Done]:
    """Yield the items while the next one is being made: Polars leaves a core idle on one block."""
    first = next(items, None)
    if first is None:
        return
    if first[0].last:
        yield first
        return
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, None)
        yield first
        while item := coming.result():
            coming = pool.submit(next, items, None)
            yield item


def _body(opened: Opened, file: BinaryIO, size: int) -> Iterator[Block]:
    """Yield the blocks from the line below the header on; it lies in the first of them."""
    blocks = decoded(
        opened.path,
        read_blocks(file, opened.encoding, opened.line_end, size=size, damaged=opened.damaged),
    )
    if first := next(blocks).after(opened.body_line - 1):
        yield first
    yield from blocks
