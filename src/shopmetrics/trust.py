"""How far the loaded files can be trusted: what found its other half, and what did not.

Counted over everything loaded, whatever the period.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from shopmetrics.folders import alike
from shopmetrics.page import Entity, Tally
from shopmetrics.source import Loaded, Reject, Source
from shopmetrics.stats.rate import share
from shopmetrics.value import value

_SHOWN_ORDERS = 5
HOW = ("line", "sku", "variant", "order", "spread", "customer", "none")  # the surest first
_REFUNDS = pl.col("refund").n_unique()


@value
class Join:
    """How many rows of one kind found their other half."""

    what: str
    matched: int
    unmatched: int


@value
class Quality:
    """How each file was read, and what the tables lack; `spread_share` is of refunded money."""

    sources: tuple[Source, ...]
    rejects: tuple[Reject, ...]
    skipped: tuple[str, ...]
    joins: tuple[Join, ...]
    orders: int
    unpaid_orders: int
    orders_without_customer: int
    refunds_without_order: int
    capped_refunds: int
    capped_orders: tuple[str, ...]
    refunds_beyond_line: int
    beyond_line_orders: tuple[str, ...]
    spread_share: float | None
    idle_shops: tuple[str, ...]  # patterns of the config that fit no file
    folders: tuple[Path, ...]  # that may each be a shop of its own
    matches: Mapping[str, int]  # refunds by what their line was found by; none: by nothing

    @property
    def has_orders(self) -> bool:
        """Say whether any order was loaded, paid or not."""
        return self.orders + self.unpaid_orders > 0


def tallies() -> Mapping[str, Tally]:
    """Count orders without a customer, refunds by how they were matched, and what was cut."""
    orders = {"orders": pl.len(), "unnamed": pl.col("customer").is_null().sum()}
    money = pl.col("amount").filter(pl.col("succeeded")).sum()
    capped = {"refunds": _REFUNDS, "excess": pl.col("excess").sum()}
    return {
        "orders": Tally(Entity.loaded_order, (), orders),
        "unpaid": Tally(Entity.unpaid_line, (), {"orders": pl.col("order").n_unique()}),
        "how": Tally(Entity.loaded_refund, ("how",), {"refunds": _REFUNDS, "amount": money}),
        "capped": Tally(Entity.loaded_refund, ("order_id",), capped, pl.col("excess") > 0),
        "beyond_line": Tally(
            Entity.loaded_refund, ("order_id",), {"refunds": _REFUNDS}, pl.col("beyond_line")
        ),
    }


def quality(loaded: Loaded, tallies: Mapping[str, pl.DataFrame]) -> Quality:
    """Gather how the files were read and what was matched."""
    how, capped, orders = tallies["how"], tallies["capped"], tallies["orders"].row(0, named=True)
    lost = _refunds(how, pl.col("how") == "none")
    spread = _refunds(how, pl.col("how") == "spread")
    found = _refunds(how, pl.col("how") != "none")
    worst = capped.sort("excess", "order_id", descending=[True, False]).head(_SHOWN_ORDERS)
    return Quality(
        sources=loaded.sources,
        rejects=loaded.rejects,
        skipped=loaded.skipped,
        joins=(
            Join("refund_to_order", found, lost),
            Join("refund_to_line", found - spread, spread + lost),
        ),
        orders=orders["orders"],
        unpaid_orders=tallies["unpaid"]["orders"].item(),
        orders_without_customer=orders["unnamed"],
        refunds_without_order=lost,
        capped_refunds=int(capped["refunds"].sum()),
        capped_orders=tuple(worst["order_id"].drop_nulls()),
        refunds_beyond_line=int(tallies["beyond_line"]["refunds"].sum()),
        beyond_line_orders=tuple(
            tallies["beyond_line"]["order_id"].drop_nulls().head(_SHOWN_ORDERS)
        ),
        spread_share=how.select(_spread_share()).item(),
        idle_shops=loaded.idle_shops,
        folders=alike(loaded.sources),
        matches={name: n for name in HOW if (n := _refunds(how, pl.col("how") == name))},
    )


def _refunds(how: pl.DataFrame, where: pl.Expr) -> int:
    return int(how.filter(where)["refunds"].sum())


def _spread_share() -> pl.Expr:
    matched = pl.col("amount").filter(pl.col("how") != "none").sum()
    return share(pl.col("amount").filter(pl.col("how") == "spread").sum(), matched)
