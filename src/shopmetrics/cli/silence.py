"""A check of nothing is no good news: a cron job whose exports stopped must not stay green."""

from datetime import date, timedelta

from shopmetrics.errors import InputError
from shopmetrics.judge import Level, worst
from shopmetrics.report import Report


def refuse_silence(report: Report) -> None:
    """Refuse a report in which not one rate could be told.

    Raises:
        InputError: saying where the data end, or that there are no orders.
    """
    if report.verdicts and all(verdict.rate is None for verdict in report.verdicts):
        if report.as_of is None or not report.quality.has_orders:
            raise InputError(
                "nothing could be judged: no orders are loaded",
                hint="add the order export; for one that is not recognised: shopmetrics init",
            )
        raise InputError(
            f"nothing could be judged: the data end on {report.as_of.date()}",
            hint="check the period, and that the exports are new and hold refunds",
        )


def refuse_stale(report: Report, today: date) -> None:
    """Refuse a period of the last days that has stopped moving: its exports come no more.

    Raises:
        InputError: the data end longer ago than the period is long.
    """
    since, until = report.since or today, report.until or today
    days = (until - since).days + 1
    if until + timedelta(days=days) < today:
        raise InputError(
            f"the data end on {until}: none of the last {days} days is in them",
            hint="see that new exports still arrive; --as-of judges the past as it was",
        )


def left_open(report: Report) -> bool:
    """Say whether a verdict is taken away by what the files leave open: no news is not good."""
    return any(one.level is Level.unknown and one.doubts for one in report.verdicts)


def unjudged(report: Report) -> bool:
    """Say whether there was something to judge, and not one verdict could be told."""
    return bool(report.verdicts) and worst(report.verdicts) is None


def refuse_unjudged(report: Report) -> None:
    """Refuse a report in which not one verdict could be told, though a rate may be.

    Raises:
        InputError: saying why, as the verdicts have it in full.
    """
    refuse_silence(report)
    if not unjudged(report):
        return
    if any(verdict.level is Level.too_few for verdict in report.verdicts):
        raise InputError(
            "nothing could be judged: the orders are too few, or too young",
            hint="choose a longer period with --since or --last, or lower min_orders in shop.yaml",
        )
    raise InputError(
        "nothing could be judged: what the files leave open could make each verdict another",
        hint="what is missing stands beside each verdict; add the exports that it names",
    )
