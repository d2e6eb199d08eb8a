"""A check of nothing is no good news: a cron job whose exports stopped must not stay green."""

from shopmetrics.errors import InputError
from shopmetrics.report import Report


def refuse_silence(report: Report) -> None:
    """Refuse a report in which not one verdict could be told.

    Raises:
        InputError: saying where the data end.
    """
    if report.verdicts and all(verdict.rate is None for verdict in report.verdicts):
        until = report.as_of.date() if report.as_of else "–"
        raise InputError(
            f"nothing could be judged: the data end on {until}",
            hint="check the period, and that the exports are new and hold refunds",
        )
