"""Coming back once more: slow, obvious, from the definitions, not from the code."""

from collections import defaultdict
from datetime import date, timedelta
from math import ceil, exp, log, sqrt

from oracle_exchanges import left_out, replacing, without
from oracle_facts import (
    Facts,
    Order,
    Row,
    Tables,
    Z,
    nothing_sold,
    placed_in,
    rated,
    stage_of,
    within,
)

from shopmetrics.facts.tells import REFUNDS
from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

Days = dict[object, list[date]]
TABLES = ("rates", "curve", "steps", "gap", "cohorts", "void")


def repurchase(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    every = placed_in(facts, settings)
    unknown = () if any(order.customer for order in every) else ("no_customers",)
    unknown = unknown if every else (nothing_sold(shop),)
    if unknown:
        return dict.fromkeys(TABLES, []), unknown
    facts = without(facts, replacements_of_purchases(facts, settings))
    orders = placed_in(facts, settings)
    days = purchases(facts, settings)
    now = {who: [day for day in own if within(day, settings.period)] for who, own in days.items()}
    active = {who: own for who, own in now.items() if own}
    rates = [("period_rate", len(active), sum(len(own) > 1 for own in active.values()))]
    for span in settings.config.repurchase.windows:
        last = settings.as_of - timedelta(days=span)
        had = [own for who, own in days.items() if own[0] <= last and own[0] in now[who]]
        back = [own for own in had if len(own) > 1 and (own[1] - own[0]).days <= span]
        rates.append((f"within_{span}", len(had), len(back)))
    rates.append(("buyback", *buyback(days, now, settings)))
    since = settings.period.since
    earlier = sum(days[who][0] < since for who in active) if since else None
    rates.append(("returning_customers", len(active), earlier))
    own = [one for one in orders if one.customer and not void(one, settings)]
    gone = sum(bool(one.customer) and void(one, settings) for one in every)
    again = [one for one in own if one.day > days[one.customer][0]]
    rates.append(("returning_orders", len(own), len(again)))
    told = any(line.row["paid"] is not None for order in every for line in order.lines)
    sums = (sum(one.paid for one in orders) if told else None for orders in (own, again))
    rates.append(("returning_amount", *sums))
    return {
        "rates": [
            {"name": name} | rated(n, k, interval=name != "returning_amount")
            for name, n, k in rates
        ],
        "curve": curve(days, settings),
        **steps_and_gaps(days, now),
        "cohorts": cohorts(facts, days, settings, priced=told),
        "void": [{"orders": gone if REFUNDS in settings.tells else None}],
    }, ()


def replacements_of_purchases(facts: Facts, settings: Settings) -> list[Order]:
    bought = (one for one in left_out(facts, settings) if not void(one, settings))
    return [replacing(one, facts, settings) for one in bought]


def curve(days: Days, settings: Settings) -> list[Row]:
    """Multiply the shares that stayed away, day by day, of those who could be watched so long."""
    mine = [own for own in days.values() if within(own[0], settings.period)]
    gaps = [(own[1] - own[0]).days for own in mine if len(own) > 1]
    ages = [(settings.as_of - own[0]).days for own in mine if len(own) == 1]
    rows, left, variance = [], 1.0, 0.0
    for day in sorted({gap for gap in gaps if gap <= 365}):
        at_risk = sum(gap >= day for gap in gaps) + sum(age >= day for age in ages)
        back = gaps.count(day)
        left *= 1 - back / at_risk
        variance += back / (at_risk * (at_risk - back)) if at_risk > back else 0
        wide = Z * sqrt(variance) / log(left) if 0 < left < 1 else None
        rows.append(
            {
                "days": day,
                "at_risk": at_risk,
                "n": len(mine),
                "k": sum(gap <= day for gap in gaps),
                "rate": 1 - left,
                "low": None if wide is None else 1 - left ** exp(wide),
                "high": None if wide is None else 1 - left ** exp(-wide),
            }
        )
    return rows


def steps_and_gaps(days: Days, now: Days) -> Tables:
    active = {who: own for who, own in now.items() if own}
    made = [sum(len(own) >= count for own in active.values()) for count in range(1, 11)]
    gaps = sorted(
        (own[at] - own[at - 1]).days
        for who, own in days.items()
        for at in range(1, len(own))
        if own[at] in now[who]
    )
    quartiles = {
        name: gaps[ceil(len(gaps) * share) - 1] if gaps else None
        for name, share in (("q25", 0.25), ("median", 0.5), ("q75", 0.75))
    }
    return {
        "steps": [
            {"from_purchase": at, "to_purchase": at + 1} | rated(made[at - 1], made[at])
            for at in range(1, 10)
            if made[at - 1]
        ],
        "gap": [quartiles | {"gaps": len(gaps)}],
    }


def buyback(days: Days, now: Days, settings: Settings) -> tuple[int | None, int | None]:
    period = settings.period.before()
    if not period:
        return None, None
    bought = [who for who, own in days.items() if any(within(x, period) for x in own)]
    return len(bought), sum(bool(now[who]) for who in bought)


def cohorts(facts: Facts, days: Days, settings: Settings, *, priced: bool) -> list[Row]:
    """Follow the customers who first bought in a month through the months since, to the last."""
    rows = []
    mine = {who: own for who, own in days.items() if within(own[0], settings.period)}
    for first in sorted({own[0].replace(day=1) for own in mine.values()}):
        members = {who for who, own in mine.items() if own[0].replace(day=1) == first}
        month, since = first, 0
        while month <= settings.as_of:
            following = (month + timedelta(days=31)).replace(day=1)
            inside = {who for who in members if any(month <= day < following for day in mine[who])}
            money = sum(
                order.paid
                for order in facts.orders
                if order.customer in members
                and month <= order.day < following
                and not void(order, settings)
            )
            over = following - timedelta(days=1) <= settings.as_of
            rows.append(
                {
                    "cohort": first,
                    "months_since": since,
                    "customers": len(members),
                    "active": len(inside) if over else None,
                    "amount": money if over and priced else None,
                }
            )
            month, since = following, since + 1
    return rows


def purchases(facts: Facts, settings: Settings) -> dict[tuple[str, str], list[object]]:
    """Return the days on which each customer bought, in order."""
    days = defaultdict(set)
    for order in facts.orders:
        if order.customer and not void(order, settings):
            days[order.customer].add(order.day)
    return {who: sorted(own) for who, own in days.items()}


def void(order: Order, settings: Settings) -> bool:
    """Say whether all of an order's money went back before anything was shipped."""
    early = (one for one in order.settled if stage_of(one, settings) == "before_shipment")
    back = sum(one.amount or 0 for one in early)
    return back > 0 and back >= order.paid
