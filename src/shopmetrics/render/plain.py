"""One table as CSV or as a JSON object a line, for other programs."""

import csv
import io
import json

from shopmetrics.errors import ConfigError
from shopmetrics.page import Table
from shopmetrics.printable import escaped
from shopmetrics.render.json_report import rows
from shopmetrics.report import Report
from shopmetrics.source import Reject
from shopmetrics.text import Words

_BREAKDOWN = "by_"  # begins the name of a table that was asked for
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def table_csv(report: Report, page: str | None, table: str | None) -> str:
    """Write one table as CSV; what a spreadsheet would take for a formula gets an apostrophe."""
    chosen = chosen_table(report, page, table)
    return _csv(list(chosen.units), [list(row.values()) for row in rows(chosen, report)])


def table_ndjson(report: Report, page: str | None, table: str | None) -> str:
    """Write one table's rows, one JSON object a line."""
    chosen = chosen_table(report, page, table)
    lines = (escaped(json.dumps(row, ensure_ascii=False)) for row in rows(chosen, report))
    return "\n".join(lines)


def rejects_csv(rejects: tuple[Reject, ...], words: Words) -> str:
    """Write every rejected row: where and why, and never what it held."""
    named = [(str(r.path), r.line, r.column, words.say(f"reject.{r.reason}")) for r in rejects]
    return _csv(["file", "line", "column", "reason"], [list(row) for row in named])


def chosen_table(report: Report, page: str | None, table: str | None) -> Table:
    """Return the table that was named, else the first of the one page shown.

    With --by and no --table that is the breakdown: it was asked for.

    Raises:
        ConfigError: naming the tables there are, where none or a wrong one was named.
    """
    tables = {
        f"{name}.{one}" if page is None else one: found
        for name, answer in report.answers.items()
        for one, found in answer.tables.items()
        if page in {None, name}
    }
    asked = [name for name in tables if name.startswith(_BREAKDOWN)]
    wanted = table or (None if page is None or len(asked) > 1 else _first(list(tables)))
    if wanted is not None and wanted in tables:
        return tables[wanted]
    found = f"--table {table}: no such table" if table else "csv and ndjson hold one table"
    raise ConfigError(found, hint=f"name one with --table: {', '.join(tables)}")


def _first(names: list[str]) -> str:
    return next((name for name in names if name.startswith(_BREAKDOWN)), names[0])


def _csv(header: list[str], lines: list[list[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_safe(value) for value in line] for line in lines)
    return out.getvalue()


def _safe(value: object) -> object:
    if not isinstance(value, str) or not value.startswith(_FORMULA) or _is_number(value):
        return value
    return f"'{value}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text[0] in "+-"
