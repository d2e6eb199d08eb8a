"""What refunds cost in truth: the money back, the freight both ways, and what was paid besides.

total = refunds + freight_out + freight_back + compensations, for the period's orders.

refunds = money that went back through the platform. freight_out = the parcel that was sent for
nothing, once for every refunded line that had been shipped; freight_back = the parcel that came
back, once for every line returned. What a parcel of a SKU costs is read from a file of costs (sku,
freight_out, freight_back). compensations = what was paid to customers outside the platform, from a
file (order_id, amount, compensated_at) or from the after-sales export where it tells of them.
share = of the money the period's orders paid.
by_sku: the same for every SKU. A compensation of an order with several lines is spread over them by
what was paid, and so is a refund that names no line; what belongs to no order is in no SKU.
paid_twice: orders of the period that were compensated and refunded as well.
A part that no file tells is not known, and not zero: the total is then of the parts that are.
This measures what refunds cost. It is no way to hide one: a compensation is not a refund less.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts.tells import COMPENSATIONS, COSTS, REFUNDS, nothing_sold
from shopmetrics.measures import nearly_all
from shopmetrics.page import Answer, Entity, Example, Listing, Page, Question, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.stats.rate import share

PARTS = ("refunds", "freight_out", "freight_back", "compensations")
_SUMMARY = {"name": Unit.label, "cost": Unit.money, "share": Unit.share}
_BY_SKU = {
    "sku": Unit.text,
    "returned_lines": Unit.count,
    **{f"{part}_cost": Unit.money for part in PARTS},
    "total_cost": Unit.money,
}
_TWICE = {
    "day": Unit.when,
    "order_id": Unit.text,
    "refunded_amount": Unit.money,
    "compensated_amount": Unit.money,
}


def tallies(_settings: Settings) -> Mapping[str, Question]:
    """Count refunded money, shipped and returned lines by SKU, and what was paid besides."""
    now, refund = pl.col("now") & pl.col("matched"), Entity.refund
    settled, lines = pl.col("succeeded"), pl.col("line")
    counts = {
        "refunds": pl.col("amount").filter(settled).sum(),
        "settled": settled.sum(),
        "priced": pl.col("amount").filter(settled).count(),
        "returned_lines": lines.filter(settled).n_unique(),
        "sent": lines.filter(settled & pl.col("sent")).n_unique(),
        "came_back": lines.filter(settled & pl.col("came_back")).n_unique(),
        "compensations": pl.col("amount").filter(pl.col("compensation")).sum(),
    }
    both = (pl.col("refunded_amount") > 0) & (pl.col("compensated_amount") > 0)
    placed = {"n": pl.len(), "paid": pl.col("paid").sum()}
    return {
        "orders": Tally(Entity.order, (), placed, pl.col("now")),
        "sku": Tally(refund, ("sku", "freight_out", "freight_back"), counts, now),
        "paid_twice": Listing(
            Entity.order, tuple(_TWICE), ("day", "order_id"), pl.col("now") & both
        ),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Price the lines by their parcels, and add up what is known."""
    told = {
        "refunds": REFUNDS in settings.tells and _priced(tallies["sku"]),
        "freight_out": COSTS in settings.tells and REFUNDS in settings.tells,
        "freight_back": COSTS in settings.tells and REFUNDS in settings.tells,
        "compensations": COMPENSATIONS in settings.tells,
    }
    parcels = tallies["sku"].with_columns(
        freight_out=pl.col("sent") * pl.col("freight_out"),
        freight_back=pl.col("came_back") * pl.col("freight_back"),
    )
    known = parcels.with_columns(
        pl.when(pl.lit(holds)).then(part).alias(part) for part, holds in told.items()
    )
    tables = {
        "summary": Table(_summary(known, tallies["orders"], told), _SUMMARY),
        "by_sku": Table(_by_sku(known), _BY_SKU),
        "paid_twice": Table(tallies["paid_twice"], _TWICE),
    }
    return Answer(tables, _unknown(tallies, settings))


def _priced(skus: pl.DataFrame) -> bool:
    """Say whether nearly all refunds give their amount, or there is none."""
    return bool(
        skus.select(pl.col("settled", "priced").sum())
        .select(nearly_all("priced", "settled"))
        .item()
    )


