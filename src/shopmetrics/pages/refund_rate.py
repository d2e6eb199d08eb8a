"""The share of what was sold that was refunded, in orders, units and money.

orders = orders with at least one succeeded money refund / paid orders;
units = refunded units / paid units;
amount = refunded money / paid money.

A refund counts once its money went back: exchanges, reshipments, rejected, withdrawn and pending
requests do not count. An order refunded twice counts once. An order never gets back more than was
paid for it; what exceeds is cut off and listed. Unpaid orders are in neither part.
A line without a quantity is one unit; where no line has one, units are not known. Nor are they of a
refund that an order file tells as money alone, but for all of the money: where those are more than
5% of the refunds, refunded units are unknown. Where more than 5% of the refunds give no amount,
what the others give went back at least, and its rate is unknown.
Basis order_time: the orders placed in the period, and what became of them until the data ends.
Basis refund_time: what was settled in the period over what was placed in it; it can exceed 1.
By stage an order counts once in each stage it was refunded at; a refund whose stage the export does
not tell is in `all` only, and a stage without any is then unknown. Of Douyin and JD, whose
after-sales say "shipped" of both, it is after receipt where it was asked for after the
order's. Where no order tells its receipt, after_shipment holds what came back later, too, and
after_receipt is unknown. By SKU, product or category an order counts once in each group it holds,
so that the groups' orders can add up to more than all orders. What the files give no group for
stands last, without a name, so that units and money add up to the total.
The 95% interval is Wilson's and stands at orders alone: money and units of one order come back
together, so that an interval over them would promise too much.
Refunds whose order is not in the files are in no rate: they are counted beside it.
doubts = what may belong to the rate and is not in it: refunds of orders that are not in the files,
of a state that is not known, or by refund_time without a day; orders of a platform of which no file
tells refunds; after-sales that begin later or end earlier than the orders, where at least 12
refunds are to be expected and there is none. Refunds without an order count from two weeks after
the first order on, where as much is loaded: earlier ones may be of older orders.
possible = the rate with them in. In another band than the rate it makes the verdict unsure; where
they are more than a fifth of the refunds then, there is none, nor is anything good. Nor is there a
good or watch for orders of which fewer than `min_orders`, or less than half, are 14 days old, where
nothing says how late refunds come. What a verdict cannot bear, no row of its tables says.
What reaching a better band saves a month = orders beyond its limit x (mean money back of the orders
that came back + cost_per_return) / the months of the period's orders, of 365.25 / 12 days each.

Maturity, for orders by order time: last week's orders have not had time to come back.
An order comes back on the day its first succeeded refund went through (settled_at, else
requested_at): from then on it counts, so that a request that is pending, or will be rejected, is
neither taken for a refund nor lost. F(a) = share of the refunds of the first `horizon` days that
are seen a days after the order, from a Kaplan-Meier curve over all loaded orders, whatever the
period; orders without a refund are watched until the data end, their last day in part.
projected = (k + sum over unrefunded orders (1 - S(horizon) / S(age))) / n, where S(a) = 1 -
projected F(a): how late refunds come is learned from all orders, how many come is the set's own.
delay: for each day a after the order, share = F(a) - F(a - 1) of the refunds, completeness = F(a).
completeness = mean of F(age): the share of the refunds to expect that is seen by now.
The 95% interval is Wilson's with the number of orders, followed to the end, that would know as
much: about n times completeness, less for what the curve itself does not know (Greenwood).
All four are null where fewer than `min_refunds` refunds say how late they come, where fewer than
`min_orders` orders have been watched for the horizon, where more than 5% of the refunded orders
give no time, and for units, money, stages and basis refund_time.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.breakdown import breakdown, breakdown_tallies, ripened
from shopmetrics.config import Basis
from shopmetrics.dimensions import Dimension
from shopmetrics.examples.refund_rate import EXAMPLES
from shopmetrics.facts.calendar import within
from shopmetrics.facts.tells import RECEIPTS, REFUNDS, nothing_sold
from shopmetrics.maturity import DAYS, MATURITY_UNITS, delays, matured
from shopmetrics.measures import (
    BACK,
    MEASURES,
    NO_AMOUNTS,
    NO_BACK,
    NO_BACK_UNITS,
    NO_REFUNDS,
    NO_UNITS,
    PRICED,
    SOLD,
    SOME_BACK,
    as_rows,
    counted,
    nearly_all,
    rates,
    told,
)
from shopmetrics.page import RATE_UNITS, Answer, Entity, Judged, Page, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.shop import Stage
from shopmetrics.stats.landing import Landing, upto

ALL = "all"


def tallies(settings: Settings) -> Mapping[str, Tally]:
    """Count what was placed and what came back, over all, by stage and by every asked dimension."""
    back = counted(settings) & pl.col("succeeded") & pl.col("matched")
    placed = {"orders": pl.len(), **SOLD}
    told = {name: pl.col(name).is_not_null().sum() for name in ("paid", "quantity")}
    known = PRICED | {"numbered": pl.col("units").is_not_null().sum()}
    asked = {
        "placed": Tally(Entity.order, (), placed, pl.col("now")),
        "priced": Tally(Entity.order_line, (), told, pl.col("now")),
        "back": Tally(Entity.refund, (), BACK, back),
        "priced_back": Tally(Entity.refund, (), known, back),
        "back_by_stage": Tally(Entity.refund, ("stage",), BACK, back),
        "days": DAYS,
    }
    return asked | breakdown_tallies(settings, back)


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Set what came back over what was placed; null where either cannot be known."""
    unknown = _unknown(tallies, settings)
    stages = pl.concat(
        [tallies["back"].select(pl.lit(ALL).alias("stage"), *MEASURES), _by_stage(tallies)]
    )
    placed, back = as_rows(tallies["placed"], "n"), as_rows(stages, "k", "stage")
    rows = back.join(placed, on="measure", maintain_order="left")
    basis = pl.lit(str(settings.basis)).alias("basis")
    head = dict.fromkeys(("measure", "stage", "basis"), Unit.label)
    units = {**head, **RATE_UNITS, **MATURITY_UNITS}
    silent = tallies["back_by_stage"]["stage"].has_nulls()
    overall = _of_told_stages(rates(rows.with_columns(basis), unknown), settings, silent=silent)
    curve = _curve(tallies["days"], settings, unknown)
    ripe = _maturity(tallies["days"], curve, settings)
    overall = overall.join(ripe, on=["measure", "stage"], how="left", maintain_order="left")
    tables = {"overall": Table(overall.select(*units), units), "delay": _delay(curve)}
    for name in settings.by:
        group = breakdown(Dimension(name), tallies, settings, unknown)
        tables[f"by_{name}"] = ripened(group, Dimension(name), tallies["days"], curve, settings)
    unripe = (curve,) if isinstance(curve, str) and curve != _CASH else ()
    return Answer(tables, (*unknown, *unripe))


