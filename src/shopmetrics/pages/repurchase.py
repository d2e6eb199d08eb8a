"""How many customers come back, how soon, and how much of the business they are.

A purchase is all paid orders of a customer on one local day; orders wholly refunded before
shipment are no purchases. Lines without a customer id are in nothing here.

period_rate (复购率) = customers with two or more purchases in the period / with one or more.
within_N = customers whose second purchase came within N days of their first / customers whose first
purchase lies in the period and at least N days before the data ends, so that all had N days.
buyback (回购率) = customers of the period before who bought in the period / customers of the period
before; nothing where the period has no beginning or no end.
returning_customers = customers of the period who had bought before it began / customers of the
period; nothing where the period has no beginning, for then nothing lies before it.
returning_orders, returning_amount = orders (money) of the period by customers who had bought on an
earlier day / those of all known customers. The look-back is what was loaded; where no file tells
money, returning_amount is not known.
curve: the share of those whose first purchase lies in the period that had come back within so many
days (Kaplan-Meier, to a year): a customer of last week counts for the week they have lived. At risk
are those who had not come back before that day and had lived so long; n is all of them.
steps: of the customers with n purchases in the period, the share that made the next.
gap: days between one purchase and the next, where the next lies in the period; the quartiles are
the smallest number of days that a quarter, half or three quarters of the gaps do not exceed.
cohorts: the customers whose first purchase lies in the period, by its month, and how many of them
bought and for how much in each month since; a month that was not over when the data ends is null.
void: orders of the period, by customers with an id, that were wholly refunded before shipment.
"""

from collections.abc import Mapping
from itertools import accumulate

import polars as pl

from shopmetrics.examples.repurchase import EXAMPLES
from shopmetrics.facts.purchase import void
from shopmetrics.facts.tells import REFUNDS, nothing_sold
from shopmetrics.page import (
    RATE_UNITS,
    Answer,
    Entity,
    Judged,
    Page,
    Table,
    Tally,
    Unit,
)
from shopmetrics.settings import Settings
from shopmetrics.stats.counts import quantile
from shopmetrics.stats.rate import rated
from shopmetrics.stats.survival import kaplan_meier

_LAST_STEP = 9
_YEAR = 365
_RATES = {"name": Unit.label, **RATE_UNITS}
_STEPS = {"from_purchase": Unit.count, "to_purchase": Unit.count, **RATE_UNITS}
_COHORTS = {
    "cohort": Unit.month,
    "months_since": Unit.count,
    "customers": Unit.count,
    "active": Unit.count,
    "amount": Unit.money,
}
_CURVE = {"days": Unit.days, "at_risk": Unit.count, **RATE_UNITS}
_VOID = {"orders": Unit.count}
_GAP = {"q25": Unit.days, "median": Unit.days, "q75": Unit.days, "gaps": Unit.count}


