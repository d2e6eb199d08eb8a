"""The trend once more: periods as lists of orders, limits and signals spelled out."""

from datetime import date, timedelta
from itertools import pairwise
from math import comb, hypot, sqrt
from statistics import NormalDist, median

from oracle_facts import Facts, Order, Piece, Row, Tables, calendar, nothing_sold, rated
from oracle_maturity import age_of, curve_of, delay_of, maturity_of, seen, wilson
from scipy.stats import binom

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

TABLES = {"day": "days", "week": "weeks", "month": "months"}


def trend(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    unknown = () if facts.orders else (nothing_sold(shop),)
    if facts.orders and not shop.refunds.height:
        unknown = ("no_refunds_loaded",)
    curve = unknown[0] if unknown else curve_of(facts, settings)
    asked = [name for name in settings.by if name in TABLES] or [usual(facts)]
    drawn = {unit: periods(facts, unit, curve, shop, settings) for unit in asked}
    tables = {
        TABLES[unit]: [shown(row) for row in rows if touches(row, settings)]
        for unit, rows in drawn.items()
    }
    first = drawn[asked[0]]
    tables["range"] = extremes(first)
    tables["newest"] = newest(first, facts, settings)
    if unknown:
        return tables, unknown
    why = [curve] if isinstance(curve, str) else []
    why += ["too_few_periods"] if sum(row["judged"] for row in first) < 8 else []
    return tables, (*why, *(["by_order_time_only"] if settings.basis == "refund_time" else []))


def usual(facts: Facts) -> str:
    days = [order.day for order in facts.orders]
    return "week" if days and max(days) - min(days) >= timedelta(weeks=8) else "day"


def periods(facts: Facts, unit: str, curve: object, shop: Shop, settings: Settings) -> list[Row]:
    if not facts.orders:
        return []
    at = min(calendar(order.day, unit) for order in facts.orders)
    end = max(settings.as_of, *(calendar(order.day, unit) for order in facts.orders))
    rows = []
    while at <= end:
        orders = [order for order in facts.orders if calendar(order.day, unit) == at]
        rows.append(one(at, orders, unit, facts, curve, shop, settings))
        at = rows[-1]["end"] + timedelta(days=1)
    limit(rows)
    return rows


def one(  # noqa: PLR0913, PLR0917 all that a period depends on
    at: date,
    orders: list[Order],
    unit: str,
    facts: Facts,
    curve: object,
    shop: Shop,
    settings: Settings,
) -> Row:
    told = shop.refunds.height > 0
    back = sum(bool(order.settled) for order in orders) if told else None
    row = {"at": at, **rated(len(orders), back)}
    known = not isinstance(curve, str)
    row |= maturity_of(orders if known else [], facts, settings)
    row["end"] = last_day_of(at, unit)
    row["effective"] = effective(row, orders, curve, settings) if known and orders else None
    old = row["end"] + timedelta(days=settings.config.maturity.horizon) <= settings.as_of
    ripe = (row["completeness"] or 0) >= 0.95 if known else old
    row["judged"] = bool(ripe and back is not None and len(orders) >= settings.config.min_orders)
    row["value"] = row["rate"] if row["projected"] is None else row["projected"]
    row["size"] = len(orders) if row["effective"] is None else row["effective"]
    row["event"] = None
    return row


def last_day_of(at: date, unit: str) -> date:
    if unit == "month":
        return (at + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return at + timedelta(days={"day": 0, "week": 6}[unit])


def effective(row: Row, orders: list[Order], curve: object, settings: Settings) -> float:
    """Find the sample size whose Wilson interval is the one of the projection."""
    whole = sum(seen(curve[0], age_of(order, settings), settings) for order in orders)
    if row["projected_low"] is None or not 0 < row["projected"] < 1:
        return whole
    low, high = 1e-9, 1e6
    for _ in range(200):
        middle = sqrt(low * high)
        narrow = wilson(row["projected"], middle)[1] < row["projected_high"]
        low, high = (low, middle) if narrow else (middle, high)
    return low


def limit(rows: list[Row]) -> None:
    judged = [row for row in rows if row["judged"]]
    for row in rows:
        row.update(dict.fromkeys(("centre", "lower", "upper", "signal")))
    if len(judged) < 8:
        return
    centre = sum(row["value"] * row["size"] for row in judged) / sum(row["size"] for row in judged)
    for row in rows:
        row["centre"] = centre
        if row["size"]:
            half = 3 * wider(judged, centre) * sqrt(centre * (1 - centre) / row["size"])
            row["lower"], row["upper"] = max(0, centre - half), min(1, centre + half)
    run = 0
    for row in judged:
        side = (row["value"] > centre) - (row["value"] < centre)
        run = run + side if run * side > 0 else side
        row["signal"] = signal(row, centre, run)


def wider(judged: list[Row], centre: float) -> float:
    if not 0 < centre < 1:
        return 1.0
    z = [(row["value"] - centre) / sqrt(centre * (1 - centre) / row["size"]) for row in judged]
    moves = [abs(later - sooner) for sooner, later in pairwise(z)]
    return max(1.0, median(moves) / (sqrt(2) * NormalDist().inv_cdf(0.75)))


def signal(row: Row, centre: float, run: int) -> str | None:
    expected = row["size"] * min(centre, 1 - centre) >= 5
    many, of = round(row["value"] * row["size"]), round(row["size"])
    rare = 0 < centre < 1 and binom.sf(many - 1, of, centre) <= 0.00135
    if (expected or rare) and row["value"] > row["upper"]:
        return "above"
    if expected and row["value"] < row["lower"]:
        return "below"
    if abs(run) >= 8:
        return "run_above" if run > 0 else "run_below"
    return None


def touches(row: Row, settings: Settings) -> bool:
    since, until = settings.period.since or date.min, settings.period.until or date.max
    return row["end"] >= since and row["at"] <= until


def shown(row: Row) -> Row:
    own = {"end", "judged", "value", "size", "effective"}
    return {name: value for name, value in row.items() if name not in own}


def extremes(rows: list[Row]) -> list[Row]:
    judged = [row for row in rows if row["judged"]]
    if not judged:
        return []
    names = ("at", "n", "k", "rate", "low", "high")
    lowest = min(judged, key=lambda row: (row["rate"], row["at"]))
    highest = min(judged, key=lambda row: (-row["rate"], row["at"]))
    ends = {"lowest": lowest, "highest": highest}
    return [{"which": which} | {name: row[name] for name in names} for which, row in ends.items()]


def newest(rows: list[Row], facts: Facts, settings: Settings) -> list[Row]:
    over = [row for row in rows if row["end"] <= settings.as_of][-2:]
    if len(over) < 2 or not all(row["n"] and row["k"] is not None for row in over):
        return []
    before, now = over
    was, here = (landed(row, facts) for row in over)
    older = [one for one in here if one.line.order.day < now["at"]]
    usual = usual_of(rows, before, now)
    row = {
        "projected_before": usual["projected"],
        "landed": len({one.line.order for one in here}),
        "landed_before": len({one.line.order for one in was}),
        "older": len({one.line.order for one in older}),
    }
    said = None if now["projected"] is None else says(usual, now, row)
    names = ("n", "k", "rate", "low", "high", "projected", "projected_low", "projected_high")
    return [
        {"at": now["at"], "says": said}
        | {name: now[name] for name in (*names, "completeness")}
        | row
    ]


def usual_of(rows: list[Row], before: Row, now: Row) -> Row:
    ripe = [row for row in rows if row["judged"] and row["at"] < now["at"]]
    if not ripe:
        return before
    size = sum(row["size"] for row in ripe)
    share = sum(row["value"] * row["size"] for row in ripe) / size
    return before | {"projected": share, "effective": size}


def landed(period: Row, facts: Facts) -> list[Piece]:
    """Return what brought an order back for the first time, in the period."""
    firsts = [
        piece
        for order in facts.orders
        for piece in order.settled
        if piece.settled_day and max(0, (piece.settled_day - order.day).days) == delay_of(order)
    ]
    return [one for one in firsts if period["at"] <= one.settled_day <= period["end"]]


def says(before: Row, now: Row, row: Row) -> str:
    if before["effective"] and now["effective"]:
        (a_low, a_high), (b_low, b_high) = (wilson_of(side) for side in (before, now))
        a, b = before["projected"], now["projected"]
        if b - a - hypot(b - b_low, a_high - a) > 0:
            return "new_orders_worse"
        if b - a + hypot(b_high - b, a - a_low) < 0:
            return "new_orders_better"
    k, n = row["landed"], row["landed"] + row["landed_before"]
    share = now["n"] / (now["n"] + before["n"])
    p = sum(comb(n, x) * share**x * (1 - share) ** (n - x) for x in range(k, n + 1))
    if row["older"] and row["landed"] > row["landed_before"] and p <= 0.05:
        return "older_orders_landing"
    return "unripe" if now["completeness"] < 0.9 else "steady"


def wilson_of(side: Row) -> tuple[float, float]:
    return wilson(side["projected"], side["effective"])
