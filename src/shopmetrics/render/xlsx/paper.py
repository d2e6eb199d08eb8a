"""A workbook being written: its sheets, its formats, and how one value of a table is put down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from shopmetrics.page import Unit
from shopmetrics.render.cell import Writer
from shopmetrics.report import Report

LONGEST = 32_767  # characters of a cell
_NAME = 31  # characters of a sheet's name
_FORMATS: Mapping[Unit, str] = {
    Unit.count: "#,##0",
    Unit.share: "0.0%",
    Unit.points: '+0.0" pp";-0.0" pp"',
    Unit.ratio: '0.00"×"',
    Unit.days: "0",
    Unit.hours: "0.0",
    Unit.number: "#,##0.0",
    Unit.probability: "0.000",
    Unit.when: "yyyy-mm-dd",
    Unit.month: "yyyy-mm",
}
# What is shown as zero: the number is kept, and shows no sign (-0.0).
_ZEROES: Mapping[Unit, str] = {Unit.points: '0.0" pp";0.0" pp"', Unit.number: "0.0;0.0"}
_SHOWN_AS_ZERO = 0.05  # less than this is, to one decimal


class Style(Protocol):
    """A format of the workbook."""


class Sheet(Protocol):
    """What is used of a sheet; rows and columns count from 0."""

    def write_string(self, row: int, column: int, text: str, style: Style | None = None) -> int:
        """Put down text."""

    def write_number(self, row: int, column: int, number: float, style: Style) -> int:
        """Put down a number."""

    def write_datetime(self, row: int, column: int, at: date, style: Style) -> int:
        """Put down a day or a moment."""

    def set_column(self, first: int, last: int, width: float, style: Style | None = None) -> int:
        """Set the width of columns."""

    def freeze_panes(self, row: int, column: int) -> None:
        """Keep what is above and left in sight."""

    def set_landscape(self) -> None:
        """Print it on its side."""

    def fit_to_pages(self, width: int, height: int) -> None:
        """Print it no wider and no longer than so many pages; 0 is any number."""


class Book(Protocol):
    """What is used of a workbook."""

    def add_worksheet(self, name: str) -> Sheet:
        """Add a sheet."""

    def add_format(self, properties: Mapping[str, object]) -> Style:
        """Add a format."""


@dataclass(slots=True)
class Paper:
    """A workbook, the report it is made from, and the formats it has so far."""

    book: Book
    report: Report
    writer: Writer
    styles: dict[tuple[tuple[str, object], ...], Style] = field(default_factory=dict)

    def style(self, **look: object) -> Style:
        """Return the format of a look, made once."""
        key = tuple(sorted(look.items(), key=str))
        if key not in self.styles:
            self.styles[key] = self.book.add_format(look)
        return self.styles[key]

    def sheet(self, name: str) -> Sheet:
        """Add a sheet, a page wide in print; what spreadsheets refuse in a name is left out."""
        sheet = self.book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:_NAME])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def put(
        self,
        sheet: Sheet,
        place: tuple[int, int],
        named: tuple[str, Unit, object],
        look: Mapping[str, object],
    ) -> None:
        """Put down a column's value by its unit: numbers as such, all else as text.

        What is not known stays empty.
        """
        name, unit, value = named
        if value is None:
            return
        plain = self.style(num_format=_format(unit, value), **look)
        if isinstance(value, date):
            sheet.write_datetime(*place, value, plain)
        elif not isinstance(value, int | float) or isinstance(value, bool) or unit is Unit.label:
            sheet.write_string(*place, self.writer.cell(value, unit, name)[:LONGEST], plain)
        elif unit is Unit.money:
            self._money(sheet, place, int(value), look)
        else:
            sheet.write_number(*place, _shown(unit, value), plain)

    def _money(
        self, sheet: Sheet, place: tuple[int, int], minor: int, look: Mapping[str, object]
    ) -> None:
        decimals = self.report.decimals
        form = "#,##0" + ("." + "0" * decimals if decimals else "")
        amount = float(Decimal(minor).scaleb(-decimals))
        sheet.write_number(*place, amount, self.style(num_format=form, **look))


def _shown(unit: Unit, value: float) -> float:
    return value * 100 if unit is Unit.points else value


def _format(unit: Unit, value: object) -> str:
    zero = isinstance(value, float) and abs(_shown(unit, value)) < _SHOWN_AS_ZERO
    return (_ZEROES if zero and unit in _ZEROES else _FORMATS).get(unit, "General")
