"""What is true of a refund request on one line: its reason and cause, its stage, its money."""

from collections.abc import Mapping, Sequence
from datetime import time

import polars as pl

from shopmetrics.cause import Cause
from shopmetrics.causes import cause_of
from shopmetrics.facts.calendar import calendar, within
from shopmetrics.facts.request import request_times
from shopmetrics.facts.tells import coarse, shipping
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import RefundKind, RefundState, Stage


def causes(refunds: pl.DataFrame, extra: Mapping[Cause, Sequence[str]]) -> pl.DataFrame:
    """Return each distinct reason text with its cause; null is a text that no pattern knows."""
    said = pl.concat([refunds["reason"].cast(pl.String), refunds["first_reason"].cast(pl.String)])
    texts = said.unique().sort().rename("text")
    return pl.DataFrame({"text": texts, "cause": cause_of(texts, extra)})


def refund_facts(
    pieces: pl.LazyFrame, lines: pl.LazyFrame, causes: pl.LazyFrame, settings: Settings
) -> pl.LazyFrame:
    """Return one row a refund and line (facts.link), in the time of its order.

    `now` and `before` say in which period the *order* was placed; where no order at all is
    loaded, the request takes its place. `settled_now` and `settled_before` are the periods of the
    settlement, `day_since_order` is how many days after its order it was asked for. What was sold,
    and where, is what the order's line says of it, not the refund.
    `own_delay` is the whole days from the order to this settlement, `delay` to the first of its
    order, both cut at one more than the horizon of the config; `back_lines` counts the lines of
    its order that came back.
    """
    period = settings.period
    named = _with_cause(_with_cause(pieces, causes, "reason"), causes, "first_reason")
    dims = lines.select("line", pl.col(*_BOTH, *_OF_LINE).name.prefix("line_"))
    asked = pl.coalesce("line_ordered_at", "requested_at", "settled_at")
    settled = pl.coalesce("settled_at", "requested_at").dt.date()
    timed = pl.col("line_timed").fill_null(value=False)
    return (
        named.join(dims, on="line", how="left")
        .with_columns(
            stage=pl.coalesce(_said(coarse(settings)), _stage(shipping(settings))),
            asked=asked,
            matched=_matched(),
        )
        .with_columns(**calendar("asked", timed), **_settled(settled, period))
        .with_columns(
            now=within(pl.col("day"), period),
            day_since_order=_day_since_order(),
            before=within(pl.col("day"), period.before()),
            order=pl.coalesce("order", _lost_order()),
            **request_times(),
            compensation=_compensation(),
            **{name: _of_the_line(name) for name in _BOTH},
            **{name: pl.col(f"line_{name}") for name in _OF_LINE},
        )
        .with_columns(**_delays(settings.config.maturity.horizon))
    )


def _compensation() -> pl.Expr:
    """Say what was paid to the customer outside the platform, as far as it was paid."""
    outside = pl.col("kind") == RefundKind.compensation
    return (outside & (pl.col("state") == RefundState.succeeded)).fill_null(value=False)


_BOTH = ("platform", "shop", "sku")  # both a refund and a line say these
_OF_LINE = ("product", "category", "region", "campaign", "member_tier")


def _of_the_line(name: str) -> pl.Expr:
    line, own = (pl.col(column).cast(pl.String) for column in (f"line_{name}", name))
    return pl.when("matched").then(line).otherwise(own)


def _with_cause(pieces: pl.LazyFrame, causes: pl.LazyFrame, column: str) -> pl.LazyFrame:
    name = "cause" if column == "reason" else "first_cause"
    text = pl.col(column).cast(pl.String)
    named = causes.select(pl.col("text").alias(column), pl.col("cause").alias(name))
    return pieces.with_columns(text).join(named, on=column, how="left", nulls_equal=True)


def _day_since_order() -> pl.Expr:
    """Count whole days of 24 hours, whole dates where a time of day is missing on either side.

    Null where the request has no time, or comes before the order.
    """
    asked, ordered = pl.col("requested_at"), pl.col("line_ordered_at")
    timed = pl.col("line_timed") & (asked.dt.time() != time())
    dates = (asked.dt.date() - ordered.dt.date()).dt.total_days()
    elapsed = pl.when(asked >= ordered).then((asked - ordered).dt.total_days())
    return pl.when(timed).then(elapsed).when(dates >= 0).then(dates)


def _settled(day: pl.Expr, period: Period) -> dict[str, pl.Expr]:
    return {
        "settled_day": day,
        "settled_week": day.dt.truncate("1w"),
        "settled_month": day.dt.month_start(),
        "settled_now": within(day, period),
        "settled_before": within(day, period.before()),
    }


def _delays(horizon: int) -> dict[str, pl.Expr]:
    """Return how many days settlements took; a clock that runs backwards took none."""
    settled = pl.col("succeeded") & pl.col("matched")
    days = (pl.col("settled_day") - pl.col("day")).dt.total_days().clip(0, horizon + 1)
    own = pl.when(settled).then(days.cast(pl.Int16))
    back = pl.when(settled).then("line").n_unique() - (~settled).any()
    return {
        "own_delay": own,
        "delay": own.min().over("order"),
        "back_lines": back.over("order"),
    }


def _matched() -> pl.Expr:
    return pl.col("line").is_not_null()


def _lost_order() -> pl.Expr:
    """Number the orders that are not in the files: below zero, so that none meets a real one."""
    unnamed = pl.when(pl.col("order_id").is_null()).then("refund")
    named = pl.struct("platform", "shop", "order_id", unnamed)
    return -1 - named.rank("dense").cast(pl.Int64)


def _said(coarse: tuple[str, ...]) -> pl.Expr:
    """Take the stage from the after-sales; of receipt the order tells where these do not."""
    received = (pl.col("requested_at") >= pl.col("line_received_at")).fill_null(value=False)
    shipped = pl.col("stage") == Stage.after_shipment
    later = pl.col("platform").cast(pl.String).is_in(coarse) & shipped & received
    return pl.when(later).then(pl.lit(Stage.after_receipt, pl.Enum(Stage))).otherwise("stage")


def _stage(shipping: tuple[str, ...]) -> pl.Expr:
    """Place the request against shipment and receipt; null where the platform tells neither."""
    asked = pl.col("requested_at")
    shipped, received = pl.col("line_shipped_at"), pl.col("line_received_at")
    told = pl.col("line_platform").cast(pl.String).is_in(shipping).fill_null(value=False)
    known = told & asked.is_not_null() & _matched()
    return (
        pl.when(known & ((asked < shipped) | pl.coalesce(shipped, received).is_null()))
        .then(pl.lit(Stage.before_shipment))
        .when(asked >= received)
        .then(pl.lit(Stage.after_receipt))
        .when(asked >= shipped)
        .then(pl.lit(Stage.after_shipment))
        .otherwise(pl.lit(None))
        .cast(pl.Enum(Stage))
    )
