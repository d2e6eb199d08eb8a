"""What changed between two periods or groups, whether by more than chance, and what drives it.

rate = orders that came back within `follow_up` days / paid orders, of side a and of side b.

follow_up: both sides have had the same time: a refund counts that went through (settled_at, else
requested_at) within so many days of its order, the age of the youngest order of both sides, at
most the horizon. Younger than the config's follow_up: not compared yet.
Without --a and --b: the period asked for and the one before it (the month before a month); else the
last whole month that is old enough and the one before; else weeks.
--event compares the days from an event of the config on with as many before; --by platform --a X
--b Y two groups, of orders old enough. An order is of a SKU or category where it holds it, and
came back where that came back.
points = rate b - rate a, with Newcombe's interval (method 10); ratio = rate b / rate a.
p = chance of such a difference where there is none, two-proportion z test, pooled, two-sided.
detectable = the smallest rise above rate a that so many orders would have shown in 8 of 10 cases.
Intervals, p and detectable stand at orders alone, as in refund_rate.
drivers: the points split by a dimension, after Kitagawa. rate_effect = (rate_gb - rate_ga) (w_ga +
w_gb) / 2, the group itself came back more; mix_effect = (w_gb - w_ga) ((rate_ga + rate_gb) / 2 -
mean rate), more of the group was sold; w is the group's share of the side's orders. They add up to
the points exactly. An order with several lines is of each SKU in part, its refund of each line
that came back in part. By cause there is no mix. A dimension of which no group is on both sides
only says which side is which, and is left out.
biggest: the group whose total exceeds what its size explains by most, where that is a quarter of
the points or more and the points are beyond chance.
"""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from shopmetrics import drivers
from shopmetrics.config import Basis
from shopmetrics.dimensions import OF_LINE, OF_PLATFORM, Dimension
from shopmetrics.examples.compare import EXAMPLES
from shopmetrics.facts.calendar import within
from shopmetrics.facts.tells import REFUNDS, nothing_sold
from shopmetrics.page import RATE_UNITS, Answer, Entity, Page, Table, Tally, Unit
from shopmetrics.settings import Settings, Side, Sides
from shopmetrics.sides import Compared, compared, old_enough
from shopmetrics.stats.difference import Share, chance, detectable, newcombe
from shopmetrics.stats.rate import rated

_MEASURES = ("orders", "units", "amount")
_SIDES = ("a", "b")
_RATES = {
    "measure": Unit.label,
    "side": Unit.label,
    "what": Unit.text,
    "since": Unit.when,
    "until": Unit.when,
    "follow_up": Unit.days,
    **RATE_UNITS,
}
_DIFFERENCE = {
    "measure": Unit.label,
    "points": Unit.points,
    "low": Unit.points,
    "high": Unit.points,
    "ratio": Unit.ratio,
    "p": Unit.probability,
    "detectable": Unit.points,
}
_INSTEAD = {"a": Unit.text, "b": Unit.text, "until": Unit.when, "follow_up": Unit.days}
_UNTIMED = 0.05


def tallies(settings: Settings) -> Mapping[str, Tally]:
    """Count what both sides placed, what came back in time, and all of it by each dimension."""
    found = compared(settings)
    if isinstance(found, str):
        return {}
    inside = {side: _inside(one, found) for side, one in zip(_SIDES, _both(found), strict=True)}
    either = inside["a"] | inside["b"]
    line = found.sides.by in OF_LINE
    came = pl.col("succeeded") & pl.col("matched") & (pl.col("own_delay") <= found.follow_up)
    untimed = pl.col("refunded") & pl.col("delay").is_null()
    order = {"untimed": untimed.sum(), "back": pl.col("refunded").sum()}
    return {
        "placed": _placed(inside, either, of_line=line),
        "came": Tally(Entity.refund, (), _came(inside), either & came),
        "times": Tally(Entity.order, (), order, _dated(found)),
        **({} if line else drivers.tallies(_dimensions(settings, found), inside, found.follow_up)),
    }


