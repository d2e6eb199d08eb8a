"""A text table opened: how it is written, and where its header stands."""

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import field
from pathlib import Path
from typing import BinaryIO

from shopmetrics.errors import ConfigError, InputError
from shopmetrics.ingest.delimited.fault import Fault
from shopmetrics.ingest.delimited.header import find_header
from shopmetrics.ingest.delimited.lines import WIDE, Block, read_blocks
from shopmetrics.ingest.delimited.sniff import sniff_encoding
from shopmetrics.ingest.files.container import open_file, refuse_other_formats, stamp
from shopmetrics.value import value

HEAD = 2**20


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
    block = next(decoded(path, read_blocks(file, encoding, line_end, size=HEAD)), None)
    if block is None:
        raise InputError(f"{path}: empty: the file has no text", hint="export it again")
    if Fault.field_too_long in block.faults.values():
        raise InputError(
            f"{path}, line 1: longer than {HEAD // 2**20} MiB; expected the column names",
            hint="check that this is an export of orders or refunds with its header line",
        )
    return block.data.decode().removeprefix("\ufeff").split("\n")[:-1]


def decoded(path: Path, blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks of a file; raise InputError where it is damaged as a whole."""
    try:
        yield from blocks
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: damaged: the text cannot be decoded as {error.encoding}",
            hint="export the file again, or save it as 'CSV UTF-8'",
        ) from None