def _curve(days: pl.DataFrame, settings: Settings, unknown: tuple[str, ...]) -> Landing | str:
    """Return how late refunds come, or why that cannot be told."""
    cash = settings.basis is Basis.refund_time
    return _CASH if cash or not told(unknown) else delays(days, settings)


def _maturity(days: pl.DataFrame, curve: Landing | str, settings: Settings) -> pl.DataFrame:
    """Project the period's orders to their end, where that can be done."""
    whole = days.filter(within(pl.col("day"), settings.period)).with_columns(stage=pl.lit(ALL))
    return matured(whole, "stage", curve, settings).with_columns(measure=pl.lit("orders"))


def _delay(curve: Landing | str) -> Table:
    """Lay down how late refunds come, day by day up to the horizon."""
    seen = () if isinstance(curve, str) else upto(curve.survival)
    rows = pl.DataFrame({"completeness": seen}, schema={"completeness": pl.Float64})
    share = pl.col("completeness") - pl.col("completeness").shift(1, fill_value=0)
    days = rows.with_row_index("day_since_order").with_columns(
        pl.col("day_since_order").cast(pl.Int64), share=share
    )
    return Table(days.select(*_DELAY), _DELAY)


_CASH = "cash"
_DELAY = {"day_since_order": Unit.count, "share": Unit.share, "completeness": Unit.share}


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if tallies["placed"]["orders"].item() == 0:
        return (nothing_sold(settings),)
    silent = () if REFUNDS in settings.tells else (NO_REFUNDS,)
    paid, quantity = tallies["priced"].select("paid", "quantity").row(0)
    unpriced = () if paid else (NO_AMOUNTS,)
    uncounted = () if quantity else (NO_UNITS,)
    told = [nearly_all(name).alias(name) for name in ("priced", "numbered")]
    priced, numbered = tallies["priced_back"].select(told).row(0)
    no_back = () if priced else (SOME_BACK if tallies["priced_back"]["priced"].item() else NO_BACK,)
    no_units = () if numbered or uncounted else (NO_BACK_UNITS,)
    return (*silent, *unpriced, *uncounted, *no_back, *no_units)


def _by_stage(tallies: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Show every stage, and none where no refund tells its own."""
    named = tallies["back_by_stage"].filter(pl.col("stage").is_not_null())
    stages = [str(stage) for stage in Stage] if named.height else []
    every = pl.DataFrame({"stage": stages}, schema={"stage": pl.String})
    joined = every.join(named, on="stage", how="left", maintain_order="left")
    return joined.with_columns(pl.col(*MEASURES).fill_null(0))


def _of_told_stages(rows: pl.DataFrame, settings: Settings, *, silent: bool) -> pl.DataFrame:
    """Leave a stage at which nothing came back unknown, not 0, where a refund may be of it.

    That is any stage where some refund is `silent` on its own, and the stage after receipt where
    nothing tells when orders were received: what came back then stands after shipment.
    """
    received = RECEIPTS in settings.tells
    sure = pl.col("stage").is_in([ALL] if silent else [ALL, *_UNTIL_RECEIPT])
    told = sure | (pl.col("k") > 0) | (received and not silent)
    return rows.with_columns(pl.when(told).then(pl.col("k", "rate", "low", "high")))


_UNTIL_RECEIPT = (Stage.before_shipment, Stage.after_shipment)
JUDGED = (
    Judged(
        "overall",
        "refund_rate",
        (pl.col("measure") == "orders") & (pl.col("stage") == ALL),
    ),
    Judged("by_", "refund_rate", pl.col("measure") == "orders"),
)

SETTINGS = ("basis", "min_orders", "bands.refund_rate", "maturity")

PAGE = Page("refund_rate", __doc__, tallies, answer, EXAMPLES, JUDGED, settings=SETTINGS)
