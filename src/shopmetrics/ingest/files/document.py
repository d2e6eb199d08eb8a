"""The tables that one path leads to: a text file is one, a workbook or an archive holds several.

Content decides, not the name. Tables come one at a time: only one of an archive is in memory.
"""

import io
from collections.abc import Callable, Iterator
from gzip import GzipFile
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

from shopmetrics.errors import InputError
from shopmetrics.ingest.delimited.header import has_header
from shopmetrics.ingest.files.archive import members
from shopmetrics.ingest.files.container import (
    STDIN,
    Container,
    NoExportError,
    container_of,
    open_file,
    refuse_change,
    refuse_false_name,
    refuse_other_formats,
    refused,
    stamp,
)
from shopmetrics.ingest.files.inflate import open_zip, whole
from shopmetrics.ingest.files.locked import office_content
from shopmetrics.ingest.files.workbook import Sheet, is_office, open_workbook, sheet_text
from shopmetrics.value import value

HEAD = 2**16

Known = Callable[[str], bool]


@value
class Document:
    """One table of text: a file on disk, or its content where it was packed or piped."""

    path: Path  # how it is called: the file, with the member's or the sheet's name below it
    content: bytes | None = None
    sheet: str = ""  # of a workbook


Found = Document | NoExportError  # the error says why something in a container is no table


def documents(path: Path, known: Known) -> Iterator[Found]:
    """Yield the tables that a path leads to, and what beside them is none.

    `known` tells whether a cell is a name that some profile knows: it finds the sheets.

    Raises:
        InputError: the path leads to nothing that can be read, or its container is damaged.
    """
    with open_file(path) as file:
        label = Path("stdin") if path == STDIN else path
        before = stamp(file)
        head = file.read(HEAD)
        kind = container_of(head)
        match kind:
            case Container.text:
                refuse_other_formats(label, head)
                yield Document(label, file.getvalue() if isinstance(file, io.BytesIO) else None)
            case Container.gzip:
                yield from _unpacked(_gunzipped(file, label), label, known)
            case _:
                yield from _opened(kind, file, label, known)
        refuse_change(label, before, file)


def _opened(kind: Container, file: BinaryIO, path: Path, known: Known) -> Iterator[Found]:
    """Yield what is in a workbook, locked or not, or in an archive."""
    if kind is Container.ole:
        file = io.BytesIO(office_content(file, path))
    with open_zip(file, path) as archive:
        if is_office(archive):
            yield from _sheets(archive, path, known)
            return
        refuse_false_name(path, "a zip archive")
        for label, content in members(archive, path):
            yield from _unpacked(content, label, known)


def _unpacked(content: bytes, path: Path, known: Known) -> Iterator[Found]:
    """Yield what a file in an archive holds; archives in archives are not opened."""
    kind, file = container_of(content), io.BytesIO(content)
    try:
        if kind is Container.text:
            refuse_other_formats(path, content[:HEAD])
            yield Document(path, content)
        elif kind is Container.gzip or (kind is Container.zip and not _is_workbook(file, path)):
            raise refused(path, "an archive inside an archive")
        else:
            yield from _opened(kind, file, path, known)
    except NoExportError as error:
        yield error


def _is_workbook(file: BinaryIO, path: Path) -> bool:
    with open_zip(file, path) as archive:
        return is_office(archive)


def _gunzipped(file: BinaryIO, path: Path) -> bytes:
    refuse_false_name(path, "compressed with gzip")
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    with GzipFile(fileobj=file) as packed:
        return whole(packed, size, path)


def _sheets(archive: ZipFile, path: Path, known: Known) -> Iterator[Found]:
    """Yield the sheets with names of columns; where none has any, all that hold something."""
    book = open_workbook(archive, path)
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    filled = [(s, text) for s in shown if (text := sheet_text(book, s)).strip()]
    if not filled:
        raise InputError(
            f"{path}: empty: no sheet of the workbook that is not hidden holds anything",
            hint="export it again, or unhide the sheet with the export",
        )
    headed = [one for one in filled if has_header(_first_lines(one[1]), path, known)] or filled
    for sheet in book.sheets:
        if sheet.hidden:
            yield _passed_over(path, sheet, "is hidden")
    for sheet, text in filled:
        if (sheet, text) not in headed:
            yield _passed_over(path, sheet, "has no line of known column names")
        else:
            label = path if len(headed) == 1 else Path(f"{path}/{sheet.name}")
            yield Document(label, text, sheet.name)


def _first_lines(text: bytes) -> list[str]:
    return text[: text.find(b"\n", HEAD) + 1 or None].decode().split("\n")


def _passed_over(path: Path, sheet: Sheet, why: str) -> NoExportError:
    return NoExportError(
        f"{path}: the sheet {sheet.name} {why} and was not read",
        hint="if it holds the export, save that sheet as 'CSV UTF-8'",
    )
