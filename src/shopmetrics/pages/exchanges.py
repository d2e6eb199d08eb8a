"""Orders refunded because the customer ordered another variant instead: exchanges by re-order.

exchange = an order with a succeeded money refund whose customer places a later order of another SKU
of the same product, at most so many days (config) before or after the refund was asked for.
It looks like one: no export says that one order replaced another, and some will be chance.

summary: refunded = the refund rate of the period's orders; without_exchanges = the same when
exchanged orders are in neither part; of_refunded = exchanged orders / refunded orders.
An order counts once, with the first order that replaced it; that one may be sent back in turn.
Another order of the very same SKU is no exchange, and neither are two products of different titles.
The days are whole local days; days below zero: the re-order came before the refund was asked for.
With --exchanges exclude these orders leave every other page but pipeline, as if they had never
been, and what is projected too; a young order that is yet to be exchanged still counts. As
purchases they stay, and the orders that replaced them are none of their own, unless the first was
wholly refunded before shipment. Else they are shown here, beside.
Customers that the exports do not name, and lines without a title, are in no exchange.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts.tells import REFUNDS, nothing_sold
from shopmetrics.page import (
    RATE_UNITS,
    Answer,
    Entity,
    Example,
    Listing,
    Page,
    Question,
    Table,
    Tally,
    Unit,
)
from shopmetrics.settings import Settings
from shopmetrics.stats.rate import rated

_SUMMARY = {"name": Unit.label, **RATE_UNITS, "refunded": Unit.money}
_LIST = {
    "day": Unit.when,
    "order_id": Unit.text,
    "customer_id": Unit.text,
    "product": Unit.text,
    "sku": Unit.text,
    "new_order_id": Unit.text,
    "new_sku": Unit.text,
    "days": Unit.count,
    "refunded": Unit.money,
}


def tallies(_settings: Settings) -> Mapping[str, Question]:
    """Count the period's orders, refunded and exchanged ones, and list the exchanges."""
    now = pl.col("now")
    orders = {
        "n": pl.len(),
        "k": pl.col("refunded").sum(),
        "named": pl.col("customer").count(),
        "refunded": pl.col("refunded_amount").sum(),
    }
    exchanged = {"k": pl.len(), "refunded": pl.col("refunded").sum()}
    titles = {"lines": pl.col("product").count()}
    return {
        "orders": Tally(Entity.loaded_order, (), orders, now),
        "titled": Tally(Entity.order_line, (), titles, now),
        "exchanges": Tally(Entity.exchange, (), exchanged, now),
        "list": Listing(Entity.exchange, tuple(_LIST), ("day", "order_id"), now),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Set refunds with and without exchanges over orders; null where they cannot be told."""
    orders, gone = tallies["orders"].row(0, named=True), tallies["exchanges"].row(0, named=True)
    unknown = _unknown(orders, tallies, settings)
    n, k, money = (orders[name] for name in ("n", "k", "refunded"))
    rows = [
        ("refunded", n, None if _unrefunded(settings) else k, money),
        ("without_exchanges", n - gone["k"], k - gone["k"], money - gone["refunded"]),
        ("of_refunded", k, gone["k"], gone["refunded"]),
    ]
    told = rows[:1] if unknown else rows
    schema = {"name": pl.String(), **dict.fromkeys(("n", "k", "refunded"), pl.Int64())}
    summary = rated(pl.DataFrame(told, schema=schema, orient="row")).select(*_SUMMARY)
    tables = {"summary": Table(summary, _SUMMARY), "list": Table(tallies["list"], _LIST)}
    return Answer(tables, unknown)


def _unrefunded(settings: Settings) -> bool:
    return REFUNDS not in settings.tells


def _unknown(
    orders: Mapping[str, int], tallies: Mapping[str, pl.DataFrame], settings: Settings
) -> tuple[str, ...]:
    if not orders["n"]:
        return (nothing_sold(settings),)
    if _unrefunded(settings):
        return ("no_refunds_loaded",)
    if not orders["named"]:
        return ("no_customers",)
    titled = tallies["titled"]["lines"].item() or tallies["list"].height
    return () if titled else ("no_titles",)


_ORDERS = """
    order_id  customer_id  sku    product  paid   ordered_at
    A1        ann          shoe-38  Shoe   50.00  2026-03-01 09:00
    A2        ann          shoe-39  Shoe   50.00  2026-03-05 09:00
    B1        bob          shoe-38  Shoe   50.00  2026-03-01 09:00
    B2        bob          shoe-38  Shoe   50.00  2026-03-05 09:00
    C1        cat          shoe-38  Shoe   50.00  2026-03-01 09:00
    C2        cat          shoe-39  Shoe   50.00  2026-03-20 09:00
    D1        dan          shoe-38  Shoe   50.00  2026-03-01 09:00
"""
_REFUNDS = """
    refund_id  order_id  amount  requested_at      kind           state
    R1         A1        50.00   2026-03-06 09:00  return_refund  succeeded
    R2         B1        50.00   2026-03-06 09:00  return_refund  succeeded
    R3         C1        50.00   2026-03-06 09:00  return_refund  succeeded
"""

EXAMPLES = (
    Example(
        shows="another size within 7 days is an exchange; the same again, or weeks later, is not",
        orders=_ORDERS,
        refunds=_REFUNDS,
        answer={
            "summary": """
                name               n  k  rate   refunded
                refunded           7  3  0.429  15000
                without_exchanges  6  2  0.333  10000
                of_refunded        3  1  0.333  5000
            """,
            "list": """
                day         order_id  customer_id  sku      new_order_id  new_sku  days  refunded
                2026-03-01  A1        ann          shoe-38  A2            shoe-39  -1    5000
            """,
        },
    ),
    Example(
        shows="without customers nobody's re-order can be told",
        orders="""
            order_id  sku  product  paid   ordered_at
            A1        mug  Mug      10.00  2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded
        """,
        answer={
            "summary": """
                name      n  k
                refunded  1  1
            """
        },
        unknown=("no_customers",),
    ),
)

SETTINGS = ("exchanges",)

PAGE = Page("exchanges", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
