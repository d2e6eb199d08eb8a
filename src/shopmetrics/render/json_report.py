"""A report as JSON (data/report.schema.json): its own form, apart from the types inside."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.metadata import version
from zoneinfo import ZoneInfo

from shopmetrics.doubt import Doubt
from shopmetrics.finding import Finding, Measured
from shopmetrics.judge import Verdict
from shopmetrics.page import Table, Unit
from shopmetrics.playbook import Playbook, steps
from shopmetrics.printable import escaped
from shopmetrics.render.cell import units_of
from shopmetrics.render.laid import laid_out
from shopmetrics.report import Report
from shopmetrics.source import Source
from shopmetrics.trust import Quality

SCHEMA = "shopmetrics/1"
_DIGITS = 12


def report_json(report: Report, playbook: Playbook) -> str:
    """Write the whole report; the same files give the same bytes."""
    return escaped(laid_out(report_dict(report, playbook)))


def report_dict(report: Report, playbook: Playbook) -> dict[str, object]:
    """Return what is written: money as text with its decimals, unknown as null."""
    return {
        "schema": SCHEMA,
        "version": version("shopmetrics"),
        "as_of": moment_text(report.as_of, report.timezone),
        "period": {"since": _day(report.since), "until": _day(report.until)},
        "currency": report.currency,
        "timezone": report.timezone,
        "basis": str(report.basis),
        "exchanges_left_out": report.exchanges_left_out,
        "sources": [str(source.path) for source in report.quality.sources],
        "quality": _quality(report.quality),
        "verdicts": [_verdict(verdict, report.decimals) for verdict in report.verdicts],
        "doubts": [_doubt(one) for one in report.doubts],
        "findings": [_finding(one, playbook, report.decimals) for one in report.findings],
        "pages": {
            name: {
                "tables": {table: rows(one, report) for table, one in answer.tables.items()},
                "unknown": list(answer.unknown),
                "partial": [
                    {"what": str(one.what), "platform": one.platform, "n": one.n}
                    for one in report.partial[name]
                ],
            }
            for name, answer in report.answers.items()
        },
    }


def rows(table: Table, report: Report) -> list[dict[str, object]]:
    """Return a table's rows as plain values."""
    units = dict(table.units)
    return [
        {
            name: _value(row[name], unit, report.decimals)
            for name, unit in units_of(row, units).items()
        }
        for row in table.rows.rows(named=True)
    ]


def source_dict(source: Source) -> dict[str, object]:
    """Return the account of one file."""
    return {
        "path": str(source.path),
        "kind": str(source.kind),
        "shop": source.shop,
        "profile": source.profile,
        "encoding": source.encoding,
        "separator": source.separator,
        "sheet": source.sheet or None,
        "header_line": source.header_line,
        "columns": dict(source.columns),
        "rows_read": source.rows_read,
        "accepted": source.accepted,
        "rejected": source.rejected,
        "superseded": source.superseded,
        "ignored": source.ignored,
        "other_currencies": dict(source.other_currencies),
        "blanked": dict(source.blanked),
        "rounded_ids": dict(source.rounded_ids),
        "lacks_amounts": list(source.lacks_amounts),
        "amount": _money(source.amount, source.decimals),
    }


def _quality(quality: Quality) -> dict[str, object]:
    return {
        "sources": [source_dict(source) for source in quality.sources],
        "joins": [
            {"what": join.what, "matched": join.matched, "unmatched": join.unmatched}
            for join in quality.joins
        ],
        "matches": dict(quality.matches),
        "paid_orders": quality.orders,
        "unpaid_orders": quality.unpaid_orders,
        "orders_without_customer": quality.orders_without_customer,
        "refunds_without_order": quality.refunds_without_order,
        "capped_refunds": quality.capped_refunds,
        "capped_orders": list(quality.capped_orders),
        "refunds_beyond_line": quality.refunds_beyond_line,
        "beyond_line_orders": list(quality.beyond_line_orders),
        "spread_share": quality.spread_share,
        "idle_shops": list(quality.idle_shops),
        "folders_alike": [str(one) for one in quality.folders],
    }


def _verdict(verdict: Verdict, decimals: int) -> dict[str, object]:
    return {
        "page": verdict.page,
        "measure": verdict.measure,
        "n": verdict.n,
        "k": verdict.k,
        "rate": verdict.rate,
        "low": verdict.low,
        "high": verdict.high,
        "band": str(verdict.level),
        "sure": verdict.sure,
        "expected": verdict.expected,
        "expected_low": verdict.expected_low,
        "expected_high": verdict.expected_high,
        "completeness": verdict.completeness,
        "doubts": [_doubt(one) for one in verdict.doubts],
        "possible": verdict.possible,
        "good": verdict.good,
        "alarm": verdict.alarm,
        "limit": verdict.limit,
        "saving_per_month": _value(verdict.saving_per_month, Unit.money, decimals),
    }


def _doubt(doubt: Doubt) -> dict[str, object]:
    on = None if doubt.on is None else doubt.on.isoformat()
    return {"what": str(doubt.what), "n": doubt.n, "platform": doubt.platform, "on": on}


def _finding(finding: Finding, playbook: Playbook, decimals: int) -> dict[str, object]:
    def plain(values: Mapping[str, Measured]) -> dict[str, object]:
        return {name: _value(one.value, one.unit, decimals) for name, one in values.items()}

    return {
        "id": str(finding.matter),
        "page": finding.page,
        "subject": plain(finding.subject),
        "numbers": plain(finding.numbers),
        "money_per_month": _value(finding.money_per_month, Unit.money, decimals),
        "sure": finding.sure,
        "do": list(steps(finding, playbook)),
    }


def _value(value: object, unit: Unit, decimals: int) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if unit is Unit.money and isinstance(value, int):
        return _money(value, decimals)
    # The last digits of a probability are those of the machine's exp and log; 0 takes a sign away.
    return float(f"{value:.{_DIGITS}g}") + 0.0 if isinstance(value, float) else value


def _money(minor: int, decimals: int) -> str:
    return str(Decimal(minor).scaleb(-decimals))


def moment_text(moment: datetime | None, zone: str) -> str | None:
    """Write a moment with its offset; unknown is null."""
    return None if moment is None else moment.replace(tzinfo=ZoneInfo(zone)).isoformat()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
