"""Excel workbooks (xlsx), read strictly: the cells' own text, within bounds, row by row.

Written for ids: no number passes through a float unless it was written as one.
"""

from shopmetrics.ingest.files.workbook.book import Sheet, Workbook, open_workbook
from shopmetrics.ingest.files.workbook.package import is_office
from shopmetrics.ingest.files.workbook.sheet import sheet_text

__all__ = ["Sheet", "Workbook", "is_office", "open_workbook", "sheet_text"]
