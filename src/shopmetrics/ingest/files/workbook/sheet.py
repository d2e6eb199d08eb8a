"""One sheet as lines of separated text: line n is row n, and every line has the same width."""

from collections.abc import Mapping

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.inflate import damaged
from shopmetrics.ingest.files.workbook.book import Sheet, Workbook
from shopmetrics.ingest.files.workbook.cell import cell_text
from shopmetrics.ingest.files.workbook.text import SEPARATOR, TEXT_LIMIT, too_long
from shopmetrics.ingest.files.workbook.xml import Handlers, read_xml

COLUMNS_LIMIT = 4_000
ROWS_LIMIT = 2**20
BLANK_ROWS_LIMIT = 100_000  # one after another; beyond them stands a stray cell
CONTENT_LIMIT = 512 * 2**20  # characters of the whole sheet

_LETTERS_LIMIT = 3


def sheet_text(book: Workbook, sheet: Sheet) -> bytes:
    """Return a sheet as UTF-8 lines of cells; empty where it holds nothing.

    Raises:
        InputError: it is damaged, or a cell stands beyond the limits, which the message names.
    """
    rows = _Rows(book)
    handlers = Handlers(rows.start, rows.end, rows.text)
    read_xml(book.package.pieces(sheet.part), book.package.path, handlers)
    return rows.content()


class _Rows:
    """The rows of a sheet while its XML comes in: called for every element, so kept plain."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._path = book.package.path
        self._columns: dict[str, int] = {}
        self._lines: list[str] = []
        self._widths: list[int] = []
        self._size = 0
        self._row, self._row_name = 0, "0"
        self._cells: dict[int, str] = {}
        self._column = -1
        self._kind, self._style = "n", "0"
        self._parts: list[str] = []
        self._length = 0
        self._open = self._phonetic = self._computed = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""
        if element == "c":
            place = attributes.get("r")
            self._column = self._column + 1 if place is None else self._place(place)
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._parts, self._length, self._computed = [], 0, False
        elif element in {"v", "t"}:
            self._open = not self._phonetic
        elif element == "f":
            self._computed = True
        elif element == "row":
            self._begin_row(attributes.get("r"))
        elif element == "rPh":
            self._phonetic = True

    def text(self, text: str) -> None:
        """See text, which counts only within a value."""
        if self._open:
            self._parts.append(text)
            self._length += len(text)
            if self._length > TEXT_LIMIT:
                raise too_long(self._path)

    def end(self, element: str) -> None:
        """See an element end."""
        if element in {"v", "t"}:
            self._open = False
        elif element == "c":
            self._end_cell()
        elif element == "row":
            self._end_row()
        elif element == "rPh":
            self._phonetic = False

    def content(self) -> bytes:
        """Return all lines, filled up with blank cells to the width of the widest."""
        width = max(self._widths, default=0)
        self._refuse_size(sum(width - one for one in self._widths if one))
        lines = (
            line + SEPARATOR * (width - one) if one else ""
            for line, one in zip(self._lines, self._widths, strict=True)
        )
        return "\n".join(lines).encode()

    def _begin_row(self, name: str | None) -> None:
        row = self._row + 1 if name is None else int(name) if name.isdecimal() else 0
        if not self._row < row <= ROWS_LIMIT:
            raise damaged(self._path, f"row {name} stands after row {self._row}")
        self._row, self._row_name = row, str(row)
        self._column = -1

    def _place(self, place: str) -> int:
        """Return the column of a cell, which names its row as well."""
        letters = place.rstrip("0123456789")
        if place[len(letters) :] != self._row_name:
            raise damaged(self._path, f"a cell named {place[:20]} stands in row {self._row_name}")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = self._number(letters)
        return column

    def _number(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        if len(letters) > _LETTERS_LIMIT or not letters.isalpha() or not letters.isupper():
            raise damaged(self._path, f"a column is named {letters[:20]}")
        return number - 1

    def _end_cell(self) -> None:
        said = "".join(self._parts)
        text = cell_text(self._book, self._kind, self._style, said, computed=self._computed)
        if not text:
            return
        where = f"{self._path}, row {self._row}, column {self._column + 1}"
        if self._column >= COLUMNS_LIMIT:
            raise _stray(where, f"at most {COLUMNS_LIMIT:,} columns")
        if self._column in self._cells:
            raise damaged(self._path, f"row {self._row} holds a cell twice")
        self._cells[self._column] = text

    def _end_row(self) -> None:
        cells = self._cells
        if not cells:
            return
        blank = self._row - len(self._lines) - 1
        if blank > BLANK_ROWS_LIMIT:
            raise _stray(
                f"{self._path}, row {self._row}", f"at most {BLANK_ROWS_LIMIT:,} blank rows"
            )
        self._lines += [""] * blank
        self._widths += [0] * blank
        width = max(cells) + 1
        line = SEPARATOR.join([cells.get(column, "") for column in range(width)])
        self._refuse_size(len(line))
        self._lines.append(line)
        self._widths.append(width)
        self._cells = {}

    def _refuse_size(self, more: int) -> None:
        self._size += more
        if self._size > CONTENT_LIMIT:
            raise InputError(
                f"{self._path}: too large: the cells of one sheet fill more than"
                f" {CONTENT_LIMIT // 2**20} MiB, the limit",
                hint="split the export, or save the sheet as 'CSV UTF-8'",
            )


def _stray(where: str, limit: str) -> InputError:
    return InputError(
        f"{where}: a cell far outside of the table; {limit} are passed over",
        hint="delete that cell in a spreadsheet program, and save the file again",
    )
