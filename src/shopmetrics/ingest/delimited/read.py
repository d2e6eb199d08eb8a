"""A text table opened and read strictly: every record is a row or a named reject, never a guess."""

import codecs
import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from pathlib import Path
from typing import BinaryIO

import polars as pl

from shopmetrics.errors import ConfigError, InputError
from shopmetrics.ingest.delimited.fault import Fault
from shopmetrics.ingest.delimited.header import find_header
from shopmetrics.ingest.delimited.lines import BLOCK, WIDE, Block, read_blocks
from shopmetrics.ingest.delimited.plain import plain_rows
from shopmetrics.ingest.delimited.rows import Rows, read_block
from shopmetrics.ingest.delimited.screen import screen_block
from shopmetrics.ingest.delimited.sniff import sniff_encoding
from shopmetrics.ingest.delimited.tokens import Form
from shopmetrics.ingest.files.container import (
    changed,
    open_file,
    refuse_change,
    refuse_other_formats,
    stamp,
)
from shopmetrics.source import Reject
from shopmetrics.value import value

HEAD = 2**20
_Done = tuple[Block, Rows]


@value
class Opened:
    """A text table whose header has been found; names as they stand, without their quotes."""

    path: Path
    encoding: str
    separator: str
    header_line: int  # physical, from 1
    header: tuple[str, ...]  # blank names at the end are dropped
    body_line: int  # physical line below the header record
    fields: int  # fields of a row: more than names where blank columns pad the table
    line_end: bytes
    damaged: bool  # single lines are not in the encoding
    stamp: tuple[int, int] | None = None
    content: bytes | None = field(default=None, repr=False)  # of what was piped or packed
    sheet: str = ""  # of a workbook; its lines are the rows of the sheet
    longer: bool = False  # rows have more fields than the header, if blank ones


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


def open_table(
    path: Path,
    known: Callable[[str], bool],
    *,
    encoding: str | None = None,
    content: bytes | None = None,
) -> Opened:
    """Find out how a text table is written and where its header stands; reads the whole file once.

    `content` is what the file holds, where it does not stand on disk by itself. `known` tells
    whether a header cell is a name that some profile knows. Without a line that holds two such
    names, the first that is not blank is taken for the header.

    Raises:
        InputError: the path leads to no file of text, or no table can be found in it.
    """
    with open_file(path) if content is None else io.BytesIO(content) as file:
        head = file.read(HEAD)
        if not head:
            raise InputError(f"{path}: empty: the file has no content", hint="export it again")
        refuse_other_formats(path, head)
        damaged = True
        if encoding is None:
            encoding, damaged = sniff_encoding(file, path, known)
        encoding = _named(encoding)
        line_end = _line_end(head, encoding)
        lines = _head_lines(file, path, encoding, line_end)
        header = find_header(lines, path, known)
        return Opened(
            path=path,
            encoding=encoding,
            separator=header.separator,
            header_line=header.line,
            header=header.names,
            body_line=header.body_line,
            fields=header.fields,
            longer=header.longer,
            line_end=line_end,
            damaged=damaged,
            stamp=stamp(file),
            content=file.getvalue() if isinstance(file, io.BytesIO) else None,
        )


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


def _named(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        "x".encode(name)  # some codecs are not of text
    except LookupError:
        raise ConfigError(
            f"encoding {encoding!r} is not known; expected a name such as utf-8 or gb18030",
            hint="leave the encoding out to have it found, or correct its name",
        ) from None
    return name


def _line_end(head: bytes, encoding: str) -> bytes:
    if encoding.startswith(WIDE):
        head = head.decode(encoding, "ignore").encode()
    return b"\r" if b"\r" in head and b"\n" not in head else b"\n"


def _head_lines(file: BinaryIO, path: Path, encoding: str, line_end: bytes) -> list[str]:
    file.seek(0)
    block = next(_decoded(path, read_blocks(file, encoding, line_end, size=HEAD)), None)
    if block is None:
        raise InputError(f"{path}: empty: the file has no text", hint="export it again")
    if Fault.field_too_long in block.faults.values():
        raise InputError(
            f"{path}, line 1: longer than {HEAD // 2**20} MiB; expected the column names",
            hint="check that this is an export of orders or refunds with its header line",
        )
    return block.data.decode().removeprefix("\ufeff").split("\n")[:-1]


def _body(opened: Opened, file: BinaryIO, size: int) -> Iterator[Block]:
    """Yield the blocks from the line below the header on; it lies in the first of them."""
    blocks = _decoded(
        opened.path,
        read_blocks(file, opened.encoding, opened.line_end, size=size, damaged=opened.damaged),
    )
    if first := next(blocks).after(opened.body_line - 1):
        yield first
    yield from blocks


def _decoded(path: Path, blocks: Iterator[Block]) -> Iterator[Block]:
    try:
        yield from blocks
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: damaged: the text cannot be decoded as {error.encoding}",
            hint="export the file again, or save it as 'CSV UTF-8'",
        ) from None
