"""Every number of every page once more: slow, obvious, from the definitions, not from the code."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from fractions import Fraction

from oracle_abuse import abuse
from oracle_appeals import appeals
from oracle_compare import compare
from oracle_exchanges import exchanges, left_out, without
from oracle_facts import (
    CAUSES,
    Facts,
    Line,
    Order,
    Piece,
    Row,
    Tables,
    calendar,
    dimension_of,
    facts_of,
    nothing_sold,
    placed_in,
    priced,
    rated,
    stage_of,
    within,
)
from oracle_hotspots import hotspots, months
from oracle_maturity import curve_of, delays_of, maturity_of
from oracle_pipeline import pipeline
from oracle_quality_return_rate import quality_return_rate
from oracle_repurchase import repurchase
from oracle_trend import trend
from oracle_true_cost import true_cost

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

STAGES = ("before_shipment", "after_shipment", "after_receipt")
OF_LINE = {"sku", "product", "category"}
CALENDAR = {"day", "week", "month"}
MEASURES = ("orders", "units", "amount")
# The rate of orders is known.
PARTLY = {"some_refund_amounts", "no_amounts", "no_refund_amounts", "no_quantities"}


def expected(shop: Shop, settings: Settings) -> dict[str, tuple[Tables, tuple[str, ...]]]:
    """Return each page's tables and what it cannot tell."""
    facts = facts_of(shop)
    rates = without(facts, left_out(facts, settings))
    pages = (
        *(refund_rate, quality_return_rate, reasons, hotspots),
        *(abuse, appeals, trend, true_cost, compare),
    )
    found = {page.__name__: page(rates, shop, settings) for page in pages}
    for page in (exchanges, pipeline, repurchase):  # these tell of exchanged orders, too
        found[page.__name__] = page(facts, shop, settings)
    return found


def came_back(facts: Facts, settings: Settings) -> list[Piece]:
    """Return the settled refunds that count: of the period's orders, or settled in the period."""
    matched = [piece for piece in facts.pieces if piece.succeeded and piece.line]
    if settings.basis == "order_time":
        return [one for one in matched if within(one.line.order.day, settings.period)]
    return [one for one in matched if within(one.settled_day, settings.period)]


def untold(lines: list[Line], back: list[Piece], shop: Shop) -> list[str]:
    unknown = [] if shop.refunds.height else ["no_refunds_loaded"]
    if all(line.row["paid"] is None for line in lines):
        unknown.append("no_amounts")
    if all(line.row["quantity"] is None for line in lines):
        unknown.append("no_quantities")
    if not priced(piece.amount for piece in back):
        given = any(piece.amount is not None for piece in back)
        unknown.append("some_refund_amounts" if given else "no_refund_amounts")
    return unknown


def without_untold_stages(rows: list[Row], shop: Shop, *, silent: bool) -> None:
    """Forget what no refund tells: any stage where some are silent, or what no order received."""
    received = shop.orders["received_at"].count()
    unsure = set(STAGES) if silent else set() if received else {"after_receipt"}
    for row in rows:
        if row["stage"] in unsure and not row["k"]:
            row.update(rated(row["n"], None, interval=row["measure"] == "orders"))


def as_known(measure: str, n: int, k: int, unknown: Collection[str]) -> Row:
    untaken = {"units": "no_quantities", "amount": "no_amounts"}.get(measure) in unknown
    unread = "no_refund_amounts" in unknown and measure == "amount"
    silent = untaken or unread or set(unknown) - PARTLY
    partly = "some_refund_amounts" in unknown and measure == "amount"
    known = (None if untaken else n, None if silent else k)
    return rated(*known, interval=measure == "orders") | ({"rate": None} if partly else {})


