"""What is compared with what, and for how many days after the order refunds are counted on both."""

from dataclasses import replace
from datetime import date, timedelta

from shopmetrics.settings import Period, Settings, Side, Sides
from shopmetrics.value import value

_DAY = timedelta(days=1)
_GRACE = timedelta(days=6)  # a month whose first week is missing is still that month


@value
class Compared:
    """Two sides, and the number of days for which every order of both has been followed."""

    sides: Sides
    follow_up: int


def compared(settings: Settings) -> Compared | str:
    """Return what to compare, or the id of why nothing can be.

    Refunds count that went through within `follow_up` days of the order: the age of the youngest
    order of both sides, at most the horizon. So both sides have had the same time to come back.
    """
    if settings.as_of is None or settings.first_day is None:
        return "no_orders"
    sides = settings.sides or _usual(settings, settings.as_of, settings.first_day)
    if sides is None:
        return "nothing_before"
    limits = settings.config.maturity
    newest = max(side.period.until or settings.as_of for side in (sides.a, sides.b))
    age = min((settings.as_of - newest).days, limits.horizon)
    return Compared(sides, age) if age >= limits.follow_up else "younger_than_follow_up"


def old_enough(settings: Settings) -> Sides | None:
    """Return the last month or week that is old enough and the one before, whatever was asked."""
    found = compared(replace(settings, period=Period(), sides=None))
    return found.sides if isinstance(found, Compared) else None


def around(event: date, settings: Settings) -> tuple[Period, Period]:
    """Return equally long periods before and after an event, the later as ripe as can be."""
    last = ripe_until(settings, event + _GRACE)
    length = max(last - event + _DAY, _DAY)
    return Period(event - length, event - _DAY), Period(event, event + length - _DAY)


def ripe_until(settings: Settings, at_least: date) -> date:
    """Return the last day whose orders are followed to the horizon, else for the follow-up."""
    limits, end = settings.config.maturity, settings.as_of or at_least
    whole = end - timedelta(days=limits.horizon)
    return whole if whole >= at_least else end - timedelta(days=limits.follow_up)


def _usual(settings: Settings, as_of: date, first: date) -> Sides | None:
    """Return the period asked for and the one before, else the last whole month or week."""
    if settings.period.since is not None and settings.period.until is not None:
        before = settings.period.before()
        return None if before is None else _periods(before, settings.period)
    ripe = as_of - timedelta(days=settings.config.maturity.follow_up)
    month_end = (ripe + _DAY).replace(day=1) - _DAY
    month = Period(month_end.replace(day=1), month_end)
    week_end = ripe - timedelta(days=(ripe.weekday() + 1) % 7)
    week = Period(week_end - _GRACE, week_end)
    for period, grace in ((month, _GRACE), (week, timedelta())):
        before = period.before()
        if before is not None and before.since is not None and first <= before.since + grace:
            return _periods(before, period)
    return None


def _periods(a: Period, b: Period) -> Sides:
    return Sides(Side(named(a), a), Side(named(b), b))


def named(period: Period) -> str:
    """Write a period as it is typed: a month, an ISO week, a day, or its two ends."""
    since, until = period.since, period.until
    if since is None or until is None:
        return f"{since or ''}..{until or ''}"
    if period.is_month:
        return f"{since:%Y-%m}"
    if since.weekday() == 0 and until - since == _GRACE:
        return f"{since:%G-W%V}"
    return str(since) if since == until else f"{since}..{until}"
