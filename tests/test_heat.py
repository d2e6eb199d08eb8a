from dataclasses import replace

import polars as pl
import pytest
from conftest import Run
from rich.cells import cell_len
from simulated import World, answer_of, told

from shopmetrics.page import Answer
from shopmetrics.render import Glyphs, Look
from shopmetrics.render.blocks import Cell, Heat, Strip
from shopmetrics.render.cell import Writer
from shopmetrics.render.markdown import markdown
from shopmetrics.render.sections.hotspots import hotspots
from shopmetrics.render.terminal import terminal
from shopmetrics.text import Words

DAY = tuple(f"{hour:02d}" for hour in range(24))
ROW = tuple(
    Cell("", None) if hour == 0 else Cell(str(hour), hour / 23, hot=hour == 23)
    for hour in range(24)
)
HEAT = Heat("Rates", DAY, ("Mon", "周二"), (ROW, ROW))


def drawn(look: Look) -> list[str]:
    return terminal([HEAT], look).splitlines()


def test_heat_of_a_day_is_78_columns_of_digits() -> None:
    title, head, monday, tuesday = drawn(Look(80))
    assert title == "Rates"
    assert head.split() == list(DAY)
    assert monday.startswith("Mon       1  2")
    assert tuesday.startswith("周二      1  2")
    assert max(cell_len(line) for line in (head, monday, tuesday)) <= 78


def test_hot_cell_has_a_star_without_colour_and_a_colour_with_it() -> None:
    assert drawn(Look(80))[2].endswith("23*")
    coloured = drawn(Look(80, colour=True))[2]
    assert "*" not in coloured
    assert "\x1b[1;37;41m23" in coloured


@pytest.mark.parametrize("glyphs", list(Glyphs))
def test_narrow_screen_gets_one_shade_a_cell(glyphs: Glyphs) -> None:
    _, head, monday, _ = drawn(Look(60, glyphs=glyphs))
    assert (cell_len(head), cell_len(monday)) == (30, 30)
    assert monday[6] == " "
    assert monday[-1] == {"unicode": "█", "ascii": "#"}[glyphs]
    if glyphs is Glyphs.ascii:
        assert monday.isascii()


def test_markdown_sets_hot_cells_bold() -> None:
    text = markdown([HEAT])
    assert "| Mon |  | 1 |" in text
    assert "| **23** |" in text


def blocks(answer: Answer) -> list[object]:
    return list(hotspots(answer, Writer(Words("en"), "CNY", 2)))


def test_section_draws_the_week_where_it_varies_and_leaves_small_cells_empty() -> None:
    answer = answer_of(World(orders=3_000, hours=(20, 21), hours_lift=3.0), 1, told())
    (heat,) = (block for block in blocks(answer) if isinstance(block, Heat))
    rows = answer.tables["weekday_hour"].rows
    small = rows.filter(pl.col("n") < 5).select("weekday", "hour").row(0)
    assert heat.rows[small[0] - 1][small[1]] == Cell("", None)
    assert max(cell.share or 0 for row in heat.rows for cell in row) == 1


def test_hour_that_is_hot_is_drawn_as_high_as_it_is() -> None:
    """Drawn to the mean, as few orders are, it would stand among its neighbours unseen."""
    answer = answer_of(World(orders=3_000, hours=(20, 21), hours_lift=3.0), 1, told())
    hours, cells = answer.tables["hour"], answer.tables["weekday_hour"]
    flat = {
        name: replace(table, rows=table.rows.with_columns(shrunk=0.1))
        for name, table in (("hour", hours), ("weekday_hour", cells))
    }
    drawn = blocks(replace(answer, tables={**answer.tables, **flat}))
    (strip,) = (block for block in drawn if isinstance(block, Strip))
    (heat,) = (block for block in drawn if isinstance(block, Heat))
    own = {row["hour"]: row["rate"] for row in hours.rows.rows(named=True)}
    assert strip.hot == {20, 21}
    top = max(own[20], own[21])
    assert strip.heights[20:22] == (own[20] / top, own[21] / top)
    assert max(height for height in strip.heights[:20] if height is not None) < 0.5
    week = {cell.text for row in heat.rows for cell in (row[20], row[21]) if not cell.hot}
    assert week - {""} == {str(round(own[hour] * 100)) for hour in (20, 21)}
    assert {cell.text for row in heat.rows for cell in row[:20]} <= {"", "10"}


def test_section_draws_no_week_of_one_rate_and_no_hours_without_orders_enough() -> None:
    answer = answer_of(World(orders=60, skus=2), 1, told())
    flat, hours = answer.tables["weekday_hour"], answer.tables["hour"]
    same = replace(flat, rows=flat.rows.with_columns(shrunk=0.1))
    few = replace(hours, rows=hours.rows.with_columns(n=pl.lit(4, pl.Int64)))
    tables = {**answer.tables, "weekday_hour": same, "hour": few}
    assert not [
        one for one in blocks(replace(answer, tables=tables)) if isinstance(one, Heat | Strip)
    ]


def test_whole_report_draws_the_week_in_chinese(run: Run) -> None:
    ran = run("report", "sample_data/", "--language", "zh")
    assert "\n周一 " in ran.out
    assert max(cell_len(line) for line in ran.out.splitlines()) <= 80
