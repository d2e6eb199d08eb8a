"""What one cell of a sheet says: its text, or its number as it is shown."""

from shopmetrics.ingest.files.inflate import damaged
from shopmetrics.ingest.files.workbook.book import Workbook
from shopmetrics.ingest.files.workbook.format import NUMBER, Format, moment_text
from shopmetrics.ingest.files.workbook.number import number_text
from shopmetrics.ingest.files.workbook.text import written

_NEVER_COMPUTED = "#VALUE!"  # how a spreadsheet shows what it cannot compute
_SHORT = 16  # a number of so many characters has no digits from a binary fraction


def cell_text(book: Workbook, kind: str, style: str, said: str, *, computed: bool) -> str:
    """Return the cell as text for one line.

    A formula without a value was never computed, and an error value (#DIV/0!) is no number:
    both stay text, so that a column of amounts or moments turns them away. So do TRUE and FALSE.

    Raises:
        InputError: the cell refers to a text that the workbook does not have.
    """
    if kind == "s":
        return _shared(book, said)
    if kind == "n":
        if not said:
            return _NEVER_COMPUTED if computed else ""
        return _number(book, style, said)
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(said, said)
    return written(said)


def _shared(book: Workbook, said: str) -> str:
    if said.isdecimal() and int(said) < len(book.strings):
        return book.strings[int(said)]
    raise damaged(
        book.package.path, f"a cell refers to text number {said[:20]}, which is not there"
    )


def _number(book: Workbook, style: str, said: str) -> str:
    number = int(style) if style.isdecimal() else 0
    form = book.formats[number] if number < len(book.formats) else NUMBER
    if form is not NUMBER:
        if form.digits:
            return said.zfill(form.digits) if said.isdecimal() else said
        if (form.day or form.clock) and (text := _moment(book, said, form)):
            return text
    if len(said) <= _SHORT and said.replace(".", "", 1).isdecimal():
        return said
    return written(number_text(said))


def _moment(book: Workbook, said: str, form: Format) -> str | None:
    try:
        serial = float(said)
    except ValueError:
        return None
    return moment_text(serial, form, from_1904=book.from_1904)
