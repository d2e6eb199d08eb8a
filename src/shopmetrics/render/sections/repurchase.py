"""Repurchase on the one page: the rates that can be told, and the usual gap."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from shopmetrics.page import Answer, Table
from shopmetrics.render.blocks import Block, Cell, Chart, Heat, Roomy, Title, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.charts import share_by_day
from shopmetrics.render.table import only, table_blocks
from shopmetrics.render.views.repurchase import two_ways
from shopmetrics.stats.rate import share

_WATCHED = 30
_MONTHS = 24


def repurchase(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield the rates that have something to divide by, and how long coming back takes."""
    rates = answer.tables["rates"]
    if not rates.rows.height:
        return
    yield Title(writer.words.say("page.repurchase"))
    told = Table(rates.rows.filter(pl.col("k").is_not_null() & (pl.col("n") > 0)), rates.units)
    yield from table_blocks(
        only(told, [n for n in rates.units if n not in {"band", "sure"}]), writer
    )
    gap = answer.tables["gap"].rows.row(0, named=True)
    if gap["median"] is not None:
        days = {name: writer.words.count(gap[name]) for name in ("q25", "median", "q75", "gaps")}
        yield line(writer.words.say("repurchase.gap", **days))
    yield from two_ways("rates", answer, writer)
    yield from _void(answer.tables["void"], writer)
    yield from lookback(answer, writer)
    yield from _curve(answer.tables["curve"], writer)
    yield from _cohorts(answer.tables["cohorts"], writer)


def lookback(answer: Answer, writer: Writer) -> Iterator[Block]:
    """Yield who is taken for new, where anybody is followed."""
    if answer.tables["rates"].rows.height:
        yield line(writer.words.say("repurchase.lookback"), Tone.quiet)


def _void(table: Table, writer: Writer) -> Iterator[Block]:
    """Say why these are fewer orders than were paid."""
    for (orders,) in table.rows.filter(pl.col("orders") > 0).rows():
        yield line(writer.words.say("repurchase.void", n=writer.words.count(orders)), Tone.quiet)


def _curve(table: Table, writer: Writer) -> Iterator[Block]:
    """Draw how the share that came back grows; while many are watched, for then it is sure."""
    rows = table.rows.filter(pl.col("at_risk") >= _WATCHED)
    if rows.height > 1:
        points = rows.select("days", "rate", "low", "high").rows()
        title = writer.words.say("repurchase.curve")
        yield Roomy(Chart(title, share_by_day([(0, 0.0, 0.0, 0.0), *points])))


def _cohorts(table: Table, writer: Writer) -> Iterator[Block]:
    """Draw the triangle: of each month's new customers, the share that bought in later months."""
    later = table.rows.filter(pl.col("months_since") > 0)
    shares = later.with_columns(share=share(pl.col("active"), pl.col("customers")))
    months = list(range(1, min(int(str(later["months_since"].max() or 0)), _MONTHS) + 1))
    known = {(r["cohort"], r["months_since"]): r["share"] for r in shares.rows(named=True)}
    told = [one for one in known.values() if one is not None]
    if not told:
        return
    top = max(told) or 1
    cohorts = later["cohort"].unique().sort().to_list()[-_MONTHS:]

    def cell(cohort: date, month: int) -> Cell:
        found = known.get((cohort, month))
        return Cell("", None) if found is None else Cell(f"{round(found * 100)}", found / top)

    yield Roomy(
        Heat(
            title=writer.words.say("repurchase.cohorts"),
            columns=tuple(f"+{month}" for month in months),
            names=tuple(f"{cohort:%Y-%m}" for cohort in cohorts),
            rows=tuple(tuple(cell(cohort, month) for month in months) for cohort in cohorts),
        )
    )
