"""A report as a workbook: a summary, a sheet a page, and what every number means.

Text from files is only ever text here: no formula, no link; ids keep all their digits.
"""

import io
from collections.abc import Sequence
from datetime import datetime

from shopmetrics.extra import required
from shopmetrics.page import Page
from shopmetrics.playbook import Playbook
from shopmetrics.render.cell import Writer
from shopmetrics.render.page import title_of
from shopmetrics.render.xlsx.paper import Paper
from shopmetrics.render.xlsx.sheets import definitions, page_sheet, summary
from shopmetrics.report import Report
from shopmetrics.text import Words

_TEXT_IS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 of a report without any moment


def workbook(report: Report, pages: Sequence[Page], words: Words, playbook: Playbook) -> bytes:
    """Write a report as an xlsx file; the same report gives the same bytes."""
    library = required("xlsxwriter", "report")
    out = io.BytesIO()
    book = library.Workbook(out, {"in_memory": True, **_TEXT_IS_TEXT})
    book.set_properties({"created": report.as_of or _EPOCH, "title": title_of(report, words)})
    paper = Paper(book, report, Writer(words, report.currency, report.decimals))
    summary(paper, playbook)
    for page in pages:
        page_sheet(paper, page)
    definitions(paper, pages)
    book.close()
    return out.getvalue()
