"""Refund rates: what adds up and what does not, said only where it does not."""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.dimensions import CALENDAR, OF_REFUND, Dimension
from shopmetrics.page import Answer, Table
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.views.view import View

_ORDERS = pl.col("measure") == "orders"
_GROUPS = 8  # with three measures each, a screenful
_DAY = 24  # hours: the last of them are the evening
_ALL = pl.col("stage") == "all"


def stages(_name: str, answer: Answer, writer: Writer) -> Iterator[Block]:
    """Say where stages add up to more or less than all, and where units are fewer than orders."""
    rows = answer.tables["overall"].rows
    parts, whole = (_counts(rows.filter(where)) for where in (~_ALL, _ALL))
    known = {name: k for name, k in parts.items() if name in whole}
    if known.get("orders", 0) > whole.get("orders", 0):
        counts = {"sum": known["orders"], "all": whole["orders"]}
        yield _said("refund_rate.stages", counts, writer)
    if any(k < whole[name] for name, k in known.items()):
        yield _said("refund_rate.unstaged", {}, writer)
    counted = [one.rows for one in answer.tables.values() if "measure" in one.units]
    if any(map(_fewer_units, counted)):
        yield _said("refund_rate.units", {}, writer)


def screenful(table: Table, top: int = 0) -> Table:
    """Keep the first groups, or the newest days, weeks or months, each with all its measures."""
    rows, groups = table.rows, _DAY if table.rows.columns[0] == Dimension.hour else _GROUPS
    most = max(groups, top) * rows["measure"].n_unique()
    kept = rows.tail(most) if rows.columns[0] in CALENDAR else rows.head(most)
    return Table(kept, table.units)


def groups(name: str, answer: Answer, writer: Writer) -> Iterator[Block]:
    """Say where an order counts in several groups, so that they add up to more than all."""
    whole = answer.tables["overall"].rows.filter(_ORDERS & _ALL).row(0, named=True)
    found = answer.tables[name].rows.filter(_ORDERS)
    dimension = name.removeprefix("by_")
    if found[dimension].drop_nulls().is_empty():
        column = writer.words.say(f"column.{dimension}")
        yield line(writer.words.say("refund_rate.groups.none", dimension=column), Tone.quiet)
    placed, back = int(found["n"].sum()), int(found["k"].sum())
    if dimension not in OF_REFUND and placed > whole["n"]:
        yield _said("refund_rate.groups", {"sum": placed, "all": whole["n"]}, writer)
    elif back > (whole["k"] or 0):
        yield _said("refund_rate.groups.back", {"sum": back, "all": whole["k"]}, writer)


def _counts(rows: pl.DataFrame) -> dict[str, int]:
    """Add up what came back by measure, as far as it is known."""
    known = rows.drop_nulls("k").group_by("measure").agg(pl.col("k").sum())
    return {str(measure): int(k) for measure, k in known.rows()}


def _fewer_units(rows: pl.DataFrame) -> bool:
    """Say whether anywhere fewer units came back than orders."""
    at = [name for name in rows.columns[:2] if name != "measure"]  # the stage, or the dimension
    counts = {
        name: pl.col("k").filter(pl.col("measure") == name).first() for name in ("orders", "units")
    }
    pairs = rows.group_by(at).agg(**counts)
    return bool((pairs["units"] < pairs["orders"]).any())


def _said(key: str, counts: Mapping[str, int], writer: Writer) -> Block:
    written = {name: writer.words.about(count) for name, count in counts.items()}
    return line(writer.words.say(key, **written), Tone.quiet)


REFUND_RATE: Mapping[str, View] = {
    "overall": View(note=stages),
    "delay": View(shown=False),
    "by_": View(rows=screenful, note=groups),
}
