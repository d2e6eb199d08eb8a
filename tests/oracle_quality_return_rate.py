"""Quality returns under any rule once more: slow, obvious, from the definition."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from oracle_facts import CAUSES, Facts, Order, Piece, Row, Tables, rated, stage_of, within

from shopmetrics.rule import Rule
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import Shop

STILL_TOLD = {
    *("rule_partly_public", "rule_needs_reviews"),
    *("rule_orders_undated", "rule_of_another_platform"),
}
CLOCKS = {"paid": "paid_at", "shipped": "shipped_at", "received": "received_at"}


def quality_return_rate(
    facts: Facts, shop: Shop, settings: Settings
) -> tuple[Tables, tuple[str, ...]]:
    rule, period = settings.rule, window(settings)
    counted = [order for order in facts.orders if counts(order, rule, shop, settings)]
    placed = [clock_day(order, rule) for order in counted]
    bad = [day_turned_bad(order, settings) for order in counted]
    n = sum(within(day, period) for day in placed)
    k = sum(within(day, period) for day in bad)
    unknown = untold(rule, shop, placed, n)
    silent = bool(set(unknown) - STILL_TOLD)
    head = {
        "rule": rule.name,
        "platform": own_platform(rule, shop),
        "since": period.since,
        "until": period.until,
        "min_orders": rule.min_orders or settings.config.min_orders,
    }
    tables = {
        "overall": [head | rated(n, None if silent else k)],
        "headroom": [] if silent or not n else headroom(n, k, settings),
        "rollout": [] if silent else rollout(placed, bad, settings),
    }
    return tables, unknown


def window(settings: Settings) -> Period:
    rule, asked = settings.rule, settings.period
    end = asked.until or settings.as_of
    if not rule.window_days or asked.since:
        return asked
    last = end - timedelta(days=rule.lag_days or 0)
    return Period(last - timedelta(days=rule.window_days - 1), last)


def own_platform(rule: Rule, shop: Shop) -> str | None:
    loaded = shop.orders["platform"].cast(str).unique().to_list()
    return rule.platform if rule.platform in loaded else None


def counts(order: Order, rule: Rule, shop: Shop, settings: Settings) -> bool:
    row, state = order.row, order.row["state"]
    if own_platform(rule, shop) not in {None, row["platform"]}:
        return False
    received = row["received_at"] is not None or state == "received"
    shipped = received or row["shipped_at"] is not None or state == "shipped"
    if {"shipped": not shipped, "received": not received}.get(str(rule.denominator), False):
        return False
    told = any(line.row["paid"] is not None for line in order.lines)
    if "free" in rule.exclude and told and order.paid == 0:
        return False
    early = any(stage_of(piece, settings) == "before_shipment" for piece in order.settled)
    return not ("refunded_before_shipment" in rule.exclude and early)


def clock_day(order: Order, rule: Rule) -> date | None:
    at = order.row[CLOCKS.get(str(rule.clock), "ordered_at")]
    if rule.clock == "paid" and at is None:
        at = order.row["ordered_at"]
    return at.date() if at else None


def day_turned_bad(
    order: Order, settings: Settings, but: Callable[[Piece], bool] = lambda _: False
) -> date | None:
    """Return the day that places a bad order in the window; None for one that is not bad."""
    rule = settings.rule
    pieces = [piece for piece in order.pieces if is_bad(piece, settings) and not but(piece)]
    if not pieces:
        return None
    if rule.follow_up_days is not None:
        asked = [one.refund["requested_at"].date() for one in pieces if one.refund["requested_at"]]
        start = clock_day(order, rule)
        if not asked or not start or (min(asked) - start).days > rule.follow_up_days:
            return None
    if rule.clock != "settled":
        return clock_day(order, rule)
    return min((one.settled_day for one in pieces if one.settled_day), default=None)


def is_bad(piece: Piece, settings: Settings) -> bool:
    numerator = settings.rule.numerator
    if numerator is None or numerator.count == "other":
        return False
    causes = settings.config.quality_causes if numerator.causes is None else numerator.causes
    cause = CAUSES[piece.refund["first_reason"]]
    return (
        (numerator.count == "requested" or piece.succeeded)
        and (causes == "all" or cause in causes)
        and (numerator.stages is None or stage_of(piece, settings) in numerator.stages)
    )


def headroom(n: int, k: int, settings: Settings) -> list[Row]:
    band = settings.config.bands.quality_return_rate
    rows = []
    for name, limit in (("watch", band.good), ("alarm", band.alarm)):
        exact, needed = Fraction(str(limit)), 0
        if k > exact * n:
            needed = ceil(k / exact) - n if exact else None
        left = max(0, floor(exact * n) - k)
        rows.append(
            {"band": name, "limit": limit, "bad_orders_left": left, "clean_orders_needed": needed}
        )
    return rows


def rollout(placed: list[date | None], bad: list[date | None], settings: Settings) -> list[Row]:
    rule, period = settings.rule, window(settings)
    if not rule.window_days or settings.period.since or not period.until:
        return []
    last = settings.period.until or settings.as_of
    loaded = Period(period.since, last)
    rows = []
    for step in range(1, rule.window_days + 1):
        until = period.until + timedelta(days=step)
        moved = Period(until - timedelta(days=rule.window_days - 1), until)
        n, k = (
            sum(within(day, moved) and within(day, loaded) for day in days)
            for days in (placed, bad)
        )
        if n:
            shown = until + timedelta(days=rule.lag_days or 0)
            rows.append({"date": shown, "n": n, "k": k, "projected": k / n})
    return rows


def untold(rule: Rule, shop: Shop, placed: list[date | None], n: int) -> tuple[str, ...]:
    dated = [day for day in placed if day]
    silent = shop.refunds["first_reason"].null_count() == shop.refunds.height
    why = [
        ("no_orders", not shop.orders.height),
        ("rule_not_public", rule.known == "not_public"),
        ("rule_counts_other", rule.numerator.count == "other"),
        (f"rule_no_{rule.clock}_days", placed and not dated),
        ("no_orders_in_period", not n),
        ("no_refunds_loaded", not shop.refunds.height),
        ("no_reasons", silent and rule.numerator.causes != "all"),
    ]
    for name, holds in why:
        if holds:
            return (name,)
    beside = {
        "rule_partly_public": rule.known == "partly",
        "rule_needs_reviews": rule.numerator.also_bad_reviews,
        "rule_orders_undated": len(dated) < len(placed),
        "rule_of_another_platform": rule.platform != "any" and not own_platform(rule, shop),
    }
    return tuple(name for name, holds in beside.items() if holds)
