"""What an Excel workbook holds beside its cells: sheets, shared strings and formats."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.workbook.format import Format, format_of
from shopmetrics.ingest.files.workbook.package import Package, book_part, package
from shopmetrics.ingest.files.workbook.text import Collector, written
from shopmetrics.ingest.files.workbook.xml import Handlers, read_xml
from shopmetrics.value import value

_TRUE = frozenset({"1", "true", "on"})
_WORKSHEET = "/worksheet"
_STRINGS = "/sharedstrings"
_STYLES = "/styles"


@value
class Sheet:
    """One sheet of cells, and the part that holds it."""

    name: str
    part: str
    hidden: bool


@value
class Workbook:
    """An open workbook; `strings` and `formats` are in the order in which cells refer to them."""

    package: Package
    sheets: tuple[Sheet, ...]
    strings: tuple[str, ...]
    formats: tuple[Format, ...]
    from_1904: bool  # days are counted from 1904, as on old Macintoshes


def open_workbook(archive: ZipFile, path: Path) -> Workbook:
    """Read everything of a workbook but the cells.

    Raises:
        InputError: a part is missing or damaged, or this is no workbook that can be read.
    """
    parts = package(archive, path)
    book = book_part(parts)
    targets = parts.targets(book)
    sheets, from_1904 = _sheets(parts, book, targets)
    if not sheets:
        raise InputError(f"{path}: the workbook has no sheet of cells", hint="export it again")
    kinds = {kind.rpartition("/")[2]: name for kind, name in targets.values()}
    return Workbook(
        package=parts,
        sheets=sheets,
        strings=_strings(parts, kinds.get("sharedstrings")),
        formats=_formats(parts, kinds.get("styles")),
        from_1904=from_1904,
    )


def _sheets(
    parts: Package, book: str, targets: Mapping[str, tuple[str, str]]
) -> tuple[tuple[Sheet, ...], bool]:
    sheets: list[Sheet] = []
    dates: list[bool] = []

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "workbookPr":
            dates.append(attributes.get("date1904", "").lower() in _TRUE)
        if element == "sheet":
            ids = (v for k, v in attributes.items() if k.rpartition(":")[2] == "id")
            kind, part = targets.get(next(ids, ""), ("", ""))
            if kind.endswith("/worksheet"):
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", ""), part, hidden))

    read_xml(parts.pieces(book), parts.path, Handlers(start))
    return tuple(sheets), any(dates)


def _strings(parts: Package, name: str | None) -> tuple[str, ...]:
    if name is None:
        return ()
    found: list[str] = []
    collector = Collector(parts.path)

    def end(element: str) -> None:
        collector.end(element)
        if element == "si":
            found.append(written(collector.take()))

    handlers = Handlers(collector.start, end, collector.text)
    read_xml(parts.pieces(name), parts.path, handlers)
    return tuple(found)


def _formats(parts: Package, name: str | None) -> tuple[Format, ...]:
    """Return the format of each style that cells refer to."""
    if name is None:
        return ()
    codes: dict[str, str] = {}
    used: list[str] = []
    within: list[str] = []

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif element == "xf" and "cellXfs" in within:
            used.append(attributes.get("numFmtId", "0"))
        within.append(element)

    def end(_: str) -> None:
        within.pop()

    read_xml(parts.pieces(name), parts.path, Handlers(start, end))
    known = {number: format_of(number, codes.get(number)) for number in set(used)}
    return tuple(known[number] for number in used)
