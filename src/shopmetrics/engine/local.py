"""The engine for what fits in memory: facts are held once, narrow, and all tallies read them."""

from collections.abc import Mapping

import polars as pl

from shopmetrics.engine.plan import columns, keyed, plan
from shopmetrics.facts.line import line_facts, numbered, paid_lines
from shopmetrics.facts.link import capped, link
from shopmetrics.facts.order import order_facts
from shopmetrics.facts.purchase import customer_facts, purchase_facts
from shopmetrics.facts.refund import causes, refund_facts
from shopmetrics.page import Entity, Tally
from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

Tallies = Mapping[str, Mapping[str, pl.DataFrame]]


def tally(shop: Shop, asked: Mapping[str, Mapping[str, Tally]], settings: Settings) -> Tallies:
    """Compute every asked tally, by page and name, in one pass over the shop."""
    plans = keyed(asked)
    facts = _facts(shop, tuple(plans.values()), settings)
    done = pl.collect_all([plan(facts[one.entity].lazy(), one) for one in plans.values()])
    found: dict[str, dict[str, pl.DataFrame]] = {page: {} for page in asked}
    for (page, name), rows in zip(plans, done, strict=True):
        found[page][name] = rows
    return found


def _facts(
    shop: Shop, tallies: tuple[Tally, ...], settings: Settings
) -> Mapping[Entity, pl.DataFrame]:
    """Hold the facts of the asked entities, each with the columns that are looked at."""
    lines = paid_lines(numbered(shop.orders), shop.refunds).collect()
    linked = link(lines.lazy(), shop.refunds.lazy())
    pieces = capped(linked, lines.lazy()).collect()
    named = causes(shop.refunds, settings.config.causes)
    refunds = refund_facts(pieces.lazy(), lines.lazy(), named.lazy(), settings).collect()
    sold = line_facts(lines.lazy(), pieces.lazy(), settings.period).collect()
    quality = tuple(settings.config.quality_causes)
    orders = order_facts(sold.lazy(), refunds.lazy(), quality).collect()
    purchases = purchase_facts(orders.lazy()).collect()
    customers = customer_facts(purchases.lazy(), settings.period).collect()
    held = {
        Entity.order_line: sold,
        Entity.order: orders,
        Entity.purchase: purchases,
        Entity.customer: customers,
        Entity.refund: refunds,
    }
    return {
        entity: rows.select(columns([one for one in tallies if one.entity is entity]))
        for entity, rows in held.items()
    }
