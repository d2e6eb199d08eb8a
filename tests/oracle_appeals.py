"""What could be appealed once more, in plain Python, from the definition."""

from oracle_facts import CAUSES, Facts, Piece, Tables, nothing_sold, placed_in, rated, within
from oracle_quality_return_rate import clock_day, counts, day_turned_bad, window

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

# What the notes of generated shops name; a quality cause in a note speaks against nothing.
NOTES = {
    "太大了": "size",
    "质量很差，太大": None,
    "不想要了": "unneeded",
    "其他": None,
    "火星": None,
}
LONG = "13800000000"


def appeals(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    rule, period = settings.rule, window(settings)
    counted = [order for order in facts.orders if counts(order, rule, shop, settings)]
    n = sum(within(clock_day(order, rule), period) for order in counted)
    bad = [day_turned_bad(order, settings) for order in counted]
    standing = [
        day_turned_bad(order, settings, but=lambda one: contradicts(one, settings))
        for order in counted
    ]
    unknown = untold(facts, shop, settings)
    effect = [
        {"name": name} | rated(n, None if unknown else sum(within(day, period) for day in days))
        for name, days in (("now", bad), ("if_all_succeed", standing))
    ]
    return {"list": listed(facts, settings), "effect": effect}, unknown


def listed(facts: Facts, settings: Settings) -> list[dict[str, object]]:
    mine = [
        one
        for one in facts.pieces
        if one.line and within(one.line.order.day, settings.period) and contradicts(one, settings)
    ]
    rows = []
    for number in dict.fromkeys(one.number for one in mine):
        pieces = [one for one in mine if one.number == number]
        refund = pieces[0].refund
        asked = refund["requested_at"]
        skus = sorted(one.line.row["sku"] for one in pieces if one.line.row["sku"])
        rows.append(
            {
                "requested_day": asked.date() if asked else None,
                "refund_id": refund["refund_id"],
                "order_id": refund["order_id"],
                "sku": skus[0] if skus else None,
                "first_reason": refund["first_reason"],
                "note_cause": NOTES[refund["note"].removesuffix(LONG)],
                "note": refund["note"].replace(LONG, "*****"),
                "amount": sum(one.amount or 0 for one in pieces),
            }
        )

    def key(row: dict[str, object]) -> tuple[object, ...]:
        day, order = row["requested_day"], row["order_id"]
        return day is None, str(day), order is None, order or "", row["refund_id"]

    return sorted(rows, key=key)


def contradicts(piece: Piece, settings: Settings) -> bool:
    quality = CAUSES[piece.refund["first_reason"]] in settings.config.quality_causes
    note = (piece.refund["note"] or "").removesuffix(LONG)
    return quality and NOTES.get(note) is not None


def untold(facts: Facts, shop: Shop, settings: Settings) -> tuple[str, ...]:
    def none(column: str) -> bool:
        return shop.refunds[column].null_count() == shop.refunds.height

    not_public = settings.rule.known == "not_public"
    why = [
        (nothing_sold(shop), not placed_in(facts, settings)),
        ("no_refunds_loaded", not shop.refunds.height),
        ("no_reasons", none("first_reason")),
        ("no_notes", none("note")),
        ("rule_without_number", settings.rule.numerator.count == "other" or not_public),
    ]
    return tuple(name for name, holds in why if holds)[:1]
