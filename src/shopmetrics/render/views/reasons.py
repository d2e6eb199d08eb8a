"""Reasons: what their shares are of, and why they can add up to more."""

from collections.abc import Iterator, Mapping

import polars as pl

from shopmetrics.page import Answer
from shopmetrics.render.blocks import Block, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.views.view import View


def shares(_name: str, answer: Answer, writer: Writer) -> Iterator[Block]:
    """Say of how many refunded orders the shares are; an order with two reasons counts in both."""
    rows = answer.tables["causes"].rows.filter(pl.col("share") > 0)
    for orders, share in rows.head(1).select("orders", "share").rows():
        counts = {"all": round(orders / share), "sum": int(rows["orders"].sum())}
        key = "reasons.of.more" if counts["sum"] > counts["all"] else "reasons.of"
        said = {name: writer.words.about(count) for name, count in counts.items()}
        yield line(writer.words.say(key, **said), Tone.quiet)


REASONS: Mapping[str, View] = {"causes": View(note=shares)}
