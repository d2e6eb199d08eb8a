"""A comparison once more: two lists of orders, their difference, and its split, in fractions."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import asin, erfc, hypot, pi, sin, sqrt
from statistics import NormalDist

from oracle_facts import (
    Facts,
    Line,
    Order,
    Piece,
    Row,
    Tables,
    dimension_of,
    nothing_sold,
    rated,
    within,
)
from oracle_maturity import delay_of, wilson
from scipy.optimize import brentq

from shopmetrics.settings import Period, Settings
from shopmetrics.shop import Shop

DIMENSIONS = (
    "sku",
    "category",
    "platform",
    "shop",
    "region",
    "campaign",
    "member_tier",
    "hour",
    "weekday",
    "cause",
)
OF_LINE = {"sku", "category", "product"}
DAY = timedelta(days=1)
Pair = tuple[list[Order], list[Order]]


def compare(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    nothing: Tables = {"rates": [], "difference": [], "drivers": [], "biggest": []}
    nothing["instead"] = []
    if not shop.orders.height:
        return nothing, ("no_orders",)
    periods = periods_of(
        settings, min(row["ordered_at"] for row in shop.orders.rows(named=True)).date()
    )
    if periods is None:
        return nothing, ("nothing_before",)
    days = min(
        (settings.as_of - max(one.until for one in periods)).days, settings.config.maturity.horizon
    )
    if days < settings.config.maturity.follow_up:
        return nothing | {"instead": instead(shop, settings)}, ("younger_than_follow_up",)
    sides = tuple([one for one in facts.orders if within(one.day, period)] for period in periods)
    unknown = unknown_of(sides, shop)
    rates = [
        {
            "measure": measure,
            "side": side,
            "what": name_of(period),
            "since": period.since,
            "until": period.until,
        }
        | {"follow_up": days}
        | rate(measure, orders, days, silent=bool(unknown))
        for measure in ("orders", "units", "amount")
        for side, period, orders in zip("ab", periods, sides, strict=True)
    ]
    difference = [differ(*rates[at : at + 2]) for at in (0, 2, 4)]
    split = [] if unknown else drivers(sides, days, settings)
    tables = {
        "rates": rates,
        "difference": difference,
        "drivers": [{k: v for k, v in row.items() if k != "even"} for row in split],
        "biggest": biggest(split, difference[0]),
        "instead": [],
    }
    if unknown:
        return tables, unknown
    few = any(len(orders) < settings.config.min_orders for orders in sides)
    cash = settings.basis == "refund_time"
    return tables, (
        *(["too_few_to_compare"] if few else []),
        *(["by_order_time_only"] if cash else []),
    )


def periods_of(settings: Settings, first: date) -> tuple[Period, Period] | None:
    period = settings.period
    if period.since and period.until:
        return before(period), period
    ripe = settings.as_of - settings.config.maturity.follow_up * DAY
    end = ripe
    while (end + DAY).day != 1:
        end -= DAY
    month = Period(end.replace(day=1), end)
    end = ripe
    while end.isoweekday() != 7:
        end -= DAY
    week = Period(end - 6 * DAY, end)
    for one, grace in ((month, 6), (week, 0)):
        if first <= before(one).since + grace * DAY:
            return before(one), one
    return None


def instead(shop: Shop, settings: Settings) -> list[Row]:
    """Return what the page would compare if nothing had been asked."""
    first = min(row["ordered_at"] for row in shop.orders.rows(named=True)).date()
    periods = periods_of(replace(settings, period=Period()), first)
    if periods is None:
        return []
    days = settings.config.maturity.follow_up
    if settings.config.maturity.horizon < days:  # no order is ever followed for so long
        return []
    a, b = map(name_of, periods)
    return [{"a": a, "b": b, "until": settings.as_of - days * DAY, "follow_up": days}]


def before(period: Period) -> Period:
    since, until = period.since, period.until
    if since.day == 1 and (until + DAY).day == 1 and (until - since).days < 31:
        return Period((since - DAY).replace(day=1), since - DAY)
    return Period(since - (until - since) - DAY, since - DAY)


def name_of(period: Period) -> str:
    since, until = period.since, period.until
    if since.day == 1 and (until + DAY).day == 1 and (until - since).days < 31:
        return since.strftime("%Y-%m")
    if since.isoweekday() == 1 and until == since + 6 * DAY:
        return since.strftime("%G-W%V")
    return str(since) if since == until else f"{since}..{until}"


def unknown_of(sides: Pair, shop: Shop) -> tuple[str, ...]:
    if not shop.refunds.height:
        return ("no_refunds_loaded",)
    if not sides[0] and not sides[1]:
        return (nothing_sold(shop),)
    back = [one for orders in sides for one in orders if one.settled]
    untimed = sum(delay_of(one) is None for one in back) > 0.05 * len(back)
    empty = [f"no_orders_in_{side}" for side, orders in zip("ab", sides, strict=True) if not orders]
    return (*empty, *(["no_refund_times_to_compare"] if untimed else []))


def in_time(order: Order, days: int) -> bool:
    delay = delay_of(order)
    return delay is not None and delay <= days


def pieces_in_time(order: Order, days: int) -> list[Piece]:
    timed = (one for one in order.settled if one.settled_day)
    return [one for one in timed if (one.settled_day - order.day).days <= days]


def rate(measure: str, orders: list[Order], days: int, *, silent: bool) -> Row:
    back = [piece for order in orders for piece in pieces_in_time(order, days)]
    n, k = {
        "orders": (len(orders), sum(in_time(one, days) for one in orders)),
        "units": (sum(one.units for one in orders), sum(one.units for one in back)),
        "amount": (sum(one.paid for one in orders), sum(one.amount or 0 for one in back)),
    }[measure]
    return rated(n, None if silent else k, interval=measure == "orders")


def differ(a: Row, b: Row) -> Row:
    row = dict.fromkeys(("points", "low", "high", "ratio", "p", "detectable"))
    found = {"measure": a["measure"]} | row
    if a["rate"] is None or b["rate"] is None:
        return found
    found["points"] = points = b["rate"] - a["rate"]
    found["ratio"] = b["rate"] / a["rate"] if a["rate"] else None
    if a["measure"] != "orders":
        return found
    ends = [wilson(side["rate"], side["n"]) for side in (a, b)]
    found["low"] = points - hypot(b["rate"] - ends[1][0], ends[0][1] - a["rate"])
    found["high"] = points + hypot(ends[1][1] - b["rate"], a["rate"] - ends[0][0])
    pooled = (a["k"] + b["k"]) / (a["n"] + b["n"])
    error = sqrt(pooled * (1 - pooled) * (1 / a["n"] + 1 / b["n"]))
    found["p"] = erfc(abs(points) / error / sqrt(2)) if error else None
    angle = asin(sqrt(a["rate"])) + needed() * sqrt(1 / a["n"] + 1 / b["n"]) / 2
    found["detectable"] = sin(angle) ** 2 - a["rate"] if angle <= pi / 2 else None
    return found


def needed() -> float:
    normal = NormalDist()
    limit = normal.inv_cdf(0.975)
    return brentq(lambda d: normal.cdf(d - limit) + normal.cdf(-d - limit) - 0.8, 0, 10, xtol=1e-14)


def drivers(sides: Pair, days: int, settings: Settings) -> list[Row]:
    asked = [one for one in (*DIMENSIONS, "product") if one in settings.by] or DIMENSIONS
    rows = []
    for name in asked:
        split = by_cause(sides, days) if name == "cause" else by_group(sides, name, days)
        if name != "cause" and not set.intersection(*(groups_of(one, name) for one in sides)):
            continue
        split = [{"dimension": name} | row for row in split]
        ranked = sorted(
            split, key=lambda row: (-abs(row["total"]), row["group"] is None, row["group"] or "")
        )
        rows += ranked if len(ranked) > 1 else []
    return rows


def groups_of(orders: list[Order], name: str) -> set[object]:
    if name in OF_LINE:
        return {line.row[name] for order in orders for line in order.lines}
    return {dimension_of(order.row, name) for order in orders}


def parts(
    order: Order, name: str, days: int
) -> tuple[dict[object, Fraction], dict[object, Fraction]]:
    """Return of which groups an order is in part, and for which it came back in part."""
    lines: list[Line] = order.lines
    back = [line for line in lines if line.settled]
    if name not in OF_LINE:
        whole = {dimension_of(order.row, name): Fraction(1)}
        return whole, whole if in_time(order, days) else {}
    sold: dict[object, Fraction] = defaultdict(Fraction)
    came: dict[object, Fraction] = defaultdict(Fraction)
    for line in lines:
        sold[line.row[name]] += Fraction(1, len(lines))
    for line in back if in_time(order, days) else []:
        came[line.row[name]] += Fraction(1, len(back))
    return sold, came


def by_group(sides: Pair, name: str, days: int) -> list[Row]:
    n: dict[object, list[Fraction]] = defaultdict(lambda: [Fraction(), Fraction()])
    k: dict[object, list[Fraction]] = defaultdict(lambda: [Fraction(), Fraction()])
    for side, orders in enumerate(sides):
        for order in orders:
            sold, came = parts(order, name, days)
            for group, part in sold.items():
                n[group][side] += part
            for group, part in came.items():
                k[group][side] += part
    total = [len(orders) for orders in sides]
    middle = sum(sum(one[side] for one in k.values()) / total[side] for side in (0, 1)) / 2
    rows = []
    for group in n:
        own = [k[group][side] / n[group][side] if n[group][side] else None for side in (0, 1)]
        a, b = (own[side] if own[side] is not None else own[1 - side] for side in (0, 1))
        w_a, w_b = (n[group][side] / total[side] for side in (0, 1))
        effects = (b - a) * (w_a + w_b) / 2, (w_b - w_a) * ((a + b) / 2 - middle)
        rows.append(row_of(group, *effects, (w_a + w_b) / 2))
    return rows


def by_cause(sides: Pair, days: int) -> list[Row]:
    k: dict[object, list[int]] = defaultdict(lambda: [0, 0])
    for side, orders in enumerate(sides):
        for order in orders:
            if in_time(order, days):
                k[cause_of(order)][side] += 1
    refunds = sum(sum(one) for one in k.values())
    return [
        row_of(
            group,
            Fraction(one[1], len(sides[1])) - Fraction(one[0], len(sides[0])),
            None,
            Fraction(sum(one), refunds),
        )
        for group, one in k.items()
    ]


def cause_of(order: Order) -> str | None:
    """Return the cause of the refund that went through first; of equals, of the first id."""

    def key(piece: Piece) -> tuple[object, ...]:
        day = piece.settled_day
        return (
            day is None,
            day or date.min,
            piece.refund["refund_id"],
            piece.cause is None,
            piece.cause or "",
        )

    return min(order.settled, key=key).cause


def row_of(
    group: object, rate_effect: Fraction, mix_effect: Fraction | None, even: Fraction
) -> Row:
    total = rate_effect + (mix_effect or 0)
    return {
        "group": None if group is None else str(group),
        "rate_effect": float(rate_effect),
        "mix_effect": None if mix_effect is None else float(mix_effect),
        "total": float(total),
        "even": float(even),
    }


def biggest(rows: list[Row], difference: Row) -> list[Row]:
    points = difference["points"]
    if points is None or difference["low"] <= 0 <= difference["high"]:
        return []
    own = [
        (row["total"] / points - row["even"], row)
        for row in rows
        if row["group"] is not None and row["total"] / points >= 0.25
    ]
    large = [one for one in own if one[0] >= 0.15]
    first = sorted(large, key=lambda one: (-one[0], one[1]["dimension"], one[1]["group"]))[:1]
    return [{k: v for k, v in row.items() if k != "even"} for _, row in first]
