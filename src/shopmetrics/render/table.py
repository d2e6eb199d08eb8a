"""Any table as a grid, by the units of its columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from shopmetrics.judge import Level
from shopmetrics.page import Table, Unit
from shopmetrics.render.blocks import Block, Column, Grid, Text, Tone, line
from shopmetrics.render.cell import RIGHT, Writer, units_of
from shopmetrics.render.verdict import TONES
from shopmetrics.text import Words
from shopmetrics.value import value

MOST_ROWS = 24
_BARRED = frozenset({"rate", "share", "money"})
# What an operator needs least gives way first on a narrow screen.
_RANKS = {
    **dict.fromkeys(("projected_low", "projected_high", "completeness", "centre"), 6),
    **dict.fromkeys(("p", "basis", "rule", "min_orders"), 5),
    **dict.fromkeys(("q", "excess", "expected", "shrunk", "money"), 4),
    **dict.fromkeys(("landed", "landed_before", "older"), 4),
    **dict.fromkeys(("low", "high", "leading_skus", "above_per_month"), 3),
    **dict.fromkeys(("lower", "upper", "projected_before"), 3),
    **dict.fromkeys(("lag_days", "valid_from", "limit", "new_sku", "refunded"), 3),
    **dict.fromkeys(("freight_out_cost", "freight_back_cost", "compensations_cost"), 3),
    **dict.fromkeys(("lift", "change", "projected"), 2),
    **dict.fromkeys(("n", "cause"), 1),
    "customer_id": 4,
}


@value
class _Beside:
    """The rank of a column beside another one, and without that."""

    other: str
    rank: int
    alone: int


_BESIDE = {
    "product": _Beside("sku", 4, 0),  # a title can go beside its SKU; alone it names the row
    "since": _Beside("what", 4, 0),  # and so can the days of what has a name
    "until": _Beside("what", 4, 0),
    "money_per_month": _Beside("hot", 2, 3),  # what a hotspot costs a month is what counts of it
}


def table_blocks(
    table: Table, writer: Writer, *, most: int = MOST_ROWS, of: int = 0, name: str = ""
) -> Iterator[Block]:
    """Yield any table by its units, cut at a screenful; `of` is how many rows there are in all.

    `name` is what the whole of it is asked for by, where that is not the only table.
    """
    table = told(table)
    yield grid(Table(table.rows.head(most), table.units), writer)
    if any(map(_unsure, table.rows.head(most).rows(named=True))):
        yield line(writer.words.say("table.unsure"), Tone.quiet)
    left = max(of, table.rows.height) - min(table.rows.height, most)
    if left:
        asked = f" --table {name}" if name else ""
        said = writer.words.say("more.rows", n=writer.words.count(left), table=asked)
        yield line(said, Tone.quiet)


def told(table: Table) -> Table:
    """Leave out rates of which nothing is known, beside such as are: why, is said below."""
    if "rate" not in table.units or not table.rows["rate"].count():
        return table
    return Table(
        table.rows.filter(pl.any_horizontal(pl.col("k", "rate").is_not_null())), table.units
    )


def grid(table: Table, writer: Writer) -> Grid:
    """Return all of a table, each column by its unit."""
    units = dict(table.units)
    if "band" in units:  # its words say whether it is sure
        units.pop("sure", None)
    columns = tuple(
        Column(
            writer.words.say(f"column.{name}"),
            right=unit in RIGHT,
            rank=_rank(name, units),
            name=name,
        )
        for name, unit in units.items()
    )
    shown = table.rows.rows(named=True)
    tops = {name: _top(row[name] for row in shown) for name in _BARRED & units.keys()}
    return Grid(
        columns,
        tuple(_cells(row, units, writer, tops) for row in shown),
        narrow=writer.words.say("table.narrow", columns="{columns}"),
        parting=writer.words.say("join.items"),
    )


def _rank(name: str, units: Mapping[str, Unit]) -> int:
    """Rank a column; beside what else is shown some can go sooner, or have to stay."""
    beside = _BESIDE.get(name)
    if beside is None:
        return _RANKS.get(name, 0)
    return beside.rank if beside.other in units else beside.alone


def _cells(
    row: dict[str, object], units: dict[str, Unit], writer: Writer, tops: Mapping[str, float]
) -> tuple[Text, ...]:
    return tuple(
        Text(
            _written(name, unit, row, writer),
            _tone(name, row[name]),
            _bar(row[name], tops.get(name, 0)),
        )
        for name, unit in units_of(row, units).items()
    )


def _unsure(row: Mapping[str, object]) -> bool:
    """Say whether a row's band may be another: its range reaches into one."""
    return row.get("band") in set(TONES) and row.get("sure") is False


def _written(name: str, unit: Unit, row: Mapping[str, object], writer: Writer) -> str:
    if name == "group":
        return writer.group(row[name], str(row["dimension"]))
    written = writer.cell(row[name], unit, name)
    if name == "band" and _unsure(row):
        return writer.words.say("band.unsure", band=written)
    return written


def _top(values: Iterable[object]) -> float:
    return max((value for value in values if isinstance(value, int | float)), default=0)


def _bar(value: object, top: float) -> float | None:
    """Return how long a value is beside the longest of its column; nothing below zero has a bar."""
    return max(value / top, 0) if isinstance(value, int | float) and top > 0 else None


def _tone(column: str, value: object) -> Tone:
    if column == "band" and value in set(Level):
        return TONES.get(Level(str(value)), Tone.quiet)
    return Tone.alarm if column == "hot" and value is True else Tone.plain


def only(table: Table, names: Sequence[str]) -> Table:
    """Keep some columns of a table, in the order named."""
    return Table(table.rows.select(names), {name: table.units[name] for name in names})


def table_title(name: str, words: Words) -> str:
    """Return the words over a table; a breakdown names its dimension."""
    if name.startswith("by_") and f"table.{name}" not in words.ids:
        return words.say("table.by", dimension=words.say(f"column.{name.removeprefix('by_')}"))
    return words.say(f"table.{name}")
