"""Customers who send back far more than the rest: a list to look at, never one to block by.

rate = refunded orders / paid orders of the period, per customer.

shrunk = the rate drawn towards the rate of all customers, the more so the fewer orders it rests on
(beta-binomial empirical Bayes): 1 of 1 proves nothing.
lift = shrunk / the rate of all customers.
q = probability of at least so many refunds among so many orders at the rate of all other customers
(exact binomial, one-sided), corrected for having looked at many (Benjamini-Hochberg) over the
customers with at least min_orders orders.
Listed is who has at least min_orders orders, q at most the limit and lift at least the limit
(config). Many returns have good reasons: a size that is never the same, a parcel that is always
late. The list holds ids and counts, nothing else, and says nothing of why.
Orders that the exports give no customer for are not looked at.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.config import Abuse
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
from shopmetrics.stats.crowd import stand_out_in_crowd
from shopmetrics.stats.rate import rated, share

_CUSTOMERS = {
    "customer_id": Unit.text,
    "platform": Unit.platform,
    **RATE_UNITS,
    "shrunk": Unit.share,
    "lift": Unit.ratio,
    "q": Unit.probability,
    "amount": Unit.money,
}
_SEARCHED = {
    "customers": Unit.count,
    "enough": Unit.count,
    "min_orders": Unit.count,
    "q": Unit.probability,
    "lift": Unit.number,
}
_LISTED = ("customer_id", "platform", "orders", "refunded_orders", "refunded_amount")


def tallies(settings: Settings) -> Mapping[str, Question]:
    """Count customers by their orders and refunds, and list those with enough of both."""
    buyers = {"customers": pl.len()}
    enough = pl.col("orders") >= settings.config.abuse.min_orders
    back = enough & (pl.col("refunded_orders") > 0)
    return {
        "orders": Tally(Entity.order, (), {"n": pl.len()}, pl.col("now")),
        "crowd": Tally(Entity.buyer, ("orders", "refunded_orders"), buyers),
        "list": Listing(Entity.buyer, _LISTED, ("customer_id", "platform"), back),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """List the customers who stand out, the surest first."""
    limits = settings.config.abuse
    crowd = stand_out_in_crowd(
        tallies["crowd"].rename({"orders": "n", "refunded_orders": "k"}),
        min_n=limits.min_orders,
    )
    listed = tallies["list"].rename(
        {"orders": "n", "refunded_orders": "k", "refunded_amount": "amount"}
    )
    if REFUNDS not in settings.tells:
        listed = listed.clear()
    joined = listed.join(crowd.select("n", "k", "shrunk", "q", "overall"), on=["n", "k"])
    judged = rated(joined).with_columns(lift=share(pl.col("shrunk"), pl.col("overall")))
    far = (pl.col("q") <= limits.q) & (pl.col("lift") >= limits.lift)
    ranked = judged.filter(far).sort(
        *("q", "k", "customer_id", "platform"), descending=[False, True, False, False]
    )
    unknown = _unknown(tallies, settings)
    tables = {
        "customers": Table(ranked.select(*_CUSTOMERS), _CUSTOMERS),
        "searched": Table(_searched(tallies["crowd"], limits, told=not unknown), _SEARCHED),
    }
    return Answer(tables, unknown)


def _searched(crowd: pl.DataFrame, limits: Abuse, *, told: bool) -> pl.DataFrame:
    """Say what was looked for, and among how many; nothing where nobody could be looked at."""
    enough = crowd.filter(pl.col("orders") >= limits.min_orders)
    row = {
        "customers": crowd["customers"].sum(),
        "enough": enough["customers"].sum(),
        "min_orders": limits.min_orders,
        "q": limits.q,
        "lift": limits.lift,
    }
    kinds = dict.fromkeys(_SEARCHED, pl.Int64()) | dict.fromkeys(("q", "lift"), pl.Float64())
    return pl.DataFrame([row] if told else [], schema=kinds)


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if not tallies["orders"]["n"].item():
        return (nothing_sold(settings),)
    if REFUNDS not in settings.tells:
        return ("no_refunds_loaded",)
    if not tallies["crowd"].height:
        return ("no_customers",)
    enough = tallies["crowd"].filter(pl.col("orders") >= settings.config.abuse.min_orders)
    return () if enough.height else ("too_few_orders_each",)


# Nineteen customers with five orders each; the first sends all back, the second one.
_ORDERS = "\n".join(
    [
        "order_id  customer_id  sku  paid  ordered_at",
        *(
            f"{who}-{at}  c{who:02d}  mug  10.00  2026-03-{at + 1:02d} 09:00"
            for who in range(19)
            for at in range(5)
        ),
    ]
)
_REFUNDS = "\n".join(
    [
        "refund_id  order_id  amount  kind  state",
        *(f"R{at}  0-{at}  10.00  refund_only  succeeded" for at in range(5)),
        "R9  1-0  10.00  refund_only  succeeded",
    ]
)

EXAMPLES = (
    Example(
        shows="five of five among customers who hardly return stands out, one of five does not",
        orders=_ORDERS,
        refunds=_REFUNDS,
        answer={
            "customers": """
                customer_id  platform  n  k  rate  amount
                c00          plain     5  5  1     5000
            """
        },
    ),
    Example(
        shows="one or two orders say nothing of a customer",
        orders="""
            order_id  customer_id  sku  paid   ordered_at
            A1        ann          mug  10.00  2026-03-01 09:00
            B1        bob          mug  10.00  2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded
        """,
        answer={"customers": "customer_id  n"},
        unknown=("too_few_orders_each",),
    ),
)

SETTINGS = ("abuse",)

PAGE = Page("abuse", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
