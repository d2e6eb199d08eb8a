"""The engine for what fits in memory: facts are held once, narrow, and all tallies read them."""

from collections.abc import Mapping
from typing import Literal

import polars as pl

from shopmetrics.engine.plan import columns, keyed, plan
from shopmetrics.facts.buyer import NEEDED_BY_BUYERS, buyer_facts
from shopmetrics.facts.cost import with_costs
from shopmetrics.facts.exchange import exchange_facts, left_out, without_replacements
from shopmetrics.facts.line import line_facts, numbered, paid_lines
from shopmetrics.facts.link import capped, link
from shopmetrics.facts.mark import leaves_out, marks
from shopmetrics.facts.note import note_causes, with_notes
from shopmetrics.facts.order import NEEDED_BY_ORDERS, order_facts
from shopmetrics.facts.paid import with_paid
from shopmetrics.facts.purchase import NEEDED_BY_PURCHASES, customer_facts, purchase_facts
from shopmetrics.facts.refund import causes, refund_facts
from shopmetrics.page import Entity, Question
from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

Tallies = Mapping[str, Mapping[str, pl.DataFrame]]

# Facts are narrow and fit: the streaming engine, Polars' own choice, takes twice the time for them.
_ENGINE: Literal["in-memory"] = "in-memory"


def tally(shop: Shop, asked: Mapping[str, Mapping[str, Question]], settings: Settings) -> Tallies:
    """Compute every asked tally, by page and name, in one pass over the shop."""
    plans = keyed(asked)
    facts = _facts(shop, tuple(plans.values()), settings)
    answers = [plan(facts[one.entity], one) for one in plans.values()]
    done = pl.collect_all(answers, engine=_ENGINE)
    found: dict[str, dict[str, pl.DataFrame]] = {page: {} for page in asked}
    for (page, name), rows in zip(plans, done, strict=True):
        found[page][name] = rows
    return found


def _facts(
    shop: Shop, tallies: tuple[Question, ...], settings: Settings
) -> Mapping[Entity, pl.LazyFrame]:
    """Hold the facts of the entities, lines and orders with no more columns than are looked at."""
    placed = with_paid(numbered(shop.orders), shop.refunds)
    paid = paid_lines(placed).collect(engine=_ENGINE)
    lines, pieces = paid.lazy(), capped(link(paid, shop.refunds), paid).lazy()
    named = causes(shop.refunds, settings.config.causes)
    notes = note_causes(shop.refunds, named, settings).lazy()
    asked = refund_facts(pieces, lines, named.lazy(), settings)
    refunds = _held(with_costs(with_notes(asked, notes, settings), shop.costs))
    of_line, of_order = _looked_at(tallies)
    sold = _held(line_facts(lines, pieces, settings.period).select(_any_of(of_line)))
    quality = tuple(settings.config.quality_causes)
    placed_orders = order_facts(sold, refunds, quality, marks(settings))
    orders = _held(placed_orders.select(_any_of(of_order)))
    of_rates = {Entity.order_line: sold, Entity.order: orders, Entity.refund: refunds}
    exchanges, bought = exchange_facts(refunds, lines, settings), orders
    if leaves_out(settings):
        exchanges = _held(exchanges)
        bought = without_replacements(orders, exchanges)
        of_rates = {name: _held(left_out(facts, exchanges)) for name, facts in of_rates.items()}
    purchases = _held(purchase_facts(bought))
    return {
        **of_rates,
        Entity.purchase: purchases,
        Entity.customer: _held(customer_facts(purchases, settings.period)),
        Entity.exchange: exchanges,
        Entity.buyer: buyer_facts(of_rates[Entity.order]),
        Entity.unpaid_line: placed.lazy().filter(~pl.col("paid_order")),
        Entity.loaded_order: orders,
        Entity.loaded_refund: refunds,
    }


def _looked_at(tallies: tuple[Question, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the columns of lines and of orders that tallies, and facts on them, look at."""
    of_order = columns(tallies, Entity.order) | columns(tallies, Entity.loaded_order)
    of_order |= NEEDED_BY_PURCHASES | {"order"}
    if any(one.entity is Entity.buyer for one in tallies):
        of_order |= NEEDED_BY_BUYERS
    return columns(tallies, Entity.order_line) | of_order | NEEDED_BY_ORDERS, of_order


def _held(facts: pl.LazyFrame) -> pl.LazyFrame:
    """Compute facts once for all that look at them."""
    return facts.collect(engine=_ENGINE).lazy()


def _any_of(names: frozenset[str]) -> pl.selectors.Selector:
    return pl.selectors.by_name(sorted(names), require_all=False)
