"""The share of orders whose first reason for coming back is a quality cause (品退率).

rate = paid orders with at least one after-sales request whose first reason is a quality cause
/ paid orders.

A request counts at application, whatever became of it: rejected, withdrawn and exchanged ones too.
The reason is the one first given; that it was changed later makes no difference.
Which causes are quality causes is set in the config (quality_causes). Platforms count by rules of
their own, with other denominators and windows: this is the default rule, over orders placed.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts.tells import REFUNDS, nothing_sold
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
from shopmetrics.stats.rate import rated

_RULE = "default"


def tallies(_settings: Settings) -> Mapping[str, Tally]:
    """Count the period's orders, those asked back for quality, and requests that give a reason."""
    orders = {"n": pl.len(), "k": pl.col("quality_asked").sum()}
    reasons = {"given": pl.col("first_reason").is_not_null().sum()}
    return {
        "orders": Tally(Entity.order, (), orders, pl.col("now")),
        "reasons": Tally(Entity.refund, (), reasons),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Set quality requests over orders; null where no file gives a reason."""
    unknown = _unknown(tallies, settings)
    known = tallies["orders"].with_columns(k=pl.lit(None, pl.Int64) if unknown else pl.col("k"))
    period = settings.period
    head = {
        "rule": pl.lit(_RULE),
        "since": pl.lit(period.since, pl.Date),
        "until": pl.lit(period.until, pl.Date),
        "min_orders": pl.lit(settings.config.min_orders, pl.Int64),
    }
    units = {"rule": Unit.label, "since": Unit.when, "until": Unit.when, "min_orders": Unit.count}
    rows = rated(known).with_columns(**head).select(*units, *RATE_UNITS)
    return Answer({"overall": Table(rows, {**units, **RATE_UNITS})}, unknown)


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if tallies["orders"]["n"].item() == 0:
        return (nothing_sold(settings),)
    if REFUNDS not in settings.tells:
        return ("no_refunds_loaded",)
    return () if tallies["reasons"]["given"].item() else ("no_reasons",)


EXAMPLES = (
    Example(
        shows="a rejected request counts, a changed mind does not, and the first reason decides",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
            A2        mug  10.00  2026-03-01 10:00
            A3        mug  10.00  2026-03-01 11:00
            A4        mug  10.00  2026-03-01 12:00
        """,
        refunds="""
            refund_id  order_id  amount  kind         state      first_reason  reason
            R1         A1        10.00   refund_only  rejected   质量问题      质量问题
            R2         A2        10.00   refund_only  succeeded  不想要了      不想要了
            R3         A3        10.00   refund_only  succeeded  质量问题      不想要了
        """,
        answer={
            "overall": """
                n  k
                4  2
            """
        },
    ),
    Example(
        shows="without reasons there is no rate",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state
            R1         A1        10.00   2026-03-03 09:00  refund_only  succeeded
        """,
        answer={
            "overall": """
                n  k
                1  -
            """
        },
        unknown=("no_reasons",),
    ),
)

JUDGED = (Judged("overall", "quality_return_rate", pl.lit(value=True)),)

SETTINGS = ("quality_causes", "min_orders", "bands.quality_return_rate")

PAGE = Page("quality_return_rate", __doc__, tallies, answer, EXAMPLES, JUDGED, settings=SETTINGS)
