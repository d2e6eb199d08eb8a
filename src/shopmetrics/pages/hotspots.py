"""Where refunds pile up: which goods, hours, days, places and causes are beyond chance.

rate = refunded orders of a group / paid orders of that group, for the period's orders.

lift = the group's rate / the rate of all other groups together (leave-one-out).
p = probability that at least k of all refunded orders fall into the group's n by chance: exact,
hypergeometric, one-sided (Fisher's test).
excess = refunds beyond what the others' rate would give.
An order counts once in each SKU or product it holds, and as refunded where that came back.
sku_cause: k counts the SKU's orders that came back for the cause, n all orders of the SKU.
day_since_order: n counts a SKU's requests whatever came of them, k those on that day after the
order, in whole days of 24 hours. Listed is a day that holds at least 25% of at least 20 requests
(config: peak_share, peak_requests).
Its money says when money goes back, and is no loss by itself.

hour, weekday and weekday_hour are adjusted for what was sold:
expected = sum over the baskets of orders in that hour x the basket's rate over all hours.
A basket is the SKU of an order that holds one alone; orders of several SKUs are one basket.
lift = k / expected; excess = k - expected; p = probability of at least k at that mean (Poisson).
The basket's rate is taken from the same orders, so that a SKU sold in one hour alone expects there
just what it has: lift leans to 1 the fewer hours a SKU is sold in, and p to caution.
For weekday_hour the mix of goods is taken to change over the day and over the week, not in both
at once. An order that gives a day without an hour is in no hour.
windows: the stretch of up to 12 hours, across midnight too, with the largest likelihood ratio;
lift = observed / expected inside, over the same outside; p = exact binomial tail of that stretch
x the number of stretches tried, at most 1. until_hour is where it ends: 20 means up to 19:59.

shrunk = the rate drawn towards the rate of all, the more so the fewer orders it rests on
(beta-binomial empirical Bayes): sort by it, and 1 of 1 no longer leads the list.
q = p corrected for having looked at many groups (Benjamini-Hochberg), over the groups with at
least min_orders orders, and for having looked at many tables: times the parts of all tables that
have such groups / the parts of its own, 3 for sku and for hour and 1 for any other. A smaller
group has no q and is never hot. product is tested where a product has several SKUs.
hot = q at most 0.05 and lift at least 1.2 (config): where nothing is wrong, 1 shop in 20 at most
has anything hot at all.
Ages are not adjusted for: where goods with min_orders orders are sold since less than two times
`horizon` days and others before, the page says that the newer have had less time to come back.
money = excess x (the group's mean refund + cost_per_return), and by the month of the period;
groups are ranked by it. Groups overlap: their money does not add up.
"""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from shopmetrics.examples.hotspots import EXAMPLES
from shopmetrics.facts.tells import REFUNDS, nothing_sold
from shopmetrics.measures import PRICED, nearly_all
from shopmetrics.page import RATE_UNITS, Answer, Entity, Page, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.spots.groups import groups
from shopmetrics.spots.naming import findings
from shopmetrics.spots.verdict import judged
from shopmetrics.spots.window import window
from shopmetrics.worth import DAYS, months

_SHRUNK, _DUE = {"shrunk": Unit.share}, {"expected": Unit.number}
_FOUND = {
    "lift": Unit.ratio,
    "excess": Unit.number,
    "money": Unit.money,
    "money_per_month": Unit.money,
    "p": Unit.probability,
    "q": Unit.probability,
    "hot": Unit.flag,
}
_PLAIN = {**RATE_UNITS, **_SHRUNK, **_FOUND}
_TIMED = {**RATE_UNITS, **_SHRUNK, **_DUE, **_FOUND}
_ENDS = {"from_hour": Unit.label, "until_hour": Unit.label}
UNITS: Mapping[str, Mapping[str, Unit]] = {
    "sku": {"sku": Unit.text, "product": Unit.text, **_PLAIN},
    "product": {"product": Unit.text, **_PLAIN},
    "sku_cause": {"sku": Unit.text, "cause": Unit.label, **_PLAIN},
    "day_since_order": {"sku": Unit.text, "day_since_order": Unit.count, **_PLAIN},
    "windows": {**_ENDS, **RATE_UNITS, **_DUE, **_FOUND},
    "hour": {"hour": Unit.label, **_TIMED},
    "weekday": {"weekday": Unit.label, **_TIMED},
    "weekday_hour": {"weekday": Unit.label, "hour": Unit.label, **_TIMED},
    "region": {"region": Unit.text, **_PLAIN},
    "campaign": {"campaign": Unit.text, **_PLAIN},
}
SETTINGS = ("min_orders", "hotspots")


