"""What the orders of one file tell of another file: which ids they share, and what was paid."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from shopmetrics.ingest.cells.money import minor_units
from shopmetrics.ingest.propose.draft import Draft
from shopmetrics.ingest.propose.looks import Looks
from shopmetrics.ingest.propose.sample import Sample
from shopmetrics.ingest.propose.totals import Whole
from shopmetrics.shop import Kind, Shop
from shopmetrics.value import value

_HUNDREDTHS = 2  # digits in which amounts are compared here, whatever the currency
_ID = 0.9
_LETTERS = 4


@value
class Beside:
    """Orders of one file or of all that are recognised: `order_id`, and `paid` in hundredths."""

    path: Path | None  # None: of the recognised files
    platform: str | None
    orders: pl.DataFrame


@value
class Check:
    """How many rows keep a rule that refunds keep where all columns are the right ones."""

    rule: str  # known_orders or refund_within_paid
    held: int
    of: int


def of_shop(shop: Shop) -> Iterator[Beside]:
    """Yield the recognised orders, by platform, the one with the most orders first."""
    factor = 10 ** (_HUNDREDTHS - shop.decimals)
    orders = shop.orders.select(
        pl.col("platform").cast(pl.String), "order_id", paid=pl.col("paid") * factor
    )
    found = [
        Beside(None, str(platform), _by_order(rows))
        for (platform,), rows in orders.group_by("platform", maintain_order=True)
    ]
    yield from sorted(found, key=lambda one: -one.orders.height)


def of_draft(draft: Draft) -> Beside | None:
    """Return the orders of a file that is taken for one of orders."""
    ids, paid = draft.cells("order_id"), draft.cells("paid")
    if draft.kind is not Kind.orders or ids is None:
        return None
    money = pl.repeat(None, ids.len(), dtype=pl.Int64, eager=True)
    rows = pl.DataFrame({"order_id": ids, "paid": money if paid is None else minor_units(paid)})
    if draft.told is not None and draft.told.whole is not Whole.row:
        rows = rows.group_by("order_id", maintain_order=True).first()
    return Beside(draft.seen.sample.path, None, _by_order(rows))


def shared(sample: Sample, looks: dict[int, Looks], others: Sequence[Beside]) -> dict[int, float]:
    """Return, by column, the share of its values that are order ids of one of the others."""
    found = {}
    for at in sample.usable:
        values = sample.column(at).drop_nulls().unique()
        if _short(values) or looks[at].dated >= _ID or looks[at].fractions:
            continue
        shares = [_inside(values, other) / values.len() for other in others]
        if best := max(shares, default=0.0):
            found[at] = best
    return found


def _short(values: pl.Series) -> bool:
    """Say whether values are too short to be the same by more than chance."""
    lengths = values.str.len_chars().mean()
    return lengths is None or float(str(lengths)) < _LETTERS


def nearest(draft: Draft, others: Sequence[Beside]) -> Beside | None:
    """Return the orders of which a file of refunds names the most, None where it names none."""
    ids = draft.cells("order_id")
    if ids is None:
        return None
    values = ids.drop_nulls().unique()
    best = max(others, key=lambda other: _inside(values, other), default=None)
    return best if best is not None and _inside(values, best) else None


def checks(draft: Draft, other: Beside) -> Iterator[Check]:
    """Yield what refunds agree with: orders that exist, and no more than was paid for them."""
    ids, amounts = draft.cells("order_id"), draft.cells("amount")
    if ids is None:
        return
    rows = pl.DataFrame({"order_id": ids}).with_columns(
        amount=pl.lit(None, pl.Int64) if amounts is None else minor_units(amounts).abs()
    )
    told = rows.drop_nulls("order_id")
    joined = told.group_by("order_id").agg(pl.col("amount").sum(), count=pl.len())
    joined = joined.join(other.orders, on="order_id", how="inner")
    yield Check("known_orders", int(joined["count"].sum()), told.height)
    money = joined.filter(pl.col("amount").is_not_null() & pl.col("paid").is_not_null())
    if amounts is not None and money.height:
        within = money.filter(pl.col("amount") <= pl.col("paid")).height
        yield Check("refund_within_paid", within, money.height)


def _by_order(rows: pl.DataFrame) -> pl.DataFrame:
    paid = pl.when(pl.col("paid").count() > 0).then(pl.col("paid").sum())
    return rows.drop_nulls("order_id").group_by("order_id").agg(paid=paid)


def _inside(values: pl.Series, other: Beside) -> int:
    return int(values.is_in(other.orders["order_id"].implode()).sum())
