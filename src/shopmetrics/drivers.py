"""What drives a difference of two refund rates: its split by SKU, hour, region or cause.

An order counts for each of its lines in part, and its refund for each line that came back in part:
so the parts of every split add up to the orders and to the refunded orders themselves.
"""

from collections.abc import Mapping

import polars as pl

from shopmetrics.dimensions import OF_LINE, Dimension
from shopmetrics.page import Entity, Tally, Unit
from shopmetrics.stats.decompose import kitagawa

DIMENSIONS = (
    *(Dimension.sku, Dimension.category, Dimension.platform, Dimension.shop, Dimension.region),
    *(Dimension.campaign, Dimension.member_tier, Dimension.hour, Dimension.weekday),
    Dimension.cause,
)
ASKED = (*DIMENSIONS, Dimension.product)  # what a difference can be split by
EFFECTS = dict.fromkeys(("rate_effect", "mix_effect", "total"), Unit.points)
UNITS = {"dimension": Unit.label, "group": Unit.text, **EFFECTS}
_SIDES = ("a", "b")
_COUNTS = ("n_a", "k_a", "n_b", "k_b")
_LARGE = 0.25  # of the difference, to be called its driver
_BEYOND = 0.15  # more of the difference than a group of its size would have in an even change


def tallies(
    dimensions: tuple[Dimension, ...], within: Mapping[str, pl.Expr], follow_up: int
) -> Mapping[str, Tally]:
    """Count orders (n) and those refunded in time (k) of both sides, by each dimension."""
    back = (pl.col("delay") <= follow_up).fill_null(value=False)
    either = within["a"] | within["b"]
    found: dict[str, Tally] = {}
    for dimension in dimensions:
        if dimension in OF_LINE:
            came = either & back & pl.col("succeeded") & pl.col("matched")
            lines = {f"k_{side}": pl.col("line").filter(within[side]).n_unique() for side in _SIDES}
            sold = {f"n_{side}": within[side].sum() for side in _SIDES}
            found[f"sold_{dimension}"] = Tally(
                Entity.order_line, (dimension, "order_lines"), sold, either
            )
            found[f"back_{dimension}"] = Tally(
                Entity.refund, (dimension, "back_lines"), lines, came
            )
        else:
            counts = {f"n_{side}": within[side].sum() for side in _SIDES}
            counts |= {f"k_{side}": (within[side] & back).sum() for side in _SIDES}
            named = "refund_cause" if dimension is Dimension.cause else dimension
            found[f"by_{dimension}"] = Tally(Entity.order, (named,), counts, either)
    return found


def drivers(dimensions: tuple[Dimension, ...], tallies: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Split the difference by each dimension with at least two groups, the largest part first.

    UNITS and `even`, the part of the difference that a group of its size would have if all had
    changed alike.
    """
    parts = [_split(dimension, tallies) for dimension in dimensions]
    empty = pl.DataFrame(schema=SCHEMA)
    return pl.concat([empty, *(part.select(*SCHEMA) for part in parts if part.height > 1)])


SCHEMA = {
    **dict.fromkeys(("dimension", "group"), pl.String),
    **dict.fromkeys((*EFFECTS, "even"), pl.Float64),
}


def biggest(rows: pl.DataFrame, points: float) -> pl.DataFrame:
    """Return the group with the most of the difference beyond its size, where one stands out."""
    part = pl.col("total") / points
    own = part - pl.col("even")
    large = pl.col("group").is_not_null() & (part >= _LARGE) & (own >= _BEYOND)
    return rows.filter(large).sort(-own, "dimension", "group").head(1)


def _split(dimension: Dimension, tallies: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    if dimension in OF_LINE:
        groups = _of_lines(dimension, tallies)
    else:
        key = "refund_cause" if dimension is Dimension.cause else str(dimension)
        groups = tallies[f"by_{dimension}"].rename({key: "group"})
    if dimension is not Dimension.cause and not _on_both(groups):
        groups = groups.clear()
    split = _by_cause(groups) if dimension is Dimension.cause else _by_group(groups)
    named = split.with_columns(
        pl.lit(str(dimension)).alias("dimension"), pl.col("group").cast(pl.String)
    )
    return named.sort(-pl.col("total").abs(), "group", nulls_last=True)


def _on_both(groups: pl.DataFrame) -> bool:
    """Say whether any group is on both sides; else the split only says which side is which."""
    return bool(groups.select(((pl.col("n_a") > 0) & (pl.col("n_b") > 0)).any()).item())


def _of_lines(dimension: Dimension, tallies: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Share orders over their lines, and refunded orders over the lines that came back."""
    sold, back = (
        tallies[f"{name}_{dimension}"]
        .group_by(pl.col(dimension).alias("group"), maintain_order=True)
        .agg((pl.col(f"^{count}_.$") / pl.col(lines)).sum())
        for name, count, lines in (("sold", "n", "order_lines"), ("back", "k", "back_lines"))
    )
    joined = sold.join(back, on="group", how="left", nulls_equal=True)
    # Sums of fractions depend on their order: it is always the same.
    return joined.with_columns(pl.col("k_a", "k_b").fill_null(0)).sort("group", nulls_last=True)


def _by_group(groups: pl.DataFrame) -> pl.DataFrame:
    weights = [pl.col(f"n_{side}") / pl.col(f"n_{side}").sum() for side in _SIDES]
    return kitagawa(groups).with_columns(even=(weights[0] + weights[1]) / 2)


def _by_cause(groups: pl.DataFrame) -> pl.DataFrame:
    """Split by what orders came back for: a cause has a rate, but no orders that did not."""
    parts = [pl.col(f"k_{side}") / pl.col(f"n_{side}").sum() for side in _SIDES]
    refunds = pl.col("k_a") + pl.col("k_b")
    rows = groups.with_columns(
        rate_effect=parts[1] - parts[0],
        mix_effect=pl.lit(None, pl.Float64),
        total=parts[1] - parts[0],
        even=refunds / refunds.sum(),
    )
    return rows.filter(refunds > 0)
