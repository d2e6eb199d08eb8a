"""Shops by chance alone, or with one thing planted, as the facts that the hotspots page counts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from tables import settings_of, shop_of

from shopmetrics.engine.plan import plan
from shopmetrics.facts.tells import ORDERS, REFUNDS
from shopmetrics.page import Answer, Entity
from shopmetrics.pages import hotspots
from shopmetrics.settings import Settings

CAUSES = np.array(["size", "quality", "damaged", "late", "changed_mind", "unstated"])
HOURS = np.array([2, 1, 1, 1, 1, 1, 2, 4, 5, 6, 7, 6, 6, 6, 6, 6, 6, 6, 7, 9, 12, 12, 9, 5])


@dataclass(frozen=True, slots=True)
class World:
    """How large the shop is, and what is planted: a lift for one SKU, hours, region, cause or day."""

    orders: int = 4_000
    skus: int = 12
    rate: float = 0.1
    sku_lift: float = 1.0  # of SKU 0
    hours: tuple[int, ...] = ()
    hours_lift: float = 1.0
    region_lift: float = 1.0  # of region 0
    peak: float = 0.0  # share of the requests of SKU 0 that come on day 3


def answer_of(world: World, seed: int, settings: Settings) -> Answer:
    """Make a shop of one line an order, tally it as the page asks, and let the page answer."""
    facts = _facts(world, np.random.default_rng(seed))
    asked = hotspots.tallies(settings)
    done = pl.collect_all([plan(facts[tally.entity].lazy(), tally) for tally in asked.values()])
    return hotspots.answer(dict(zip(asked, done, strict=True)), settings)


def told() -> Settings:
    """Return the settings of a shop whose files tell of orders and refunds."""
    settings = settings_of(shop_of("order_id  ordered_at\nA1  2026-03-01 09:00"))
    return Settings(config=settings.config, tells=frozenset({ORDERS, REFUNDS}))


def _facts(world: World, chance: np.random.Generator) -> Mapping[Entity, pl.DataFrame]:
    count = world.orders
    sku = chance.integers(0, world.skus, count)
    hour = chance.choice(24, count, p=HOURS / HOURS.sum())
    region = chance.integers(0, 8, count)
    rate = np.full(count, world.rate)
    rate[sku == 0] *= world.sku_lift
    rate[np.isin(hour, world.hours)] *= world.hours_lift
    rate[region == 0] *= world.region_lift
    day = chance.choice(15, count)
    day[(sku == 0) & (chance.random(count) < world.peak)] = 3
    orders = pl.DataFrame(
        {
            "order": np.arange(count),
            "sku": [f"S{one:02d}" for one in sku],
            "product": [f"P{one // 3}" for one in sku],
            "hour": hour,
            "day": pl.Series(chance.integers(20_500, 20_600, count)).cast(pl.Int32).cast(pl.Date),
            "region": [f"R{one}" for one in region],
            "campaign": [f"C{one}" for one in chance.integers(0, 3, count)],
            "refunded": chance.random(count) < np.minimum(rate, 1),
            "cause": CAUSES[chance.integers(0, len(CAUSES), count)],
            "day_since_order": day,
        }
    ).with_columns(
        pl.col("day").dt.weekday().alias("weekday"),
        basket=pl.col("sku"),
        refund=pl.col("order"),
        refunded_amount=pl.when("refunded").then(10_000).otherwise(0),
        amount=pl.lit(10_000),
        now=True,
        matched=True,
        succeeded=True,
    )
    refunds = orders.filter("refunded")
    return {Entity.order: orders, Entity.order_line: orders, Entity.refund: refunds}
