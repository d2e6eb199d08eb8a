"""A refund rate by one dimension: by goods, times, places, or by why things came back."""

from collections.abc import Mapping

import polars as pl

from shopmetrics.config import Basis
from shopmetrics.dimensions import CALENDAR, NAMED, OF_LINE, OF_PLATFORM, OF_REFUND, Dimension
from shopmetrics.facts.calendar import calendar, within
from shopmetrics.facts.tells import silent
from shopmetrics.maturity import MATURITY_UNITS, matured
from shopmetrics.measures import BACK, MEASURES, SOLD, as_rows, rates
from shopmetrics.page import RATE_UNITS, Entity, Table, Tally, Unit
from shopmetrics.settings import Settings
from shopmetrics.stats.landing import Landing

_RANK = ("nameless", "rank")


def breakdown_tallies(settings: Settings, back: pl.Expr) -> dict[str, Tally]:
    """Count what was placed and what came back by every asked dimension; `back` is what counts."""
    asked = {}
    for name in settings.by:
        dimension = Dimension(name)
        if dimension not in OF_REFUND:
            asked[f"placed_by_{name}"] = _placed_by(dimension)
        asked[f"back_by_{name}"] = Tally(
            Entity.refund, (_back_key(dimension, settings),), BACK, back
        )
    return asked


def breakdown(
    dimension: Dimension,
    tallies: Mapping[str, pl.DataFrame],
    settings: Settings,
    unknown: tuple[str, ...],
) -> Table:
    """Set each group's refunds over what was placed in it; reasons over everything placed.

    What has no group is a row of its own, last: the parts add up to the whole.
    """
    key = _back_key(dimension, settings)
    back = as_rows(tallies[f"back_by_{dimension}"].rename({key: dimension}), "k", dimension)
    if dimension in OF_REFUND:
        rows = back.join(as_rows(tallies["placed"], "n"), on="measure")
    else:
        placed = as_rows(tallies[f"placed_by_{dimension}"], "n", dimension)
        on = [dimension, "measure"]
        rows = placed.join(back, on=on, how="full", coalesce=True, nulls_equal=True)
    rows = rows.with_columns(pl.col("n").fill_null(0))
    units = {str(dimension): _unit_of(dimension), "measure": Unit.label, **RATE_UNITS}
    order = pl.col("measure").replace_strict({name: i for i, name in enumerate(MEASURES)})
    rows = _ranked(_said(rates(rows, unknown), dimension, settings), dimension).sort(
        *_RANK, dimension, order, nulls_last=True
    )
    return Table(rows.select(*units), units)


def _said(rows: pl.DataFrame, dimension: Dimension, settings: Settings) -> pl.DataFrame:
    """Leave out what came back of platforms whose refunds no file tells of."""
    if dimension is not Dimension.platform or not (mute := silent(settings)):
        return rows
    told = ~pl.col("platform").is_in(mute).fill_null(value=False)
    return rows.with_columns(pl.when(told).then(pl.col("k", "rate", "low", "high")))


def ripened(
    table: Table, dimension: Dimension, days: pl.DataFrame, curve: Landing | str, settings: Settings
) -> Table:
    """Project each day, week or month to its end: the newest look better than they are."""
    if dimension not in CALENDAR or settings.basis is Basis.refund_time:
        return table
    begins = calendar("day", pl.lit(value=False))[dimension]
    placed = days.filter(within(pl.col("day"), settings.period))
    groups = placed.with_columns(begins.alias(dimension))
    ripe = matured(groups, dimension, curve, settings).with_columns(measure=pl.lit("orders"))
    rows = table.rows.join(ripe, on=[dimension, "measure"], how="left", maintain_order="left")
    units = {**table.units, **MATURITY_UNITS}
    return Table(rows.select(*units), units)


def _placed_by(dimension: Dimension) -> Tally:
    if dimension in OF_LINE:
        counts = {"orders": pl.col("order").n_unique(), **SOLD}
        return Tally(Entity.order_line, (dimension,), counts, pl.col("now"))
    return Tally(Entity.order, (dimension,), {"orders": pl.len(), **SOLD}, pl.col("now"))


def _back_key(dimension: Dimension, settings: Settings) -> str:
    """Name the column of a refund's group: days of a cash view are days of settlement."""
    cash = settings.basis is Basis.refund_time and dimension in CALENDAR
    return f"settled_{dimension}" if cash else dimension


def _ranked(rows: pl.DataFrame, dimension: Dimension) -> pl.DataFrame:
    """Put first what came back most, times in their order, and the nameless last."""
    back = pl.col("k").filter(pl.col("measure") == "orders").sum().over(dimension)
    ordered = dimension in CALENDAR or dimension in {Dimension.hour, Dimension.weekday}
    rank = pl.lit(0, pl.Int64) if ordered else -back
    return rows.with_columns(nameless=pl.col(dimension).is_null(), rank=rank)


def _unit_of(dimension: Dimension) -> Unit:
    if dimension in OF_PLATFORM:
        return Unit.platform
    named = Unit.label if dimension in NAMED else Unit.text
    when = Unit.month if dimension is Dimension.month else Unit.when
    return when if dimension in CALENDAR else named
