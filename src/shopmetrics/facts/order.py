"""What is true of a paid order: when it was placed, what was paid, and what became of it."""

from collections.abc import Mapping

import polars as pl

from shopmetrics.facts.calendar import CALENDAR
from shopmetrics.shop import Stage

_SUMMED = (
    *("units", "paid", "refunded", "refunded_amount", "refunded_units", "priced"),
    "changed",
)
# What an order reads of its lines whatever is asked; of the rest it takes what is there.
NEEDED_BY_ORDERS = frozenset({"order", "sku", *_SUMMED})
_FIRST_SETTLED = ("settled_day", "refund_id", "cause")
_FIRST = (
    *("customer", "platform", "shop", "region", "campaign", "member_tier"),
    *("order_id", "customer_id", "paid_day", "shipped_day", "received_day", "shipped", "received"),
)


def order_facts(
    lines: pl.LazyFrame,
    refunds: pl.LazyFrame,
    quality: tuple[str, ...],
    marks: Mapping[str, pl.Expr],
) -> pl.LazyFrame:
    """Return one row a paid order, from line facts and refund facts.

    `refunded` and `refunded_<stage>` say whether a money refund succeeded, `quality_asked` whether
    any request named a quality cause first, whatever came of it; `marks` (facts.mark) are what the
    rules count. `delay` and `refund_cause` are those of its first money refund (facts.refund).
    `basket` is the SKU of an order that holds one alone, null for several. Money is in minor units.
    """
    placed = pl.concat([_heads(lines), _sums(lines)], how="horizontal")
    named = [one.alias(name) for name, one in marks.items()]
    became = refunds.filter("matched").group_by("order").agg(*_became(quality), *named)
    return placed.join(became, on="order", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("changed") == 0).then("sku").alias("basket"),
        pl.col("quality_asked", *(f"refunded_{stage}" for stage in Stage)).fill_null(value=False),
        pl.col("unshipped_amount", "compensated_amount").fill_null(0),
    )


def _heads(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Take what is the same on all lines of an order off its first: lines stand together."""
    new = (pl.col("order") != pl.col("order").shift(1)).fill_null(value=True)
    same = pl.selectors.by_name(*_FIRST, *CALENDAR, "now", "before", require_all=False)
    return lines.filter(new).select("order", "sku", same)


def _sums(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Sum over an order's lines by differences of running sums: a fifth of a group_by's time."""
    last = (pl.col("order") != pl.col("order").shift(-1)).fill_null(value=True)
    upto = [pl.col(name).cast(pl.Int64).fill_null(0).cum_sum() for name in _SUMMED]
    sums = pl.col(*_SUMMED)
    ends = lines.select("order", *upto).filter(last).select(sums - sums.shift(1, fill_value=0))
    return ends.with_columns(refunded=pl.col("refunded") > 0)


def _became(quality: tuple[str, ...]) -> list[pl.Expr]:
    settled = pl.col("succeeded")
    before = settled & (pl.col("stage") == Stage.before_shipment)
    return [
        pl.col("first_cause").is_in(quality).any().alias("quality_asked"),
        pl.col("amount").filter(before).sum().alias("unshipped_amount"),
        pl.col("amount").filter("compensation").sum().alias("compensated_amount"),
        pl.col("delay").first(),
        pl.col("cause")
        .sort_by(~settled, *_FIRST_SETTLED, nulls_last=True)
        .first()
        .alias("refund_cause"),
        *(
            (settled & (pl.col("stage") == stage)).any().alias(f"refunded_{stage}")
            for stage in Stage
        ),
    ]