def answer(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Answer:
    """Set the rates beside each other, take their difference, and split it."""
    found = compared(settings)
    if isinstance(found, str):
        return Answer({**_nothing(), "instead": _instead(found, settings)}, (found,))
    unknown = _unknown(tallies, settings)
    rates = _rates(tallies, found, silent=bool(unknown))
    difference = _difference(rates)
    split = pl.DataFrame(schema=drivers.SCHEMA)
    if not unknown and found.sides.by not in OF_LINE:
        split = drivers.drivers(_dimensions(settings, found), tallies)
    tables = {
        "rates": Table(rates.select(*_RATES), _RATES | {"what": _named_as(found.sides)}),
        "difference": Table(difference, _DIFFERENCE),
        "drivers": Table(split.select(*drivers.UNITS), drivers.UNITS),
        "biggest": Table(_biggest(split, difference).select(*drivers.UNITS), drivers.UNITS),
        "instead": _instead("", settings),
    }
    return Answer(tables, unknown or _untold(rates, settings))


def _named_as(sides: Sides) -> Unit:
    """Say how the name of a side is meant: people read platforms and events in their words."""
    if sides.event:
        return Unit.around
    return Unit.platform if sides.by in OF_PLATFORM else Unit.text


def _both(found: Compared) -> tuple[Side, Side]:
    return found.sides.a, found.sides.b


def _inside(side: Side, found: Compared) -> pl.Expr:
    """Say which orders, lines or refunds are of a side."""
    dated = within(pl.col("day"), side.period)
    if found.sides.by is None:
        return dated
    group = pl.col(found.sides.by).cast(pl.String) == side.group
    return (dated & group).fill_null(value=False)


def _dated(found: Compared) -> pl.Expr:
    a, b = (within(pl.col("day"), side.period) for side in _both(found))
    return a | b


def _dimensions(settings: Settings, found: Compared) -> tuple[Dimension, ...]:
    """Choose what to split by: what was asked for, else everything but what is compared."""
    asked = tuple(one for one in drivers.ASKED if one in settings.by and one != found.sides.by)
    return asked or tuple(one for one in drivers.DIMENSIONS if one != found.sides.by)


def _placed(inside: Mapping[str, pl.Expr], either: pl.Expr, *, of_line: bool) -> Tally:
    entity = Entity.order_line if of_line else Entity.order
    counts = {}
    for side, one in inside.items():
        orders = pl.col("order").filter(one).n_unique() if of_line else one.sum()
        counts[f"orders_{side}"] = orders
        counts[f"units_{side}"] = pl.col("units").filter(one).sum()
        counts[f"amount_{side}"] = pl.col("paid").filter(one).sum()
    return Tally(entity, (), counts, either)


def _came(inside: Mapping[str, pl.Expr]) -> Mapping[str, pl.Expr]:
    counts = {}
    for side, one in inside.items():
        counts[f"orders_{side}"] = pl.col("order").filter(one).n_unique()
        counts[f"units_{side}"] = pl.col("units").filter(one).sum()
        counts[f"amount_{side}"] = pl.col("amount").filter(one).sum()
    return counts


def _rates(tallies: Mapping[str, pl.DataFrame], found: Compared, *, silent: bool) -> pl.DataFrame:
    """Return one row a measure and side."""
    placed, came = (tallies[name].row(0, named=True) for name in ("placed", "came"))
    rows = [
        {
            "measure": measure,
            "side": side,
            "what": one.name,
            "since": one.period.since,
            "until": one.period.until,
            "follow_up": found.follow_up,
            "n": placed[f"{measure}_{side}"],
            "k": None if silent else came[f"{measure}_{side}"],
        }
        for measure in _MEASURES
        for side, one in zip(_SIDES, _both(found), strict=True)
    ]
    counts = pl.col("measure") == "orders"
    return rated(pl.DataFrame(rows, schema=_ROW)).with_columns(
        pl.when(counts).then(pl.col("low", "high"))
    )


_ROW = {
    **dict.fromkeys(("measure", "side", "what"), pl.String),
    **dict.fromkeys(("since", "until"), pl.Date),
    **dict.fromkeys(("follow_up", "n", "k"), pl.Int64),
}


def _difference(rates: pl.DataFrame) -> pl.DataFrame:
    """Return one row a measure; nothing where one of both rates is not known."""
    pairs = rates.group_by("measure", maintain_order=True).agg("rate", "n")
    rows = [_differ(measure, *shares, *sizes) for measure, shares, sizes in pairs.rows()]
    kinds = {name: pl.String if name == "measure" else pl.Float64 for name in _DIFFERENCE}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def _differ(
    measure: str, rate_a: float | None, rate_b: float | None, n_a: int, n_b: int
) -> tuple[object, ...]:
    if rate_a is None or rate_b is None:
        return measure, *[None] * 6
    points, ratio = rate_b - rate_a, rate_b / rate_a if rate_a else None
    if measure != "orders":
        return measure, points, None, None, ratio, None, None
    a, b = Share(rate_a, n_a), Share(rate_b, n_b)
    return measure, points, *newcombe(a, b), ratio, chance(a, b), detectable(a, b)


def _biggest(split: pl.DataFrame, difference: pl.DataFrame) -> pl.DataFrame:
    """Name a driver only of a difference that is beyond chance."""
    _, points, low, high, *_ = difference.row(0)
    sure = points is not None and (low > 0 or high < 0)
    return drivers.biggest(split, points) if sure else split.clear()


def _unknown(tallies: Mapping[str, pl.DataFrame], settings: Settings) -> tuple[str, ...]:
    """Name why there are no rates at all."""
    if REFUNDS not in settings.tells:
        return ("no_refunds_loaded",)
    placed, times = (tallies[name].row(0, named=True) for name in ("placed", "times"))
    if not placed["orders_a"] and not placed["orders_b"]:
        return (nothing_sold(settings),)
    empty = tuple(f"no_orders_in_{side}" for side in _SIDES if not placed[f"orders_{side}"])
    untimed = times["untimed"] > _UNTIMED * times["back"]
    return (*empty, *(("no_refund_times_to_compare",) if untimed else ()))


def _untold(rates: pl.DataFrame, settings: Settings) -> tuple[str, ...]:
    few = bool((rates.head(2)["n"] < settings.config.min_orders).any())
    cash = settings.basis is Basis.refund_time
    return (
        *(("too_few_to_compare",) if few else ()),
        *(("by_order_time_only",) if cash else ()),
    )


def _instead(why: str, settings: Settings) -> Table:
    """Name the last sides that are old enough, and the last such day, where the asked are not."""
    follow_up = settings.config.maturity.follow_up
    sides = old_enough(settings) if why == "younger_than_follow_up" else None
    rows = (
        []
        if sides is None or settings.as_of is None
        else [(sides.a.name, sides.b.name, settings.as_of - timedelta(days=follow_up), follow_up)]
    )
    schema = dict(zip(_INSTEAD, (pl.String, pl.String, pl.Date, pl.Int64), strict=True))
    return Table(pl.DataFrame(rows, schema=schema, orient="row"), _INSTEAD)


def _nothing() -> Mapping[str, Table]:
    frames = {
        "rates": (_RATES, _ROW | dict.fromkeys(("rate", "low", "high"), pl.Float64)),
        "difference": (_DIFFERENCE, {}),
        "drivers": (drivers.UNITS, drivers.SCHEMA),
        "biggest": (drivers.UNITS, drivers.SCHEMA),
    }
    return {
        name: Table(
            pl.DataFrame(schema={column: kinds.get(column, pl.Float64) for column in units}), units
        )
        for name, (units, kinds) in frames.items()
    }


SETTINGS = ("min_orders", "maturity.horizon", "maturity.follow_up", "events")

PAGE = Page("compare", __doc__, tallies, answer, EXAMPLES, settings=SETTINGS)
