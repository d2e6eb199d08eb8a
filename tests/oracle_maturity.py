"""Maturity once more, in plain Python over orders: a curve, a root and its error, all spelled out."""

from math import sqrt

from oracle_facts import Facts, Order, Row
from scipy.optimize import brentq

from shopmetrics.settings import Settings

Z = 1.959963984540054


def delay_of(order: Order) -> int | None:
    """Return the days to the first settlement whose time is told."""
    days = [(one.settled_day - order.day).days for one in order.settled if one.settled_day]
    return max(0, min(days)) if days else None


def age_of(order: Order, settings: Settings) -> int:
    return max(0, (settings.as_of - order.day).days)


def at_risk(order: Order, day: int, settings: Settings) -> float:
    """Return how much of a day an order was watched without having come back before it."""
    delay, age = delay_of(order), age_of(order, settings)
    end = age if delay is None else delay
    if end < day:
        return 0.0
    return settings.last_day if end == day and age <= day else 1.0


def curve_of(facts: Facts, settings: Settings) -> tuple[list[float], list[float]] | str:
    """Return hazard and number at risk of each day to the horizon, or why there are none."""
    limits = settings.config.maturity
    back = [order for order in facts.orders if order.settled]
    untimed = [order for order in back if delay_of(order) is None]
    if len(untimed) > 0.05 * len(back):
        return "no_refund_times"
    watched = [order for order in facts.orders if order not in untimed]
    events, risks = [], []
    for day in range(limits.horizon + 1):
        events.append(sum(delay_of(order) == day for order in watched))
        risks.append(sum(at_risk(order, day, settings) for order in watched))
    if sum(events) < limits.min_refunds:
        return "too_few_refunds"
    if risks[-1] < settings.config.min_orders:
        return "short_history"
    return [min(1.0, e / r) if r else 0.0 for e, r in zip(events, risks, strict=True)], risks


def left(hazards: list[float], day: int) -> float:
    product = 1.0
    for hazard in hazards[: day + 1]:
        product *= 1 - hazard
    return product


def delays_of(hazards: list[float]) -> list[Row]:
    """Return what share of the refunds came on each day, and by its end."""
    end = len(hazards) - 1
    upto = [(1 - left(hazards, day)) / (1 - left(hazards, end)) for day in range(end + 1)]
    return [
        {"day_since_order": day, "share": here - before, "completeness": here}
        for day, (before, here) in enumerate(zip([0.0, *upto], upto, strict=False))
    ]


def seen(hazards: list[float], age: int, settings: Settings) -> float:
    """Return F(age), the last day in part; F(-1) is 0, and F beyond the horizon 1."""
    if age > settings.config.maturity.horizon:
        return 1.0

    def whole(day: int) -> float:
        return (1 - left(hazards, day)) / (1 - left(hazards, len(hazards) - 1))

    before = whole(age - 1) if age else 0.0
    return before + settings.last_day * (whole(age) - before)


def maturity_of(orders: list[Order], facts: Facts, settings: Settings) -> Row:
    """Return projected, its interval and completeness of a set of orders, None where not told."""
    nothing = dict.fromkeys(("projected", "projected_low", "projected_high", "completeness"))
    curve = curve_of(facts, settings)
    if isinstance(curve, str) or not orders:
        return nothing
    hazards = curve[0]
    n, k = len(orders), sum(bool(order.settled) for order in orders)
    shares = {order: seen(hazards, age_of(order, settings), settings) for order in orders}
    quiet = [shares[order] for order in orders if not order.settled]
    share = in_the_end(n, k, quiet)
    effective = sum(shares.values())
    if 0 < share < 1:
        likely = sum(f / (share * (1 - share * f)) for f in shares.values())
        own = curve_error(share, [one for one in orders if not one.settled], curve, k, settings)
        effective = share * (1 - share) / (1 / likely + own)
    low, high = wilson(share, effective)
    completeness = sum(shares.values()) / n
    told = completeness >= 0.05
    return {
        "projected": share if told else None,
        "projected_low": low if told else None,
        "projected_high": high if told else None,
        "completeness": completeness,
    }


def in_the_end(n: int, k: int, quiet: list[float]) -> float:
    """Find p = (k + sum (1 - S(H) / S(age))) / n with S(a) = 1 - p F(a); p = 1 always is one."""
    if not k:
        return 0.0

    def gap(p: float) -> float:
        return ((k + sum(1 - (1 - p) / (1 - p * f) for f in quiet)) / n - p) / (1 - p)

    edge = 1 - 1e-9
    return 1.0 if gap(edge) >= 0 else brentq(gap, 0.0, edge, xtol=1e-15, rtol=1e-14)


def curve_error(
    share: float,
    quiet: list[Order],
    curve: tuple[list[float], list[float]],
    k: int,
    settings: Settings,
) -> float:
    """Return Greenwood's variances carried to the share, by the chain rule for each day."""
    hazards, risks = curve
    ages = [age_of(order, settings) for order in quiet]
    shares = [seen(hazards, age, settings) for age in ages]
    steep = k / share**2 + sum((f / (1 - share * f)) ** 2 for f in shares)
    total = 0.0
    for day, (hazard, risk) in enumerate(zip(hazards, risks, strict=True)):
        if 0 < hazard < 1:
            pull = sum(
                moved(hazards, age, day, settings) / (1 - share * f) ** 2 / steep
                for age, f in zip(ages, shares, strict=True)
            )
            total += pull**2 * hazard * (1 - hazard) / risk
    return total


def moved(hazards: list[float], age: int, day: int, settings: Settings) -> float:
    """Return how F(age), the last day in part, moves with the hazard of a day."""
    end = len(hazards) - 1
    if age > end:
        return 0.0

    def of_left(at: int) -> float:
        return -left(hazards, at) / (1 - hazards[day]) if day <= at else 0.0

    def whole(at: int) -> float:
        if at < 0:
            return 0.0
        mine, all_of_it = 1 - left(hazards, at), 1 - left(hazards, end)
        return (-of_left(at) * all_of_it + mine * of_left(end)) / all_of_it**2

    return (1 - settings.last_day) * whole(age - 1) + settings.last_day * whole(age)


def wilson(share: float, n: float) -> tuple[float | None, float | None]:
    if not n:
        return None, None
    middle = share + Z * Z / (2 * n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low = 0.0 if share == 0 else (middle - half) / (1 + Z * Z / n)
    return low, 1.0 if share == 1 else (middle + half) / (1 + Z * Z / n)
