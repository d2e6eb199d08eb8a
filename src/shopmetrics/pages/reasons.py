"""Why orders came back: the most frequent reasons, their causes, and what leads each.

share = refunded orders that gave the reason / all refunded orders.

Counted are succeeded money refunds of the period's orders (basis refund_time: settled in it).
The reason is the last one given. An order with two reasons counts in both, so that shares can add
up to more than 1. A blank reason is the cause `unstated`.
The cause is found by patterns that the config can add to; a reason that no pattern knows has no
cause and is listed in `unknown`, so that none is hidden in "other".
change = share now less share in the period before (the month before a month, else as many days), in
points; nothing without one, where either has fewer than min_orders refunded orders, or where the
period ends less than `horizon` days before the data do: of young orders only the quick reasons
have come.
money_per_month = (amount + orders x cost_per_return) / the months that the period's orders span.
above_per_month = what of it lies above normal: orders beyond the reason's rate of the period
before (its orders then / paid orders then), at the same mean; nothing without a period before, or
of orders so young.
Refunds whose order is not in the files count only where no orders were loaded at all.
"""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from shopmetrics.config import Basis
from shopmetrics.examples.reasons import EXAMPLES
from shopmetrics.facts.tells import ORDERS, REFUNDS
from shopmetrics.measures import NO_BACK, PRICED, nearly_all
from shopmetrics.page import Answer, Entity, Page, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.spots.risen import risen
from shopmetrics.stats.rate import rated, share
from shopmetrics.worth import DAYS, a_month, months

_ORDERS = pl.col("order").n_unique()
_COUNTS = {"orders": _ORDERS, "amount": pl.col("amount").sum(), **PRICED}
_LEADING = 3


