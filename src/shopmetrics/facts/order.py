"""What is true of a paid order: when it was placed, what was paid, and what became of it."""

import polars as pl

from shopmetrics.facts.calendar import CALENDAR
from shopmetrics.shop import Stage

_FIRST = ("customer", "platform", "shop", "region", "campaign", "member_tier")


def order_facts(lines: pl.LazyFrame, refunds: pl.LazyFrame, quality: tuple[str, ...]) -> pl.LazyFrame:
    """Return one row a paid order, from line facts and refund facts.

    `refunded` and `refunded_<stage>` say whether a money refund succeeded, `quality_asked` whether
    any request named a quality cause first, whatever came of it. Money is in minor units.
    """
    placed = lines.group_by("order", maintain_order=True).agg(
        pl.col(*_FIRST, *CALENDAR, "now", "before", "ordered_at").first(),
        pl.col("units").sum(),
        pl.col("paid").sum(),
        pl.col("refunded").any(),
        pl.col("refunded_amount").sum(),
        pl.col("refunded_units").sum(),
    )
    became = refunds.filter("matched").group_by("order").agg(*_became(quality))
    return placed.join(became, on="order", how="left", maintain_order="left").with_columns(
        pl.col("quality_asked", *(f"refunded_{stage}" for stage in Stage)).fill_null(value=False),
        pl.col("unshipped_amount").fill_null(0),
    )


def _became(quality: tuple[str, ...]) -> list[pl.Expr]:
    settled = pl.col("succeeded")
    before = settled & (pl.col("stage") == Stage.before_shipment)
    return [
        pl.col("first_cause").is_in(quality).any().alias("quality_asked"),
        pl.col("amount").filter(before).sum().alias("unshipped_amount"),
        *((settled & (pl.col("stage") == stage)).any().alias(f"refunded_{stage}") for stage in Stage),
    ]
