"""Where refunds pile up: which SKUs, which hours and which weekdays stand out beyond chance.

rate = refunded orders of a group / paid orders of that group, for the period's orders.

lift = the group's rate / the rate of all other groups together (leave-one-out).
p = probability of at least k refunds in n orders at the others' rate, exact binomial, one-sided.
q = p corrected for having looked at many groups (Benjamini-Hochberg), over the groups with at
least min_orders orders; a smaller group has no q and is never hot.
shrunk = the rate drawn towards the rate of all, the more so the fewer orders it rests on
(beta-binomial empirical Bayes): sort by it, and 1 of 1 no longer leads the list.
excess = refunds beyond what the others' rate would give; money = excess times the group's mean
refund and the cost of a return from the config. Groups are ranked by money.
hot = q at most 0.05 and lift at least 1.2 (config).
An order counts once in each SKU it holds, and as refunded where that SKU came back.
An hour or weekday is that of the order; orders that give a day without an hour are in no hour.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts.tells import REFUNDS, nothing_sold
from shopmetrics.page import RATE_UNITS, Answer, Entity, Example, Page, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.stats.hotspot import stand_out

GROUPS = ("sku", "hour", "weekday")
_UNITS = {
    **RATE_UNITS,
    "shrunk": Unit.share,
    "lift": Unit.ratio,
    "excess": Unit.number,
    "money": Unit.money,
    "p": Unit.probability,
    "q": Unit.probability,
    "hot": Unit.flag,
}


def tallies(_settings: Settings) -> Mapping[str, Tally]:
    """Count orders, refunded orders and their money by SKU, hour and weekday."""
    order = {
        "n": pl.len(),
        "k": pl.col("refunded").sum(),
        "amount": pl.col("refunded_amount").sum(),
    }
    line = {
        "n": pl.col("order").n_unique(),
        "k": pl.col("order").filter(pl.col("refunded")).n_unique(),
        "amount": pl.col("refunded_amount").sum(),
    }
    now = pl.col("now")
    return {
        "sku": Tally(Entity.order_line, ("sku",), line, now),
        "titles": Tally(Entity.order_line, ("sku", "product"), {"lines": pl.len()}, now),
        "hour": Tally(Entity.order, ("hour",), order, now),
        "weekday": Tally(Entity.order, ("weekday",), order, now),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Compare each group with all others, and rank by the money beyond normal."""
    skus = _stood_out(tallies["sku"], "sku", settings).join(
        _titles(tallies["titles"]), on="sku", how="left", maintain_order="left"
    )
    sku_units = {"sku": Unit.text, "product": Unit.text, **_UNITS}
    tables = {"sku": Table(skus.select(*sku_units), sku_units)}
    for group in ("hour", "weekday"):
        units = {group: Unit.label, **_UNITS}
        rows = _stood_out(tallies[group], group, settings)
        tables[group] = Table(rows.select(*units), units)
    return Answer(tables, _unknown(tallies, settings))


def _stood_out(groups: pl.DataFrame, group: str, settings: Settings) -> pl.DataFrame:
    known = groups.filter(pl.col(group).is_not_null())
    if REFUNDS not in settings.tells:
        known = known.clear()
    rows = stand_out(known, min_n=settings.config.hotspots.min_orders)
    limits = settings.config.hotspots
    hot = (pl.col("q") <= limits.q) & (pl.col("lift") >= limits.lift)
    return rows.with_columns(hot=hot.fill_null(value=False), money=_money(settings)).sort(
        "money", group, descending=[True, False], nulls_last=True
    )


def _money(settings: Settings) -> pl.Expr:
    """Price the excess: what such a refund gives back, and what each return costs besides."""
    cost = settings.cost_per_return
    mean = pl.when(pl.col("k") > 0).then(pl.col("amount") / pl.col("k"))
    return (pl.col("excess") * (mean + cost)).round().cast(pl.Int64)


def _titles(titles: pl.DataFrame) -> pl.DataFrame:
    """Return the title most lines of a SKU carry."""
    ranked = titles.sort("lines", "product", descending=[True, False], nulls_last=True)
    return ranked.unique("sku", keep="first", maintain_order=True).select("sku", "product")


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if REFUNDS not in settings.tells:
        return ("no_refunds_loaded",)
    orders = tallies["weekday"]["n"].sum()
    if orders == 0:
        return (nothing_sold(settings),)
    timed = tallies["hour"].filter(pl.col("hour").is_not_null())["n"].sum()
    named = tallies["sku"].filter(pl.col("sku").is_not_null()).height
    few = () if orders >= settings.config.min_orders else ("too_few_orders",)
    return (*few, *(() if timed else ("no_hours",)), *(() if named else ("no_skus",)))


EXAMPLES = (
    Example(
        shows="a group is compared with all others; below min_orders there is no q and nothing hot",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-02 09:00
            A2        mug  10.00  2026-03-02 10:00
            A3        cup  10.00  2026-03-02 10:00
            A4        cup  10.00  2026-03-03 10:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded
            R2         A2        10.00   2026-03-03 09:00  refund_only  succeeded
            R3         A3        5.00    2026-03-03 09:00  refund_only  succeeded
        """,
        answer={
            "sku": """
                sku  n  k  rate  lift  excess  money  q  hot
                mug  2  2  1     2     1       1000   -  false
                cup  2  1  0.5   0.5   -1      -500   -  false
            """,
            "hour": """
                hour  n  k  lift
                9     1  1  1.5
                10    3  2  0.667
            """,
        },
        unknown=("too_few_orders",),
    ),
)

SETTINGS = ("hotspots",)

PAGE = Page("hotspots", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