def tallies(settings: Settings) -> Mapping[str, Tally]:
    """Count refunded orders by reason, by cause and by reason and SKU, now and before."""
    counts = pl.col("succeeded") & _countable(settings)
    now, before = (counts & pl.col(name) for name in _periods(settings))
    refund = Entity.refund
    return {
        "all": Tally(refund, (), _COUNTS, now),
        "all_before": Tally(refund, (), _COUNTS, before),
        "reason": Tally(refund, ("reason", "cause"), _COUNTS, now),
        "reason_before": Tally(refund, ("reason",), {"orders": _ORDERS}, before),
        "cause": Tally(refund, ("cause",), _COUNTS, now),
        "cause_before": Tally(refund, ("cause",), {"orders": _ORDERS}, before),
        "sku": Tally(refund, ("reason", "sku"), {"orders": _ORDERS}, now),
        "placed": Tally(Entity.order, (), {"orders": pl.len()}, pl.col("now")),
        "placed_before": Tally(Entity.order, (), {"orders": pl.len()}, pl.col("before")),
        "days": DAYS,
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Rank reasons and causes by orders; list the reasons that no pattern knows."""
    tallies = {name: _known_money(rows) for name, rows in tallies.items()}
    stated = tallies["reason"].filter(pl.col("reason").is_not_null())
    top = _shares(stated, tallies, settings, "reason").head(settings.top)
    top = top.with_row_index("rank", 1).join(_leaders(tallies["sku"]), on="reason", how="left")
    known = tallies["cause"].filter(pl.col("cause").is_not_null())
    causes = _shares(known, tallies, settings, "cause")
    unknown = stated.filter(pl.col("cause").is_null()).sort(
        "orders", "reason", descending=[True, False]
    )
    tables = {
        "top": Table(top.select(*_TOP), _TOP),
        "causes": Table(causes.select(*_CAUSES), _CAUSES),
        "unknown": Table(unknown.select(*_UNKNOWN), _UNKNOWN),
    }
    more = risen(causes, _placed(tallies), settings)
    return Answer(tables, _untold(tallies, stated, settings), more)


def _known_money(rows: pl.DataFrame) -> pl.DataFrame:
    """Take sums of amounts that many refunds do not give for unknown."""
    if "priced" not in rows.columns:
        return rows
    return rows.with_columns(pl.when(nearly_all("priced")).then("amount").alias("amount"))


_SHARES = {
    "orders": Unit.count,
    "share": Unit.share,
    "low": Unit.share,
    "high": Unit.share,
    "amount": Unit.money,
    "change": Unit.points,
    "money_per_month": Unit.money,
    "above_per_month": Unit.money,
}
_TOP = {
    "rank": Unit.count,
    "reason": Unit.text,
    "cause": Unit.label,
    **_SHARES,
    "leading_skus": Unit.text,
}
_CAUSES = {"cause": Unit.label, **_SHARES}
_UNKNOWN = {"reason": Unit.text, "orders": Unit.count}


def _countable(settings: Settings) -> pl.Expr:
    """Leave out refunds of orders not loaded, unless that is all there is."""
    return pl.col("matched") if ORDERS in settings.tells else pl.lit(value=True)


def _periods(settings: Settings) -> tuple[str, str]:
    """Name what tells the refunds of the period, and those of the period before."""
    if settings.basis is Basis.order_time:
        return "now", "before"
    return "settled_now", "settled_before"


def _shares(
    groups: pl.DataFrame, tallies: Mapping[str, pl.DataFrame], settings: Settings, key: str
) -> pl.DataFrame:
    """Set each group over all refunded orders, beside its share and orders in the period before."""
    now = rated(groups.with_columns(k=pl.col("orders"), n=tallies["all"]["orders"].item()))
    before = tallies["all_before"]["orders"].item()
    earlier = tallies[f"{key}_before"].select(key, k_before="orders")
    joined = now.join(earlier, on=key, how="left").with_columns(pl.col("k_before").fill_null(0))
    enough = pl.min_horizontal("n", pl.lit(before)) >= settings.config.min_orders
    change = pl.when(enough & _ripe(settings)).then(
        pl.col("rate") - share(pl.col("k_before"), pl.lit(before))
    )
    valued = joined.with_columns(share=pl.col("rate"), change=change, **_money(tallies, settings))
    return valued.sort("orders", "amount", key, descending=[True, True, False], nulls_last=True)


def _money(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> dict[str, pl.Expr]:
    """Price a month of each group, and what of it is above the rate of the period before."""
    span, (placed, before) = months(tallies["days"]), _placed(tallies)
    whole = pl.col("amount") + pl.col("orders") * settings.cost_per_return
    normal = share(pl.col("k_before") * placed, pl.lit(before))
    above = (pl.col("orders") - normal) * whole / pl.col("orders")
    ripe = pl.when(_ripe(settings)).then(a_month(above, span))
    return {"money_per_month": a_month(whole, span), "above_per_month": ripe}


def _ripe(settings: Settings) -> pl.Expr:
    """Say whether the period can be held against the one before it.

    Reasons differ in how late they come: of young orders only the quick ones have.
    """
    if settings.basis is Basis.refund_time:
        return pl.lit(value=True)
    horizon = timedelta(days=settings.config.maturity.horizon)
    until, end = settings.period.until, settings.as_of
    return pl.lit(until is not None and end is not None and until + horizon <= end)


def _placed(tallies: Mapping[str, pl.DataFrame]) -> tuple[int, int]:
    """Count the paid orders of the period and of the one before."""
    return tallies["placed"]["orders"].item(), tallies["placed_before"]["orders"].item()


def _leaders(skus: pl.DataFrame) -> pl.DataFrame:
    """Name the SKUs with the most refunded orders of each reason."""
    ranked = skus.filter(pl.col("sku").is_not_null()).sort(
        "reason", "orders", "sku", descending=[False, True, False], nulls_last=True
    )
    first = ranked.group_by("reason", maintain_order=True).head(_LEADING)
    return first.group_by("reason", maintain_order=True).agg(
        leading_skus=pl.col("sku").str.join(", ")
    )


def _untold(
    tallies: Mapping[str, pl.DataFrame], stated: pl.DataFrame, settings: Settings
) -> tuple[str, ...]:
    if REFUNDS not in settings.tells:
        return ("no_refunds_loaded",)
    if tallies["all"]["orders"].item() == 0:
        return ("no_refunds",)
    unpriced = () if tallies["all"].select(nearly_all("priced")).item() else (NO_BACK,)
    silent = (*unpriced, *(() if stated.height else ("no_reasons",)))
    return silent if ORDERS in settings.tells else (*silent, "no_orders")


SETTINGS = ("top", "min_orders", "causes")

PAGE = Page("reasons", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