def refund_rate(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    orders, back = placed_in(facts, settings), came_back(facts, settings)
    lines = [line for order in orders for line in order.lines]
    unknown = untold(lines, back, shop) if orders else [nothing_sold(shop)]

    def row(measure: str, sold: list[Line], pieces: list[Piece]) -> Row:
        n = {
            "orders": len({line.order for line in sold}),
            "units": sum(line.units for line in sold),
            "amount": sum(line.paid for line in sold),
        }[measure]
        k = {
            "orders": len({piece.line.order for piece in pieces}),
            "units": sum(piece.units for piece in pieces),
            "amount": sum(piece.amount or 0 for piece in pieces),
        }[measure]
        return as_known(measure, n, k, unknown)

    staged = {stage: [one for one in back if stage_of(one, settings) == stage] for stage in STAGES}
    stages = {"all": back} | (staged if any(staged.values()) else {})
    tables = {
        "overall": [
            {"measure": measure, "stage": stage, "basis": str(settings.basis)}
            | row(measure, lines, pieces)
            for stage, pieces in stages.items()
            for measure in MEASURES
        ]
    }
    without_untold_stages(
        tables["overall"], shop, silent=any(stage_of(one, settings) is None for one in back)
    )
    told = settings.basis == "order_time" and not set(unknown) - PARTLY
    curve = curve_of(facts, settings) if told else ()
    tables["delay"] = delays_of(curve[0]) if curve and not isinstance(curve, str) else []
    for found in tables["overall"]:
        whole = told and (found["measure"], found["stage"]) == ("orders", "all")
        found.update(maturity_of(orders if whole else [], facts, settings))
    for name in settings.by:
        sold, returned = groups_by(name, lines, back, settings)
        of_refund = name in {"reason", "cause"}
        tables[f"by_{name}"] = [
            {str(name): group, "measure": measure}
            | row(measure, lines if of_refund else sold[group], returned[group])
            for group in by_name({*sold, *returned})
            for measure in MEASURES
        ]
        if name in CALENDAR and settings.basis == "order_time":
            ripen(tables[f"by_{name}"], name, orders if told else [], facts, settings)
        tables[f"by_{name}"] = most_first(name, tables[f"by_{name}"])
    return tables, (*unknown, *([curve] if isinstance(curve, str) else []))


def ripen(
    rows: list[Row], name: str, orders: list[Order], facts: Facts, settings: Settings
) -> None:
    """Add to each time's orders what they will come to; nothing where that is not told."""
    for row in rows:
        own = [one for one in orders if calendar(one.day, name) == row[name]]
        row.update(maturity_of(own if row["measure"] == "orders" else [], facts, settings))


def most_first(name: str, rows: list[Row]) -> list[Row]:
    """Put what came back most first, but for times; what has no name stays the last."""
    if name in CALENDAR or name in {"hour", "weekday"}:
        return rows
    back = {row[name]: row["k"] or 0 for row in rows if row["measure"] == "orders"}
    return sorted(rows, key=lambda row: (row[name] is None, -back[row[name]]))


def by_name(groups: Collection[object]) -> list[object]:
    """Sort groups; what has no name is a group too, the last."""
    return sorted(groups, key=lambda group: (group is None, 0 if group is None else group))


def groups_by(
    name: str, lines: list[Line], back: list[Piece], settings: Settings
) -> tuple[dict[object, list[Line]], dict[object, list[Piece]]]:
    """Group what was sold and what came back; order breakdowns are those of the order."""
    sold, returned = defaultdict(list), defaultdict(list)
    for line in lines:
        if name not in {"reason", "cause"}:
            sold[dimension_of(line.row, name)].append(line)
    for piece in back:
        if name in {"reason", "cause"}:
            key = piece.refund["reason"] if name == "reason" else piece.cause
        elif name in CALENDAR and settings.basis == "refund_time":
            key = calendar(piece.settled_day, name)
        else:
            key = dimension_of(piece.line.row, name)
        returned[key].append(piece)
    return sold, returned


def reasons(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    def counted(period: object) -> list[Piece]:
        settled = [one for one in facts.pieces if one.succeeded]
        if shop.orders.height:
            settled = [one for one in settled if one.line]
        if settings.basis == "order_time":
            return [one for one in settled if within(day_of(one), period)]
        return [one for one in settled if within(one.settled_day, period)]

    now, before = counted(settings.period), counted(settings.period.before())

    placed = [
        sum(within(order.day, period) for order in facts.orders)
        for period in (settings.period, settings.period.before())
    ]
    span = months([order for order in facts.orders if within(order.day, settings.period)])
    cost = 100 * Fraction(settings.config.hotspots.cost_per_return)

    def shares(key: object) -> list[Row]:
        rows = []
        for group in {key(one) for one in now} - {None}:
            mine = [one for one in now if key(one) == group]
            n, k = len(refunded(now)), len(refunded(mine))
            earlier, enough = len(refunded(before)), max(settings.config.min_orders, 1)
            ripe = old_enough(settings)
            rate = rated(n, k)
            was = len(refunded([one for one in before if key(one) == group]))
            amount = known_sum(one.amount for one in mine)
            whole = None if amount is None else amount + k * cost
            normal = Fraction(was * placed[0], placed[1]) if placed[1] else None
            rows.append(
                {
                    "key": group,
                    "orders": k,
                    "share": rate["rate"],
                    "low": rate["low"],
                    "high": rate["high"],
                    "amount": amount,
                    "change": k / n - was / earlier if ripe and min(n, earlier) >= enough else None,
                    "money_per_month": a_month(whole, span),
                    "above_per_month": None
                    if normal is None or whole is None or not ripe
                    else a_month((k - normal) * whole / k, span),
                }
            )
        return sorted(rows, key=in_order)

    ranked = shares(lambda one: one.refund["reason"])
    tables = {
        "top": [
            {"rank": rank, "reason": row["key"], "cause": CAUSES[row["key"]]}
            | {name: row[name] for name in row if name != "key"}
            | {"leading_skus": leaders(now, row["key"])}
            for rank, row in enumerate(ranked[: settings.top], 1)
        ],
        "causes": [
            {"cause": row["key"]} | {name: row[name] for name in row if name != "key"}
            for row in shares(lambda one: one.cause)
        ],
        "unknown": [
            {"reason": row["key"], "orders": row["orders"]}
            for row in sorted(ranked, key=lambda row: (-row["orders"], row["key"]))
            if CAUSES[row["key"]] is None
        ],
    }
    return tables, why_not(now, shop, stated=bool(ranked))


def old_enough(settings: Settings) -> bool:
    """Say whether all orders of the period have had the horizon to come back."""
    until, end = settings.period.until, settings.as_of
    horizon = timedelta(days=settings.config.maturity.horizon)
    by_order = settings.basis == "order_time"
    return not by_order or bool(until and end and until + horizon <= end)


def in_order(row: Row) -> tuple[object, ...]:
    return -row["orders"], row["amount"] is None, -(row["amount"] or 0), row["key"]


def why_not(now: list[Piece], shop: Shop, *, stated: bool) -> tuple[str, ...]:
    if not shop.refunds.height:
        return ("no_refunds_loaded",)
    if not now:
        return ("no_refunds",)
    missing = {
        "no_refund_amounts": not priced(one.amount for one in now),
        "no_reasons": not stated,
        "no_orders": not shop.orders.height,
    }
    return tuple(name for name, holds in missing.items() if holds)


def known_sum(amounts: Iterable[int | None]) -> int | None:
    """Sum what is known, where nearly all is."""
    given = list(amounts)
    return sum(one or 0 for one in given) if priced(given) else None


def a_month(money: Fraction | None, span: Fraction | None) -> Fraction | None:
    return None if span is None or money is None else money / span


def day_of(piece: Piece) -> object:
    """Return the day of the order, of the request where no order is loaded."""
    if piece.line:
        return piece.line.order.day
    at = piece.refund["requested_at"] or piece.refund["settled_at"]
    return at.date() if at else None


def refunded(pieces: list[Piece]) -> set[object]:
    lost = (
        (one.refund["platform"], one.refund["order_id"] or f"refund {one.number}")
        for one in pieces
        if not one.line
    )
    return {one.line.order for one in pieces if one.line} | set(lost)


def leaders(pieces: list[Piece], reason: str) -> str | None:
    of = defaultdict(set)
    for one in pieces:
        sku = one.line.row["sku"] if one.line else one.refund["sku"]
        if one.refund["reason"] == reason and sku is not None:
            of[sku] |= refunded([one])
    first = sorted(of, key=lambda sku: (-len(of[sku]), sku))[:3]
    return ", ".join(first) or None
