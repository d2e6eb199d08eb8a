"""What is still open: requests by age, how long they take, and how they end.

pending: money requests that nobody has decided yet, by whole days since they were made, whatever
the period; amount = what was asked for.
speed = hours from request to settlement, for the refunds of the period's orders that went through:
half of them took at most the median, nine in ten at most p90.
outcomes: share = requests of the period's orders that ended so / all of them.
others: what waits besides, by kind: exchanges, reshipments and compensations, the oldest's age.

All else counts requests for money: exchanges, reshipments and compensations are none. A request for
several lines counts once. A request settled before it was made is a fault of the file and has no
time. The age is counted up to the day the data ends, not up to today.
Requests whose order is not in the files count only where no orders were loaded at all.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts.tells import ORDERS, REFUNDS
from shopmetrics.page import Answer, Entity, Example, Page, Question, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.shop import MONEY_KINDS, RefundState
from shopmetrics.stats.counts import quantile
from shopmetrics.stats.rate import rated

_PENDING = {"age_days": Unit.days, "refunds": Unit.count, "amount": Unit.money}
_OTHERS = {"kind": Unit.label, "refunds": Unit.count, "age_days": Unit.days}
_SPEED = {
    "from": Unit.label,
    "to": Unit.label,
    "n": Unit.count,
    "median_hours": Unit.hours,
    "p90_hours": Unit.hours,
}
_OUTCOMES = {
    "state": Unit.label,
    "refunds": Unit.count,
    "share": Unit.share,
    "low": Unit.share,
    "high": Unit.share,
}


def tallies(settings: Settings) -> Mapping[str, Question]:
    """Count requests by the day they were made, by the hours they took, and by their state."""
    known = pl.col("matched") if ORDERS in settings.tells else pl.lit(value=True)
    of_money = pl.col("kind").is_in(MONEY_KINDS)
    counts = known & of_money.fill_null(value=False)
    others = known & ~of_money.fill_null(value=True)
    requests = {"refunds": pl.col("refund").n_unique()}
    money = {"amount": pl.col("amount").sum(), "priced": pl.col("amount").count()}
    waiting = pl.col("state") == RefundState.pending
    took = counts & pl.col("now") & pl.col("succeeded") & pl.col("hours_to_settle").is_not_null()
    return {
        "pending": Tally(
            Entity.loaded_refund, ("requested_day",), requests | money, counts & waiting
        ),
        "others": Tally(
            Entity.loaded_refund, ("kind", "requested_day"), requests, others & waiting
        ),
        "speed": Tally(Entity.refund, ("hours_to_settle",), requests, took),
        "outcomes": Tally(Entity.refund, ("state",), requests, counts & pl.col("now")),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Age what is pending, read the quantiles off the hours, and share out the outcomes."""
    age = (pl.lit(settings.as_of, pl.Date) - pl.col("requested_day")).dt.total_days()
    pending = tallies["pending"].with_columns(
        age_days=age, amount=pl.when(pl.col("priced") > 0).then("amount")
    )
    oldest = pending.sort("age_days", descending=True, nulls_last=True)
    ends = tallies["outcomes"].filter(pl.col("state").is_not_null())
    total = pl.lit(ends["refunds"].sum())
    outcomes = rated(ends.with_columns(k="refunds", n=total)).with_columns(share=pl.col("rate"))
    ranked = outcomes.sort("refunds", "state", descending=[True, False])
    tables = {
        "pending": Table(oldest.select(*_PENDING), _PENDING),
        "others": Table(_others(tallies["others"].with_columns(age_days=age)), _OTHERS),
        "speed": Table(_speed(tallies["speed"]), _SPEED),
        "outcomes": Table(ranked.select(*_OUTCOMES), _OUTCOMES),
    }
    return Answer(tables, _unknown(tallies, settings))


def _others(waiting: pl.DataFrame) -> pl.DataFrame:
    """Count what waits besides money by its kind, with the age of the oldest that has one."""
    kinds = waiting.group_by(pl.col("kind").cast(pl.String)).agg(
        pl.col("refunds").sum(), pl.col("age_days").max()
    )
    return kinds.sort("refunds", "kind", descending=[True, False]).select(*_OTHERS)


def _speed(took: pl.DataFrame) -> pl.DataFrame:
    hours, counts = took["hours_to_settle"], took["refunds"]
    row = {
        "from": "requested",
        "to": "settled",
        "n": counts.sum(),
        "median_hours": quantile(hours, counts, 0.5),
        "p90_hours": quantile(hours, counts, 0.9),
    }
    kinds = dict(zip(_SPEED, (pl.String, pl.String, pl.Int64, pl.Int64, pl.Int64), strict=True))
    return pl.DataFrame([row], schema=kinds)


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    if REFUNDS not in settings.tells:
        return ("no_refunds_loaded",)
    ends = tallies["outcomes"]
    if not ends.height:
        return ("no_requests",)
    succeeded = ends.filter(pl.col("state") == RefundState.succeeded)["refunds"].sum()
    undated = tallies["pending"].filter(pl.col("requested_day").is_null()).height
    untimed = succeeded and not tallies["speed"].height
    return (
        *(("no_settlement_times",) if untimed else ()),
        *(("pending_without_day",) if undated else ()),
    )


EXAMPLES = (
    Example(
        shows="a pending request has an age, a settled one took its hours, an exchange is no money",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
            A2        mug  10.00  2026-03-01 10:00
            A3        mug  10.00  2026-03-01 11:00
            A4        mug  10.00  2026-03-01 12:00
            A5        mug  10.00  2026-03-10 12:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      settled_at        kind         state
            R1         A1        10.00   2026-03-03 09:00  -                 refund_only  pending
            R2         A2        10.00   2026-03-03 09:00  2026-03-04 11:00  refund_only  succeeded
            R3         A3        10.00   2026-03-03 09:00  2026-03-06 09:00  refund_only  succeeded
            R4         A4        10.00   2026-03-03 09:00  -                 exchange     pending
            R5         A4        10.00   2026-03-04 09:00  2026-03-05 09:00  refund_only  rejected
        """,
        answer={
            "pending": """
                age_days  refunds  amount
                7         1        1000
            """,
            "others": """
                kind      refunds  age_days
                exchange  1        7
            """,
            "speed": """
                from       to       n  median_hours  p90_hours
                requested  settled  2  26            72
            """,
            "outcomes": """
                state      refunds  share
                succeeded  2        0.5
                pending    1        0.25
                rejected   1        0.25
            """,
        },
    ),
    Example(
        shows="without times of request there is no age, and no time it took",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
            A2        mug  10.00  2026-03-01 10:00
        """,
        refunds="""
            refund_id  order_id  amount  settled_at        kind         state
            R1         A1        10.00   -                 refund_only  pending
            R2         A2        10.00   2026-03-04 11:00  refund_only  succeeded
        """,
        answer={
            "pending": """
                age_days  refunds  amount
                -         1        1000
            """,
            "speed": """
                from       to       n  median_hours  p90_hours
                requested  settled  0  -             -
            """,
        },
        unknown=("no_settlement_times", "pending_without_day"),
    ),
)

PAGE = Page("pipeline", __doc__, tallies, answer, EXAMPLES)
