"""Customers who return far more than the rest once more, in plain Python, from the definition."""

from collections import defaultdict
from fractions import Fraction
from math import comb

from oracle_facts import Facts, Row, Tables, nothing_sold, placed_in, rated

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop


def abuse(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    limits, orders = settings.config.abuse, placed_in(facts, settings)
    own = defaultdict(list)
    for order in orders:
        if order.customer:
            own[order.customer].append(order)
    everyone = [order for mine in own.values() for order in mine]
    all_n, all_k = len(everyone), sum(bool(order.settled) for order in everyone)
    tails = {}
    for who, mine in own.items():
        n, k = len(mine), sum(bool(order.settled) for order in mine)
        if n >= limits.min_orders and all_n > n:
            tails[who] = upper_tail(k, n, Fraction(all_k - k, all_n - n))
    rows = []
    for who, q in corrected(tails).items():
        mine = own[who]
        n, k = len(mine), sum(bool(order.settled) for order in mine)
        if k and q <= Fraction(str(limits.q)) and shop.refunds.height:
            money = sum(one.amount or 0 for order in mine for one in order.settled)
            row = {"customer_id": who[1], "platform": who[0]} | rated(n, k)
            rows.append(row | {"q": q, "amount": money, "overall": Fraction(all_k, all_n)})
    unknown = untold(orders, own, shop, settings)
    enough = sum(len(mine) >= limits.min_orders for mine in own.values())
    searched = {"customers": len(own), "enough": enough, "min_orders": limits.min_orders}
    searched |= {"q": limits.q, "lift": limits.lift}
    return {"customers": rows, "searched": [] if unknown else [searched]}, unknown


def upper_tail(k: int, n: int, share: Fraction) -> Fraction:
    return sum(
        (comb(n, x) * share**x * (1 - share) ** (n - x) for x in range(k, n + 1)), Fraction()
    )


def corrected(tails: dict[object, Fraction]) -> dict[object, Fraction]:
    """Give each the smallest p * m / rank of those no smaller than it."""
    ranked = sorted(tails, key=lambda who: tails[who])
    scaled = [tails[who] * len(ranked) / (at + 1) for at, who in enumerate(ranked)]
    return {who: min(Fraction(1), *scaled[at:]) for at, who in enumerate(ranked)}


def untold(
    orders: list[object], own: dict[object, list[object]], shop: Shop, settings: Settings
) -> tuple[str, ...]:
    most = max((len(mine) for mine in own.values()), default=0)
    why = [
        (nothing_sold(shop), not orders),
        ("no_refunds_loaded", not shop.refunds.height),
        ("no_customers", not own),
        ("too_few_orders_each", most < settings.config.abuse.min_orders),
    ]
    return tuple(name for name, holds in why if holds)[:1]


def held(found: list[Row], wanted: list[Row], settings: Settings) -> None:
    """Hold the list against those whose q is low; the shrunk rate decides between them."""
    by_id = {(row["platform"], row["customer_id"]): row for row in wanted}
    overall = wanted[0]["overall"] if wanted else None
    for row in found:
        other = by_id[row["platform"], row["customer_id"]]
        assert (row["n"], row["k"], row["amount"]) == (other["n"], other["k"], other["amount"])
        assert abs(row["q"] - float(other["q"])) < 1e-9
        assert min(row["rate"], overall) - 1e-4 <= row["shrunk"] <= max(row["rate"], overall) + 1e-4
        assert abs(row["lift"] - row["shrunk"] / float(overall)) < 1e-9
        assert row["lift"] >= settings.config.abuse.lift
    keys = [(row["q"], -row["k"], row["customer_id"], row["platform"]) for row in found]
    assert keys == sorted(keys)
