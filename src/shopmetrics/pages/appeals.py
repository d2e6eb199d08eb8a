"""Quality returns whose own text says otherwise: what could be appealed, and what it would change.

now = the quality return rate under the rule in force; if_all_succeed = the same without the
requests on the list: an order stays bad while another request of its own makes it so.

Listed are requests of the period's orders whose first reason is a quality cause, while the note
names another cause (size, changed mind, price …) and no quality cause at all. Notes are read by the
same patterns as reasons. That a note says otherwise is a ground for an appeal, not a proof: read it
first. Long numbers in notes are left out, for they may be somebody's phone.
The list is made for an appeal: --table list --format csv. It is of the asked period; the two rates
are of the rule's window.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts import mark
from shopmetrics.facts.tells import REFUNDS, nothing_sold
from shopmetrics.page import (
    RATE_UNITS,
    Answer,
    Entity,
    Example,
    Listing,
    Page,
    Question,
    Table,
    Tally,
    Unit,
)
from shopmetrics.settings import Settings
from shopmetrics.stats.rate import rated

_LIST = {
    "requested_day": Unit.when,
    "refund_id": Unit.text,
    "order_id": Unit.text,
    "sku": Unit.text,
    "first_reason": Unit.text,
    "note_cause": Unit.label,
    "note": Unit.text,
    "amount": Unit.money,
}
_EFFECT = {"name": Unit.label, **RATE_UNITS}
_ORDER = ("requested_day", "order_id", "refund_id")
_KEY = [name for name in _LIST if name not in {"sku", "amount"}]


def tallies(settings: Settings) -> Mapping[str, Question]:
    """Count orders, bad ones and those still bad without the list; list what contradicts itself."""
    rule, order = settings.rule, Entity.order
    counts = mark.counted(rule, settings)
    period = mark.window(rule, settings)

    def bad(*, standing: bool) -> Tally:
        turned = mark.turned_bad(rule, standing=standing)
        day = mark.bad_day(rule, standing=standing)
        return Tally(order, (), {"k": pl.len()}, counts & turned & mark.inside(day, period))

    placed = counts & mark.inside(mark.clock(rule), period)
    given = {
        "reasons": pl.col("first_reason").is_not_null().sum(),
        "notes": pl.col("note").is_not_null().sum(),
    }
    listed = pl.col("contradicted") & pl.col("matched") & pl.col("now")
    return {
        "orders": Tally(order, (), {"n": pl.len()}, pl.col("now")),
        "placed": Tally(order, (), {"n": pl.len()}, placed),
        "bad": bad(standing=False),
        "standing": bad(standing=True),
        "given": Tally(Entity.refund, (), given),
        "list": Listing(Entity.refund, tuple(_LIST), _ORDER, listed),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """List each request once, and set bad orders over orders with and without the list."""
    once = (
        tallies["list"]
        .group_by(_KEY)
        .agg(pl.col("sku").drop_nulls().sort().first(), pl.col("amount").sum())
    )
    listed = once.sort(*_ORDER, nulls_last=True).select(*_LIST)
    unknown = _unknown(tallies, settings)
    n = tallies["placed"]["n"].item()
    ends = {"now": "bad", "if_all_succeed": "standing"}
    rows = [(name, n, None if unknown else tallies[of]["k"].item()) for name, of in ends.items()]
    schema = {"name": pl.String(), "n": pl.Int64(), "k": pl.Int64()}
    effect = rated(pl.DataFrame(rows, schema=schema, orient="row")).select(*_EFFECT)
    return Answer({"list": Table(listed, _LIST), "effect": Table(effect, _EFFECT)}, unknown)


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    given = tallies["given"].row(0, named=True)
    in_the_way = {
        nothing_sold(settings): not tallies["orders"]["n"].item(),
        "no_refunds_loaded": REFUNDS not in settings.tells,
        "no_reasons": not given["reasons"],
        "no_notes": not given["notes"],
        "rule_without_number": not settings.rule.tellable,
    }
    return tuple(name for name, holds in in_the_way.items() if holds)[:1]


EXAMPLES = (
    Example(
        shows="a note about size under a quality reason can be appealed, one about quality not",
        orders="""
            order_id  sku   paid   ordered_at
            A1        shoe  10.00  2026-03-01 09:00
            A2        shoe  10.00  2026-03-01 10:00
            A3        shoe  10.00  2026-03-01 11:00
            A4        shoe  10.00  2026-03-01 12:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         reason    note
            R1         A1        10.00   2026-03-03 09:00  refund_only  质量问题  太大了 13800000000
            R2         A2        10.00   2026-03-03 09:00  refund_only  质量问题  太大，而且开线
            R3         A3        10.00   2026-03-03 09:00  refund_only  尺码不合适  不想要了
        """,
        answer={
            "list": """
                requested_day  refund_id  order_id  sku   note_cause  note          amount
                2026-03-03     R1         A1        shoe  size        太大了 *****  1000
            """,
            "effect": """
                name            n  k  rate
                now             4  2  0.5
                if_all_succeed  4  1  0.25
            """,
        },
    ),
    Example(
        shows="without notes nothing can be held against a reason",
        orders="""
            order_id  sku  paid   ordered_at
            A1        mug  10.00  2026-03-01 09:00
        """,
        refunds="""
            refund_id  order_id  amount  requested_at      kind         state     reason
            R1         A1        10.00   2026-03-03 09:00  refund_only  rejected  质量问题
        """,
        answer={
            "effect": """
                name            n  k
                now             1  -
                if_all_succeed  1  -
            """
        },
        unknown=("no_notes",),
    ),
)

SETTINGS = ("rule", "quality_causes", "causes")

PAGE = Page("appeals", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
