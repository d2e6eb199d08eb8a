"""Open requests once more, in plain Python, from the definition."""

from math import ceil

from oracle_exchanges import left_out
from oracle_facts import Facts, Piece, Row, Tables, rated, within

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

MONEY = {"refund_only", "return_refund"}


def pipeline(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    counted = [one for one in facts.pieces if one.refund["kind"] in MONEY]
    if shop.orders.height:
        counted = [one for one in counted if one.line]
    gone = left_out(facts, settings)
    now = [
        one
        for one in counted
        if within(day_of(one), settings.period) and not (one.line and one.line.order in gone)
    ]
    waiting = [one for one in counted if one.refund["state"] == "pending"]
    hours = took([one for one in now if one.succeeded])
    ends = {one.refund["state"] for one in now}
    total = len({one.number for one in now})
    outcomes = []
    for state in ends:
        count = len({one.number for one in now if one.refund["state"] == state})
        rate = rated(total, count)
        low, high = rate["low"], rate["high"]
        outcomes.append(
            {"state": state, "refunds": count, "share": rate["rate"], "low": low, "high": high}
        )
    tables = {
        "pending": pending(waiting, settings),
        "others": others(facts, shop, settings),
        "speed": [speed(hours)],
        "outcomes": sorted(outcomes, key=lambda row: (-row["refunds"], row["state"])),
    }
    if not shop.refunds.height:
        return tables, ("no_refunds_loaded",)
    if not now:
        return tables, ("no_requests",)
    untimed = any(one.refund["state"] == "succeeded" for one in now) and not hours
    undated = any(one.refund["requested_at"] is None for one in waiting)
    found = {"no_settlement_times": untimed, "pending_without_day": undated}
    return tables, tuple(name for name, holds in found.items() if holds)


def day_of(piece: Piece) -> object:
    if piece.line:
        return piece.line.order.day
    at = piece.refund["requested_at"] or piece.refund["settled_at"]
    return at.date() if at else None


def took(pieces: list[Piece]) -> list[int]:
    """Return the whole hours of every request that was settled after it was made."""
    hours = {}
    for one in pieces:
        asked, settled = one.refund["requested_at"], one.refund["settled_at"]
        if asked and settled and settled >= asked:
            hours[one.number] = int((settled - asked).total_seconds() // 3600)
    return sorted(hours.values())


def pending(waiting: list[Piece], settings: Settings) -> list[Row]:
    def age(piece: Piece) -> int | None:
        asked = piece.refund["requested_at"]
        return (settings.as_of - asked.date()).days if asked else None

    rows = []
    for days in sorted(
        {age(one) for one in waiting}, key=lambda days: (days is None, -(days or 0))
    ):
        mine = [one for one in waiting if age(one) == days]
        amounts = [one.amount for one in mine if one.amount is not None]
        amount = sum(amounts) if amounts else None
        rows.append(
            {"age_days": days, "refunds": len({one.number for one in mine}), "amount": amount}
        )
    return rows


def others(facts: Facts, shop: Shop, settings: Settings) -> list[Row]:
    """Count what waits for something else than money."""
    kinds: dict[str, list[Piece]] = {}
    for one in facts.pieces:
        kind, known = one.refund["kind"], one.line or not shop.orders.height
        if kind not in {None, *MONEY} and one.refund["state"] == "pending" and known:
            kinds.setdefault(kind, []).append(one)
    rows = []
    for kind, mine in kinds.items():
        asked = [one.refund["requested_at"] for one in mine if one.refund["requested_at"]]
        age = (settings.as_of - min(asked).date()).days if asked else None
        count = len({one.number for one in mine})
        rows.append({"kind": kind, "refunds": count, "age_days": age})
    return sorted(rows, key=lambda row: (-row["refunds"], row["kind"]))


def speed(hours: list[int]) -> Row:
    def within_share(share: float) -> int | None:
        return hours[ceil(len(hours) * share) - 1] if hours else None

    return {
        "from": "requested",
        "to": "settled",
        "n": len(hours),
        "median_hours": within_share(0.5),
        "p90_hours": within_share(0.9),
    }
