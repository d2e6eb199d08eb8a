"""How each file was read, as JSON (docs/inspect.schema.json): headers and counts, never a cell."""

from collections.abc import Sequence

from shopmetrics.printable import escaped
from shopmetrics.render.json_report import SCHEMA, moment_text, source_dict
from shopmetrics.render.laid import laid_out
from shopmetrics.report import Report
from shopmetrics.source import Inspected, Reject


def inspect_json(files: Sequence[Inspected], report: Report) -> str:
    """Write what each file was taken for and why, the joins, and every row turned away."""
    quality = report.quality
    found = {
        "schema": SCHEMA,
        "timezone": report.timezone,
        "currency": report.currency,
        "sources": [_file(file) for file in files],
        "matches": dict(quality.matches),
        "paid_orders": quality.orders,
        "unpaid_orders": quality.unpaid_orders,
        "orders_without_customer": quality.orders_without_customer,
        "skipped": list(quality.skipped),
        "rejects": [_reject(reject) for reject in quality.rejects],
    }
    return escaped(laid_out(found))


def _file(file: Inspected) -> dict[str, object]:
    source = file.source
    return source_dict(source) | {
        "platform": source.platform,
        "grain": source.grain,
        "signature": list(file.signature),
        "close": [{"profile": one.profile, "lacking": list(one.lacking)} for one in file.close],
        "unread": list(file.unread),
        "since": moment_text(source.since, source.timezone),
        "until": moment_text(source.until, source.timezone),
        "timezone": source.timezone,
        "currency": source.currency,
        "damaged_ids": source.damaged_ids,
        "cannot_tell": [str(one) for one in source.cannot_tell],
    }


def _reject(reject: Reject) -> dict[str, object]:
    return {
        "path": str(reject.path),
        "line": reject.line,
        "column": reject.column or None,
        "reason": str(reject.reason),
    }