def _summary(known: pl.DataFrame, orders: pl.DataFrame, told: Mapping[str, bool]) -> pl.DataFrame:
    sums = {part: known[part].sum() if told[part] else None for part in PARTS}
    found = [cost for cost in sums.values() if cost is not None]
    rows = [*sums.items(), ("total", sum(found) if found else None)]
    paid = pl.lit(orders["paid"].item(), pl.Int64)
    made = pl.DataFrame(rows, schema={"name": pl.String, "cost": pl.Int64}, orient="row")
    return made.with_columns(share=share(pl.col("cost"), paid))


def _by_sku(known: pl.DataFrame) -> pl.DataFrame:
    """Rank SKUs by what they cost; a part that no file tells stays unknown."""
    costs = known.filter(pl.col("sku").is_not_null()).select(
        "sku", "returned_lines", *(pl.col(part).alias(f"{part}_cost") for part in PARTS)
    )
    total = pl.sum_horizontal(pl.col(f"{part}_cost") for part in PARTS)
    some = pl.any_horizontal(pl.col(f"{part}_cost").is_not_null() for part in PARTS)
    made = costs.with_columns(total_cost=pl.when(some).then(total))
    worth = made.filter((pl.col("total_cost") != 0) | (pl.col("returned_lines") > 0))
    return worth.sort("total_cost", "sku", descending=[True, False], nulls_last=True).select(
        *_BY_SKU
    )


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if not tallies["orders"]["n"].item():
        return (nothing_sold(settings),)
    sent = tallies["sku"].filter(pl.col("sent") > 0)
    unpriced = sent.filter(pl.any_horizontal(pl.col("freight_out", "freight_back").is_null()))
    missing = {
        "no_refunds_loaded": REFUNDS not in settings.tells,
        "no_refund_amounts": not _priced(tallies["sku"]),
        "no_costs": COSTS not in settings.tells,
        "skus_without_costs": COSTS in settings.tells and unpriced.height > 0,
        "no_compensations": COMPENSATIONS not in settings.tells,
    }
    return tuple(name for name, holds in missing.items() if holds)


_ORDERS = """
    order_id  sku  paid   ordered_at        shipped_at
    A1        mug  40.00  2026-03-01 09:00  2026-03-02 09:00
    A2        mug  40.00  2026-03-01 10:00  2026-03-02 09:00
    A3        cup  20.00  2026-03-01 11:00  -
"""
_REFUNDS = """
    refund_id  order_id  amount  requested_at      settled_at        kind           state
    R1         A1        40.00   2026-03-05 09:00  2026-03-06 09:00  return_refund  succeeded
    R2         A2        10.00   2026-03-05 09:00  2026-03-06 09:00  refund_only    succeeded
    R3         A3        20.00   2026-03-01 12:00  2026-03-01 13:00  refund_only    succeeded
    R4         A2        5.00    -                 2026-03-07 09:00  compensation   succeeded
"""

EXAMPLES = (
    Example(
        shows="a return costs two parcels, money without a return one, before shipment none",
        orders=_ORDERS,
        refunds=_REFUNDS,
        costs="""
            sku  freight_out  freight_back
            mug  3.00         4.00
            cup  2.00         2.50
        """,
        answer={
            "summary": """
                name           cost  share
                refunds        7000  0.7
                freight_out    600   0.06
                freight_back   400   0.04
                compensations  500   0.05
                total          8500  0.85
            """,
            "by_sku": """
                sku  returned_lines  refunds_cost  freight_out_cost  compensations_cost  total_cost
                mug  2               5000          600               500                 6500
                cup  1               2000          0                 0                   2000
            """,
            "paid_twice": """
                day         order_id  refunded_amount  compensated_amount
                2026-03-01  A2        1000             500
            """,
        },
    ),
    Example(
        shows="without a file of costs the freight is unknown, and not nothing",
        orders=_ORDERS,
        refunds="""
            refund_id  order_id  amount  requested_at      kind           state
            R1         A1        40.00   2026-03-05 09:00  return_refund  succeeded
        """,
        answer={
            "summary": """
                name           cost  share
                refunds        4000  0.4
                freight_out    -     -
                freight_back   -     -
                compensations  -     -
                total          4000  0.4
            """
        },
        unknown=("no_costs", "no_compensations"),
    ),
)

PAGE = Page("true_cost", __doc__, tallies, answer, EXAMPLES)