def tallies(settings: Settings) -> Mapping[str, Tally]:
    """Count customers by purchases, first purchases by their next, and gaps by days."""
    now = pl.col("now")
    active = pl.col("purchases_now") > 0
    back = pl.col("number") > 1
    first, came_back = pl.col("first_now"), pl.col("next_gap").is_not_null()
    sums = {
        "orders": pl.col("orders").sum(),
        "amount": pl.col("paid").sum(),
        "orders_back": pl.col("orders").filter(back).sum(),
        "amount_back": pl.col("paid").filter(back).sum(),
    }
    earlier = {"customers": pl.len(), "earlier": pl.col("earlier").sum()}
    steps = pl.min_horizontal("purchases_now", _LAST_STEP + 1).alias("purchases_now")
    return {
        "orders": Tally(Entity.loaded_order, (), _named(), now),
        "customers": Tally(Entity.customer, (), earlier, active),
        "purchases": Tally(Entity.customer, (), _at_least(steps), active),
        "windows": Tally(Entity.customer, (), _windows(settings), pl.col("first_now")),
        "sums": Tally(Entity.purchase, (), sums, now),
        "gaps": Tally(
            Entity.purchase, ("gap",), {"gaps": pl.len()}, now & pl.col("gap").is_not_null()
        ),
        "back": Tally(
            Entity.customer,
            ("next_gap",),
            {"n": pl.len()},
            first & came_back,
        ),
        "waiting": Tally(Entity.customer, ("first_day",), {"n": pl.len()}, first & ~came_back),
        "buyback": Tally(Entity.customer, (), _buyback()),
        "cohorts": Tally(Entity.purchase, ("first_month", "month"), _cohort(), pl.col("first_now")),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Set those who came back over all who could have."""
    unknown = _unknown(tallies, settings)
    found = {
        "rates": (_rates(tallies, settings), _RATES),
        "curve": (_curve(tallies, settings), _CURVE),
        "steps": (_steps(tallies["purchases"]), _STEPS),
        "gap": (_gap(tallies), _GAP),
        "cohorts": (_cohorts(tallies, settings), _COHORTS),
        "void": (_void(tallies["orders"], settings), _VOID),
    }
    tables = {
        name: Table((rows.clear() if unknown else rows).select(*units), units)
        for name, (rows, units) in found.items()
    }
    return Answer(tables, unknown)


def _named() -> dict[str, pl.Expr]:
    named = pl.col("customer").is_not_null()
    priced = pl.col("priced").sum()
    return {"n": pl.len(), "named": named.sum(), "void": (named & void()).sum(), "priced": priced}


def _void(orders: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Count what was never bought; not known where no refunds are loaded."""
    told = REFUNDS in settings.tells
    return orders.select(orders=pl.col("void") if told else pl.lit(None, pl.Int64))


def _curve(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    """Return the share that came back within so many days, on every day on which someone did."""
    end = pl.lit(settings.as_of, pl.Date)
    back = tallies["back"].select("n", age=pl.col("next_gap") + 1, event="next_gap")
    waiting = tallies["waiting"].select(
        "n", age=(end - pl.col("first_day")).dt.total_days(), event=pl.lit(None, pl.Int64)
    )
    lives = pl.concat([back, waiting], how="vertical_relaxed")
    survival = kaplan_meier(lives, horizon=_YEAR)
    rows = [
        (day, int(risk), upto, left, *(ends or (None, None)))
        for day, (risk, upto, left, ends) in enumerate(
            zip(
                survival.at_risk,
                accumulate(survival.events),
                survival.left,
                survival.intervals,
                strict=True,
            )
        )
        if survival.events[day]
    ]
    schema = {"days": pl.Int64, "at_risk": pl.Int64, "k": pl.Int64} | dict.fromkeys(
        ("left", "still_low", "still_high"), pl.Float64
    )
    found = pl.DataFrame(rows, schema=schema, orient="row")
    return found.with_columns(
        n=pl.lit(lives["n"].sum(), pl.Int64),
        rate=1 - pl.col("left"),
        low=1 - pl.col("still_high"),
        high=1 - pl.col("still_low"),
    )


def _buyback() -> dict[str, pl.Expr]:
    before, now = pl.col("purchases_before") > 0, pl.col("purchases_now") > 0
    return {"before": before.sum(), "both": (before & now).sum()}


def _cohort() -> dict[str, pl.Expr]:
    return {"active": pl.col("customer").n_unique(), "amount": pl.col("paid").sum()}


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
    buyback = tallies["buyback"].row(0) if settings.period.before() else (None, None)
    rows = [("period_rate", made["made_1"], made["made_2"])]
    spans = settings.config.repurchase.windows
    rows += [(f"within_{days}", windows[f"ripe_{days}"], windows[f"back_{days}"]) for days in spans]
    rows.append(("buyback", *buyback))
    earlier = customers["earlier"] if looked_back else None
    rows.append(("returning_customers", customers["customers"], earlier))
    rows.append(("returning_orders", sums["orders"], sums["orders_back"]))
    money = (sums["amount"], sums["amount_back"]) if _priced(tallies) else (None, None)
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


def _priced(tallies: Mapping[str, pl.DataFrame]) -> bool:
    return bool(tallies["orders"]["priced"].item() > 0)


def _cohorts(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    """Return every month since each cohort's first that has begun; unknown while it is not over."""
    firsts = tallies["cohorts"].filter(pl.col("first_month") == pl.col("month"))
    end = pl.lit(settings.as_of, pl.Date)
    months = firsts.select(
        cohort="first_month",
        customers="active",
        month=pl.date_ranges("first_month", end.dt.month_start(), "1mo"),
        months_since=pl.int_ranges(_months(end) - _months(pl.col("first_month")) + 1),
    ).explode("month", "months_since")
    known = tallies["cohorts"].rename({"first_month": "cohort"})
    over = pl.col("month").dt.month_end() <= end
    active = pl.when(over).then(pl.col("active").fill_null(0))
    amount = pl.when(over & _priced(tallies)).then(pl.col("amount").fill_null(0))
    joined = months.join(known, on=["cohort", "month"], how="left")
    return joined.with_columns(active=active, amount=amount).sort("cohort", "months_since")


def _months(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month()


def _gap(tallies: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    gaps = tallies["gaps"]
    days = {
        name: quantile(gaps["gap"], gaps["gaps"], q)
        for name, q in (("q25", 0.25), ("median", 0.5), ("q75", 0.75))
    }
    count = {"gaps": int(gaps["gaps"].sum())}
    return pl.DataFrame([days | count], schema=dict.fromkeys(_GAP, pl.Int64()))


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if tallies["orders"]["n"].item() == 0:
        return (nothing_sold(settings),)
    return () if tallies["orders"]["named"].item() else ("no_customers",)


JUDGED = (Judged("rates", "period_rate", pl.col("name") == "period_rate"),)

SETTINGS = ("repurchase", "min_orders", "bands.period_rate")

PAGE = Page("repurchase", __doc__, tallies, answer, EXAMPLES, JUDGED, settings=SETTINGS)
