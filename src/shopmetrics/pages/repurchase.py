"""How many customers come back, how soon, and how much of the business they are.

A purchase is all paid orders of a customer on one local day; orders wholly refunded before
shipment are no purchases. Lines without a customer id are in nothing here.

period_rate (复购率) = customers with two or more purchases in the period / with one or more.
within_N = customers whose second purchase came within N days of their first / customers whose first
purchase lies in the period and at least N days before the data ends, so that all had N days.
returning_customers = customers of the period who had bought before it began / customers of the
period; nothing where the period has no beginning, for then nothing lies before it.
returning_orders, returning_amount = orders (money) of the period by customers who had bought on an
earlier day / those of all known customers. The look-back is what was loaded; where no file tells
money, returning_amount is not known.
steps: of the customers with n purchases in the period, the share that made the next.
gap: days between one purchase and the next, where the next lies in the period; the quartiles are
the smallest number of days that a quarter, half or three quarters of the gaps do not exceed.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts.tells import nothing_sold
from shopmetrics.page import (
    RATE_UNITS,
    Answer,
    Entity,
    Example,
    Judged,
    Page,
    Table,
    Tally,
    Unit,
)
from shopmetrics.settings import Settings
from shopmetrics.stats.counts import quantile
from shopmetrics.stats.rate import rated

_LAST_STEP = 9
_RATES = {"name": Unit.label, **RATE_UNITS}
_STEPS = {"from_purchase": Unit.count, "to_purchase": Unit.count, **RATE_UNITS}
_GAP = {"q25": Unit.days, "median": Unit.days, "q75": Unit.days, "customers": Unit.count}


def tallies(settings: Settings) -> Mapping[str, Tally]:
    """Count customers by purchases, first purchases by their next, and gaps by days."""
    now = pl.col("now")
    active = pl.col("purchases_now") > 0
    back = pl.col("number") > 1
    sums = {
        "orders": pl.col("orders").sum(),
        "amount": pl.col("paid").sum(),
        "orders_back": pl.col("orders").filter(back).sum(),
        "amount_back": pl.col("paid").filter(back).sum(),
    }
    earlier = {"customers": pl.len(), "earlier": pl.col("earlier").sum()}
    steps = pl.min_horizontal("purchases_now", _LAST_STEP + 1).alias("purchases_now")
    return {
        "orders": Tally(Entity.order, (), {"n": pl.len(), "named": _named()}, now),
        "priced": Tally(Entity.order_line, (), {"lines": pl.col("paid").is_not_null().sum()}, now),
        "customers": Tally(Entity.customer, (), earlier, active),
        "purchases": Tally(Entity.customer, (), _at_least(steps), active),
        "windows": Tally(Entity.customer, (), _windows(settings), pl.col("first_now")),
        "sums": Tally(Entity.purchase, (), sums, now),
        "gaps": Tally(
            Entity.purchase, ("gap",), {"gaps": pl.len()}, now & pl.col("gap").is_not_null()
        ),
        "again": Tally(Entity.purchase, (), {"customers": _again()}, now & back),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Set those who came back over all who could have."""
    unknown = _unknown(tallies, settings)
    rates = _rates(tallies, settings)
    steps = _steps(tallies["purchases"])
    gap = _gap(tallies)
    if unknown:
        rates, steps, gap = rates.clear(), steps.clear(), gap.clear()
    tables = {
        "rates": Table(rates.select(*_RATES), _RATES),
        "steps": Table(steps.select(*_STEPS), _STEPS),
        "gap": Table(gap.select(*_GAP), _GAP),
    }
    return Answer(tables, unknown)


def _named() -> pl.Expr:
    return pl.col("customer").is_not_null().sum()


def _again() -> pl.Expr:
    """Count customers, not gaps: each at the first gap of theirs in the period."""
    return pl.col("customer").n_unique()


def _at_least(steps: pl.Expr) -> dict[str, pl.Expr]:
    """Count customers with at least so many purchases."""
    return {f"made_{n}": (steps >= n).sum() for n in range(1, _LAST_STEP + 2)}


def _windows(settings: Settings) -> dict[str, pl.Expr]:
    """Count, for each window, who has had that many days, and who of them was back."""
    counts = {}
    for days in settings.config.repurchase.windows:
        ripe = pl.col("first_day") <= pl.lit(settings.as_of, pl.Date) - pl.duration(days=days)
        counts[f"ripe_{days}"] = ripe.sum()
        counts[f"back_{days}"] = (ripe & (pl.col("next_gap") <= days)).sum()
    return counts