def tallies(settings: Settings) -> Mapping[str, Tally]:
    """Count orders, refunded orders and their money by every group; requests by day."""
    now, counted = pl.col("now"), pl.col("succeeded") & pl.col("matched") & pl.col("now")
    causes = {"k": pl.col("order").n_unique(), "amount": pl.col("amount").sum()}
    money = pl.col("amount").filter(pl.col("succeeded")).sum()
    requests = {"k": pl.col("refund").n_unique(), "amount": money}
    asked = pl.col("matched") & now
    return {
        "sku": Tally(Entity.order_line, ("sku",), {**_LINE, "before": _long_ago(settings)}, now),
        "product": Tally(Entity.order_line, ("product",), _LINE, now),
        "titles": Tally(Entity.order_line, ("sku", "product"), {"lines": pl.len()}, now),
        "hour": Tally(Entity.order, ("basket", "hour"), _ORDER, now),
        "weekday": Tally(Entity.order, ("basket", "weekday"), _ORDER, now),
        "weekday_hour": Tally(Entity.order, ("weekday", "hour"), _ORDER, now),
        "region": Tally(Entity.order, ("region",), _ORDER, now),
        "campaign": Tally(Entity.order, ("campaign",), _ORDER, now),
        "sku_cause": Tally(Entity.refund, ("sku", "cause"), causes, counted),
        "day_since_order": Tally(Entity.refund, ("sku", "day_since_order"), requests, asked),
        "priced": Tally(Entity.refund, (), PRICED, counted),
        "days": DAYS,
    }


def _long_ago(settings: Settings) -> pl.Expr:
    """Count lines of orders so old that those of goods begun since have had less time."""
    horizon = timedelta(days=2 * settings.config.maturity.horizon)
    return (pl.col("day") <= pl.lit(settings.as_of, pl.Date) - horizon).sum()


_ORDER = {
    "n": pl.len(),
    "k": pl.col("refunded").sum(),
    "amount": pl.col("refunded_amount").sum(),
}
_LINE = {
    "n": pl.col("order").n_unique(),
    "k": pl.col("order").filter(pl.col("refunded")).n_unique(),
    "amount": pl.col("refunded_amount").sum(),
}


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Compare each group with all others, and rank by the money beyond normal."""
    told = REFUNDS in settings.tells
    known = {name: rows if told else rows.clear() for name, rows in tallies.items()}
    found = groups(known, settings)
    found["windows"] = window(found["hour"], min_n=settings.config.hotspots.min_orders)
    told_money = bool(tallies["priced"].select(nearly_all("priced")).item())
    ranked = judged(found, months(known["days"]), settings, priced=told_money)
    titles = tallies["titles"].sort("lines", "product", descending=[True, False], nulls_last=True)
    first = titles.unique("sku", keep="first", maintain_order=True).select("sku", "product")
    rows = ranked | {"sku": ranked["sku"].join(first, on="sku", how="left", maintain_order="left")}
    tables = {name: Table(rows[name].select(*units), units) for name, units in UNITS.items()}
    return Answer(
        tables, _unknown(tallies, settings), findings(ranked, titles.select("sku", "product"))
    )


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if REFUNDS not in settings.tells:
        return ("no_refunds_loaded",)
    orders, back = (tallies["weekday"][name].sum() for name in ("n", "k"))
    if orders == 0:
        return (nothing_sold(settings),)
    if back in {0, orders}:
        return ("no_refunds" if back == 0 else "all_refunded",)
    named = tallies["sku"]["sku"].drop_nulls().len()
    asked = tallies["day_since_order"]["day_since_order"].drop_nulls().len()
    untold = {
        "too_few_orders": orders < settings.config.min_orders,
        "too_few_days": months(tallies["days"]) is None,
        "no_hours": tallies["hour"]["hour"].drop_nulls().is_empty(),
        "no_skus": named == 0,
        "one_sku": named == 1,
        "no_request_times": asked == 0,
        "new_goods": _has_new_goods(tallies["sku"], settings),
    }
    return tuple(key for key, holds in untold.items() if holds)


def _has_new_goods(skus: pl.DataFrame, settings: Settings) -> bool:
    """Say whether goods of different age are compared: the newer have had less time."""
    sold = skus.filter(pl.col("sku").is_not_null() & (pl.col("n") >= settings.config.min_orders))
    return bool((sold["before"] == 0).any() and (sold["before"] > 0).any())


PAGE = Page("hotspots", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
