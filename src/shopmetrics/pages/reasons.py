"""Why orders came back: the most frequent reasons, their causes, and what leads each.

share = refunded orders that gave the reason / all refunded orders.

Counted are succeeded money refunds of the period's orders (basis refund_time: settled in it).
The reason is the last one given. An order with two reasons counts in both, so that shares can add
up to more than 1. A blank reason is the cause `unstated`.
The cause is found by patterns that the config can add to; a reason that no pattern knows has no
cause and is listed in `unknown`, so that none is hidden in "other".
change = share now less share in the equally long period before, in points; nothing without one.
Refunds whose order is not in the files count only where no orders were loaded at all.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.config import Basis
from shopmetrics.facts.tells import ORDERS, REFUNDS
from shopmetrics.page import Answer, Entity, Example, Page, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.stats.rate import rated

_ORDERS = pl.col("order").n_unique()
_COUNTS = {"orders": _ORDERS, "amount": pl.col("amount").sum()}
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
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Rank reasons and causes by orders; list the reasons that no pattern knows."""
    stated = tallies["reason"].filter(pl.col("reason").is_not_null())
    top = _shares(stated, tallies, "reason").head(settings.top)
    top = top.with_row_index("rank", 1).join(_leaders(tallies["sku"]), on="reason", how="left")
    causes = _shares(tallies["cause"].filter(pl.col("cause").is_not_null()), tallies, "cause")
    unknown = stated.filter(pl.col("cause").is_null()).sort(
        "orders", "reason", descending=[True, False]
    )
    tables = {
        "top": Table(top.select(*_TOP), _TOP),
        "causes": Table(causes.select(*_CAUSES), _CAUSES),
        "unknown": Table(unknown.select(*_UNKNOWN), _UNKNOWN),
    }
    return Answer(tables, _untold(tallies, stated, settings))


_SHARES = {
    "orders": Unit.count,
    "share": Unit.share,
    "low": Unit.share,
    "high": Unit.share,
    "amount": Unit.money,
    "change": Unit.points,
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


def _shares(groups: pl.DataFrame, tallies: Mapping[str, pl.DataFrame], key: str) -> pl.DataFrame:
    """Set each group over all refunded orders, and beside its share in the period before."""
    now = rated(groups.with_columns(k=pl.col("orders"), n=tallies["all"]["orders"].item()))
    earlier = tallies[f"{key}_before"].select(
        key, k="orders", n=tallies["all_before"]["orders"].item()
    )
    before = rated(earlier).select(key, was="rate")
    joined = now.join(before, on=key, how="left")
    seen = tallies["all_before"]["orders"].item() > 0
    change = pl.col("rate") - pl.col("was").fill_null(0) if seen else pl.lit(None, pl.Float64)
    return joined.with_columns(share=pl.col("rate"), change=change).sort(
        "orders", "amount", key, descending=[True, True, False], nulls_last=True
    )


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
    silent = () if stated.height else ("no_reasons",)
    return silent if ORDERS in settings.tells else (*silent, "no_orders")


_REFUNDS = """
    refund_id  order_id  amount  requested_at      kind         state      reason
    R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded  质量问题
    R2         A2        10.00   2026-03-03 09:00  refund_only  succeeded  尺码不合适
    R3         A3        10.00   2026-03-03 09:00  refund_only  succeeded  尺码不合适
    R4         A4        10.00   2026-03-03 09:00  refund_only  succeeded  火星文
    R5         A5        10.00   2026-03-03 09:00  refund_only  rejected   质量问题
"""
_ORDER_ROWS = """
    order_id  sku  paid   ordered_at
    A1        mug  10.00  2026-03-01 09:00
    A2        cup  10.00  2026-03-01 10:00
    A3        cup  10.00  2026-03-01 11:00
    A4        mug  10.00  2026-03-01 12:00
    A5        mug  10.00  2026-03-01 12:00
"""
EXAMPLES = (
    Example(
        shows="reasons rank by refunded orders; a rejected request is none; unknown are listed",
        orders=_ORDER_ROWS,
        refunds=_REFUNDS,
        options={"top": 2},
        answer={
            "top": """
                rank  reason      cause    orders  share  amount  leading_skus
                1     尺码不合适  size     2       0.5    2000    cup
                2     火星文      -        1       0.25   1000    mug
            """,
            "causes": """
                cause    orders  share
                size     2       0.5
                quality  1       0.25
            """,
            "unknown": """
                reason  orders
                火星文  1
            """,
        },
    ),
    Example(
        shows="refunds without any orders still give reasons, and say that orders are missing",
        orders="",
        refunds=_REFUNDS,
        options={"top": 1},
        answer={
            "top": """
                rank  reason      orders  share
                1     尺码不合适  2       0.5
            """
        },
        unknown=("no_orders",),
    ),
)

SETTINGS = ("top", "causes")

PAGE = Page("reasons", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