def _rates(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    windows, sums = (tallies[name].row(0, named=True) for name in ("windows", "sums"))
    customers, made = (tallies[name].row(0, named=True) for name in ("customers", "purchases"))
    looked_back = settings.period.since is not None
    rows = [("period_rate", made["made_1"], made["made_2"])]
    spans = settings.config.repurchase.windows
    rows += [(f"within_{days}", windows[f"ripe_{days}"], windows[f"back_{days}"]) for days in spans]
    earlier = customers["earlier"] if looked_back else None
    rows.append(("returning_customers", customers["customers"], earlier))
    rows.append(("returning_orders", sums["orders"], sums["orders_back"]))
    priced = tallies["priced"]["lines"].item() > 0
    money = (sums["amount"], sums["amount_back"]) if priced else (None, None)
    rows.append(("returning_amount", *money))
    schema = {"name": pl.String(), "n": pl.Int64(), "k": pl.Int64()}
    counted = pl.col("name") != "returning_amount"
    rates = rated(pl.DataFrame(rows, schema=schema, orient="row"))
    return rates.with_columns(pl.when(counted).then(pl.col("low", "high")))


def _steps(purchases: pl.DataFrame) -> pl.DataFrame:
    """Return the share that went from each purchase to the next, as long as anyone did."""
    made = purchases.row(0)
    rows = [(n, n + 1, made[n - 1], made[n]) for n in range(1, _LAST_STEP + 1) if made[n - 1]]
    schema = ["from_purchase", "to_purchase", "n", "k"]
    return rated(pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.Int64()), orient="row"))


def _gap(tallies: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    gaps = tallies["gaps"]
    days = {
        name: quantile(gaps["gap"], gaps["gaps"], q)
        for name, q in (("q25", 0.25), ("median", 0.5), ("q75", 0.75))
    }
    customers = tallies["again"]["customers"].item()
    return pl.DataFrame([days | {"customers": customers}], schema=dict.fromkeys(_GAP, pl.Int64()))


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if tallies["orders"]["n"].item() == 0:
        return (nothing_sold(settings),)
    return () if tallies["orders"]["named"].item() else ("no_customers",)


EXAMPLES = (
    Example(
        shows="two orders on one day are one purchase; coming back takes another day",
        orders="""
            order_id  customer_id  sku  paid   ordered_at
            A1        ann          mug  10.00  2026-01-01 09:00
            A2        ann          mug  10.00  2026-01-01 18:00
            B1        bob          mug  10.00  2026-01-01 09:00
            B2        bob          cup  30.00  2026-01-21 09:00
            C1        cat          cup  30.00  2026-03-20 09:00
        """,
        answer={
            "rates": """
                name                 n      k     rate
                period_rate          3      1     0.333
                within_30            2      1     0.5
                within_60            2      1     0.5
                within_90            0      0     -
                returning_customers  3      -     -
                returning_orders     5      1     0.2
                returning_amount     9000   3000  0.333
            """,
            "steps": """
                from_purchase  to_purchase  n  k
                1              2            3  1
                2              3            1  0
            """,
            "gap": """
                q25  median  q75  customers
                20   20      20   1
            """,
        },
    ),
    Example(
        shows="of the period's customers, those who had bought before it came back",
        orders="""
            order_id  customer_id  sku  paid   ordered_at
            A1        ann          mug  10.00  2026-01-10 09:00
            A2        ann          mug  10.00  2026-02-10 09:00
            B1        bob          mug  10.00  2026-02-11 09:00
        """,
        options={"since": "2026-02-01", "until": "2026-02-28"},
        answer={
            "rates": """
                name                 n     k
                period_rate          2     0
                within_30            0     0
                within_60            0     0
                within_90            0     0
                returning_customers  2     1
                returning_orders     2     1
                returning_amount     2000  1000
            """
        },
    ),
    Example(
        shows="an order wholly refunded before shipment is no purchase",
        orders="""
            order_id  customer_id  sku  paid   ordered_at        shipped_at
            A1        ann          mug  10.00  2026-01-10 09:00  2026-01-11 09:00
            A2        ann          mug  10.00  2026-02-10 09:00  -
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state      stage
            R1         A2        10.00   2026-02-10 10:00  refund_only  succeeded  before_shipment
        """,
        answer={
            "steps": """
                from_purchase  to_purchase  n  k
                1              2            1  0
            """
        },
    ),
    Example(
        shows="without customer ids there is no rate",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-01-10 09:00
        """,
        answer={"rates": "name  n  k"},
        unknown=("no_customers",),
    ),
)

JUDGED = (Judged("rates", "period_rate", pl.col("name") == "period_rate"),)

SETTINGS = ("repurchase", "min_orders", "bands.period_rate")

PAGE = Page("repurchase", __doc__, tallies, answer, EXAMPLES, JUDGED, settings=SETTINGS)
