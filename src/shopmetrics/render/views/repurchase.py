"""Repurchase: the curve on the days that are asked about, and why it is not the look-back."""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.page import Answer, Table, Unit
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.views.view import View

_ASKED = (1, 7, 14, 30, 60, 90, 180, 365)
_WITHIN = "within_"


def _days(table: Table, _top: int) -> Table:
    """Keep the days that are asked about, or the last on which someone came back before them."""
    days = table.rows["days"]
    kept = [days.filter(days <= asked).max() for asked in _ASKED]
    return Table(table.rows.filter(days.is_in([*kept, days.max()])), table.units)


def two_ways(_name: str, answer: Answer, writer: Writer) -> Iterator[Block]:
    """Say how the widest window and the curve count, where the two say different things."""
    rates = answer.tables["rates"].rows
    windows = rates.filter(pl.col("name").str.starts_with(_WITHIN) & (pl.col("n") > 0))
    for row in windows.tail(1).rows(named=True):
        days = int(str(row["name"]).removeprefix(_WITHIN))
        for last in _upto(days, answer).rows(named=True):
            shares = {
                "rate": writer.cell(row["rate"], Unit.share),
                "curve": writer.cell(last["rate"], Unit.share),
            }
            counts = {"n": writer.words.about(row["n"]), "all": writer.words.about(last["n"])}
            if shares["rate"] != shares["curve"]:
                said = writer.words.say("repurchase.ways", days=days, **shares, **counts)
                yield line(said, Tone.quiet)


def _upto(days: int, answer: Answer) -> pl.DataFrame:
    return answer.tables["curve"].rows.filter(pl.col("days") <= days).tail(1)


REPURCHASE: Mapping[str, View] = {"rates": View(note=two_ways), "curve": View(rows=_days)}
