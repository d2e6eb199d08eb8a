"""What the files leave open of the refund rate: refunds that may belong to it and are not in it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import polars as pl

from shopmetrics.config import Basis
from shopmetrics.doubt import Doubt, Open
from shopmetrics.facts.calendar import within
from shopmetrics.facts.tells import silent
from shopmetrics.measures import counted
from shopmetrics.page import Entity, Tally
from shopmetrics.settings import Settings
from shopmetrics.shop import MONEY_KINDS

# Refunds to expect where a file has none: by chance alone it has none once in 160,000 times.
_EVIDENT = 12
_RECENT = timedelta(days=30)
_FRESH = timedelta(days=14)  # orders of less days tell little, where nothing says how late is late


def tallies(settings: Settings) -> Mapping[str, Tally]:
    """Count what is asked back and in no rate; orders and settlements of each platform by day."""
    when, order, refund = counted(settings), pl.col("order"), pl.col("refund")
    lost, ours = pl.col("succeeded") & ~pl.col("matched"), pl.col("matched")
    money = pl.col("kind").is_in(MONEY_KINDS).fill_null(value=True)
    by, since = ("platform", "day"), pl.lit(settings.first_day, pl.Date)
    orders, orphans = {"n": order.n_unique()}, {"n": refund.n_unique()}
    named = pl.col("first_cause").is_in(tuple(settings.config.quality_causes))
    kinds = {
        "lost": Tally(Entity.refund, (), orphans, lost & when & (pl.col("day") >= since)),
        "lost_quality": Tally(
            Entity.refund, (), orphans, lost & named & pl.col("now") & (pl.col("day") >= since)
        ),
        "unread": Tally(Entity.refund, (), orders, ours & money & pl.col("state").is_null() & when),
        "placed": Tally(Entity.order, by, {"n": pl.len(), "k": pl.col("refunded").sum()}),
        "settled": Tally(Entity.refund, ("platform", "settled_day"), orphans, pl.col("succeeded")),
    }
    if settings.basis is Basis.refund_time:
        undated = ours & pl.col("succeeded") & pl.col("settled_day").is_null()
        kinds["undated"] = Tally(Entity.refund, (), orders, undated & pl.col("now"))
    return kinds


def of_quality(tallies: Mapping[str, pl.DataFrame]) -> Iterator[Doubt]:
    """Yield what may be missing from the rate of quality returns."""
    if n := tallies["lost_quality"]["n"].item():
        yield Doubt(Open.lost, n)


def of_rate(
    tallies: Mapping[str, pl.DataFrame], settings: Settings, *, ripens: bool
) -> Iterator[Doubt]:
    """Yield what may be missing from the refund rate; `ripens` says that its age is known."""
    for what in (Open.lost, Open.unread, Open.undated):
        if what in tallies and (n := tallies[what]["n"].item()):
            yield Doubt(what, n)
    days = tallies["placed"].with_columns(now=within(pl.col("day"), settings.period))
    if settings.basis is Basis.refund_time:
        return
    yield from _of_silent(days, settings)
    for platform, ends in _reach(tallies["settled"]).items():
        own = days.filter(pl.col("platform") == platform, pl.col("day").is_not_null()).sort("day")
        yield from _before(own, platform)
        yield from _after(own, platform, *ends)
    if not ripens:
        yield from _of_fresh(days.filter("now"), settings)


def _of_silent(days: pl.DataFrame, settings: Settings) -> Iterator[Doubt]:
    """Yield the platforms of which nothing tells a refund, where the others' rate is known."""
    mute = days.filter(pl.col("platform").is_in(silent(settings)) & pl.col("now"))
    counts = mute.group_by("platform").agg(pl.col("n").sum()).sort("platform")
    for platform, n in counts.rows():
        yield Doubt(Open.silent, n, platform)


def _reach(settled: pl.DataFrame) -> dict[str, tuple[date, float]]:
    """Return, by platform, the last day of its settlements and how many a day has of late."""
    known = settled.drop_nulls(["platform", "settled_day"])
    last = known.with_columns(last=pl.col("settled_day").max().over("platform"))
    days = (pl.col("last") - pl.col("settled_day").min()).dt.total_days().first() + 1
    late = pl.col("n").filter(pl.col("settled_day") > pl.col("last") - _RECENT).sum()
    a_day = pl.min_horizontal(pl.col("n").sum() / days, late / pl.lit(_RECENT.days))
    rows = last.group_by("platform").agg(pl.col("last").first(), a_day=a_day).sort("platform")
    return {platform: (day, a_day) for platform, day, a_day in rows.rows()}


def _before(days: pl.DataFrame, platform: str) -> Iterator[Doubt]:
    """Yield where orders are older than any that came back, and some of them surely did."""
    first = days.filter(pl.col("k") > 0)["day"].min()
    if not isinstance(first, date):
        return
    since, early = days.filter(pl.col("day") >= first), days.filter(pl.col("day") < first)
    rate = _sum(since, "k") / _sum(since, "n")
    if _sum(early, "n") * rate >= _EVIDENT:
        yield Doubt(Open.begins, round(_sum(early.filter("now"), "n") * rate), platform, first)


def _after(days: pl.DataFrame, platform: str, last: date, a_day: float) -> Iterator[Doubt]:
    """Yield where settlements end before the orders do, and some surely came after."""
    newest = days["day"].max()
    gap = (newest - last).days - 1 if isinstance(newest, date) else 0
    open_days = days.filter(pl.col("day") > last - _RECENT)
    if gap * a_day >= _EVIDENT and (n := _sum(open_days, "n")):
        part = _sum(open_days.filter("now"), "n") / n
        yield Doubt(Open.ends, round(gap * a_day * part), platform, last)


def _of_fresh(days: pl.DataFrame, settings: Settings) -> Iterator[Doubt]:
    """Yield orders of the last days alone, of which nothing says how many will come back."""
    fresh = pl.lit(settings.as_of, pl.Date) - _FRESH
    old = _sum(days.filter(pl.col("day") <= fresh), "n")
    if old < settings.config.min_orders:
        yield Doubt(Open.fresh, _sum(days, "n"))


def _sum(rows: pl.DataFrame, name: str) -> int:
    return int(rows[name].sum())
