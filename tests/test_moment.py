"""Moments: every way of writing that is read, and days that nobody can read."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl
import pytest

from shopmetrics.ingest.cells.column import Column, look, settle
from shopmetrics.ingest.cells.moment import (
    AmbiguousDaysError,
    Days,
    moments,
    plausible,
)
from shopmetrics.ingest.cells.offset import on_one_clock, zone_of
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.yamlmodel import valid

PROFILE = {"name": "x", "platform": "x", "kind": "orders", "grain": "line", "columns": {}}


def read(
    *cells: str | None, zone: str = "Asia/Shanghai", days: Days | None = None
) -> list[str | None]:
    found = whole(cells, zone, days).value.to_list()
    return [at and at.isoformat(sep=" ") for at in found]


def whole(
    cells: Sequence[str | None], zone: str = "Asia/Shanghai", days: Days | None = None
) -> Column:
    """Read a column in chunks of two cells."""
    text = pl.Series(cells, dtype=pl.String)
    profile = valid(Profile, {**PROFILE, "days": days})
    seen = [look("paid_at", text[at : at + 2]) for at in range(0, len(cells), 2)]
    return settle("paid_at", seen, profile, zone, 2)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2024-03-05 07:08:09", "2024-03-05 07:08:09"),
        ("2024-03-05T07:08:09", "2024-03-05 07:08:09"),
        ("2024-03-05  07:08", "2024-03-05 07:08:00"),
        ("2024-03-05 07:08:09.5", "2024-03-05 07:08:09.500000"),
        ("2024/3/5 7:08", "2024-03-05 07:08:00"),
        ("2024.03.05 07:08:09", "2024-03-05 07:08:09"),
        ("2024年3月5日 07时08分09秒", "2024-03-05 07:08:09"),
        ("2024年03月05日 07时08分", "2024-03-05 07:08:00"),
        ("2024-03-05", "2024-03-05 00:00:00"),
        ("2024年3月5日", "2024-03-05 00:00:00"),
        ("05-Mar-24", "2024-03-05 00:00:00"),
        ("Mar-05-24", "2024-03-05 00:00:00"),
        ("5 Mar 2024", "2024-03-05 00:00:00"),
        ("Mar 5, 2024", "2024-03-05 00:00:00"),
        ("03/25/2024 04:02:31 PM", "2024-03-25 16:02:31"),
        ("25/03/2024 16:02", "2024-03-25 16:02:00"),
        ("25.03.2024", "2024-03-25 00:00:00"),
        ("05.03.2024", "2024-03-05 00:00:00"),
        ("25-03-2024 16:02", "2024-03-25 16:02:00"),
        ("01-Mär-26", "2026-03-01 00:00:00"),
        ("10-DEZ-25", "2025-12-10 00:00:00"),
        ("1. Oktober 2025", None),
        ("05 mai 2024 10:30", "2024-05-05 10:30:00"),
        ("31/12/24", None),
        ("24.03.05", None),
        ("2024-03-05 07:08:09 UTC", "2024-03-05 15:08:09"),
        ("2024-03-05T07:08:09Z", "2024-03-05 15:08:09"),
        ("2024-03-05 07:08:09 +0000", "2024-03-05 15:08:09"),
        ("2024-03-05T07:08:09+09:00", "2024-03-05 06:08:09"),
        ("2024-03-05T07:08:09.250-05:00", "2024-03-05 20:08:09.250000"),
        ("45356.5", "2024-03-05 12:00:00"),
        ("45356", "2024-03-05 00:00:00"),
        ("2024-3-5 7:8:9", "2024-03-05 07:08:09"),
        ("2024-03-05 24:00:00", "2024-03-06 00:00:00"),
        ("2024/12/31 24:00", "2025-01-01 00:00:00"),
        ("2024-03-05 07:08:09 am", "2024-03-05 07:08:09"),
        ("2024/3/5 上午7:08", "2024-03-05 07:08:00"),
        ("2024/3/5 上午 12:05:00", "2024-03-05 00:05:00"),
        ("2024-03-05 下午3:05:06", "2024-03-05 15:05:06"),
        ("2024年3月5日 下午3点05分", "2024-03-05 15:05:00"),
        ("2024年3月5号 中午12:30", "2024-03-05 12:30:00"),
        ("２０２４－０３－０５　０７：０８：０９", "2024-03-05 07:08:09"),
        ("\t2024-03-05 07:08:09\t", "2024-03-05 07:08:09"),
        ('="2024-03-05 07:08:09"', "2024-03-05 07:08:09"),
        ("28 Feb 2026 23:30", "2026-02-28 23:30:00"),
        ("Sep-07-26", "2026-09-07 00:00:00"),
        ("10-Jul-2025", "2025-07-10 00:00:00"),
        ("2024-03-05 07:08+08:00", "2024-03-05 07:08:00"),
        ("1970-01-01 00:00:00", None),
        ("0000-00-00 00:00:00", None),
        ("2024-02-30 10:00:00", None),
        ("soon", None),
        (None, None),
    ],
)
def test_a_moment_is_read_in_the_shop_s_wall_time_or_not_at_all(
    cell: str | None, at: str | None
) -> None:
    assert read(cell) == [at]


def test_one_day_above_twelve_decides_the_whole_column() -> None:
    assert read("05/01/2024", "25/01/2024") == ["2024-01-05 00:00:00", "2024-01-25 00:00:00"]
    assert read("05/01/2024", "01/25/2024") == ["2024-05-01 00:00:00", "2024-01-25 00:00:00"]


def test_days_that_nothing_decides_are_refused() -> None:
    with pytest.raises(AmbiguousDaysError):
        read("05/01/2024", "06/01/2024")


@pytest.mark.parametrize(
    ("cell", "days", "at"),
    [
        ("05/01/2024", Days.day_first, "2024-01-05 00:00:00"),
        ("05/01/2024", Days.month_first, "2024-05-01 00:00:00"),
        ("05/01/24", Days.month_first, "2024-05-01 00:00:00"),
        ("05-01-2024", Days.day_first, "2024-01-05 00:00:00"),
        ("05.01.24", Days.day_first, "2024-01-05 00:00:00"),
        ("25/01/2024", Days.month_first, "2024-01-25 00:00:00"),
        ("01/25/2024", Days.day_first, "2024-01-25 00:00:00"),
        ("05/01/2024 09:15:20 PM", Days.by_clock, "2024-05-01 21:15:20"),
        ("05/01/2024 21:15:20", Days.by_clock, "2024-01-05 21:15:20"),
    ],
)
def test_a_platform_s_way_decides_where_no_cell_does(cell: str, days: Days, at: str) -> None:
    assert read(cell, days=days) == [at]


def test_only_a_cell_with_an_hour_is_timed() -> None:
    cells = ["2024-03-05 07:08:09", "2024-03-05", "2024-03-05 07:08", None]
    assert whole(cells).days.to_list() == [1]


def test_a_moment_far_from_all_others_is_dropped() -> None:
    years = [2023, 2024, 2024, 2099]
    at = pl.Series("at", [datetime(year, 1, 1) for year in years], dtype=pl.Datetime("us"))  # noqa: DTZ001 wall time has no zone
    assert plausible(at).is_null().to_list() == [False, False, False, True]


def test_a_column_without_moments_stays_as_it_is() -> None:
    at = pl.Series("at", [None, None], dtype=pl.Datetime("us"))
    assert plausible(at).to_list() == [None, None]


@pytest.mark.parametrize(
    ("cells", "zone"),
    [
        (["2024-03-05T07:08:09+08:00", "2024-03-05T07:08:09+08:00"], "Etc/GMT-8"),
        (["2024-03-05 07:08:09 -0500"], "Etc/GMT+5"),
        (["2024-03-05 07:08:09 +0000"], "UTC"),
        (["2024-03-05 07:08:09"], None),
        ([None], None),
    ],
)
def test_the_offset_of_most_times_names_the_zone(cells: list[str | None], zone: str | None) -> None:
    assert zone_of([pl.Series(cells, dtype=pl.String)]) == zone


def test_the_commoner_of_two_offsets_names_the_zone() -> None:
    hours = ("-0700", "-0800", "-0800")
    assert zone_of([pl.Series([f"2024-03-05 07:08 {one}"]) for one in hours]) == "Etc/GMT+8"


def test_a_file_without_times_names_no_zone() -> None:
    assert zone_of([]) is None


def test_hundreds_of_cells_of_other_forms_are_read() -> None:
    strange = ["soon", "2024/3/5 7:08", "Mar 5, 2024", "5 Mar 2024 7:08"]
    found = read(*strange * 150)
    assert found[:4] == [None, "2024-03-05 07:08:00", "2024-03-05 00:00:00", "2024-03-05 07:08:00"]
    assert found == found[:4] * 150


def test_moment_behind_a_hundred_cells_that_are_none_is_read() -> None:
    cells = pl.Series(["soon"] * 150 + ["2024/3/5 7:08", "5 Mar 2024"])
    found = moments(cells, "Asia/Shanghai").to_list()
    assert found == [None] * 150 + [datetime(2024, 3, 5, 7, 8), datetime(2024, 3, 5)]  # noqa: DTZ001 wall time has no zone


def test_what_no_cell_of_a_chunk_tells_another_may() -> None:
    cells = ["05/01/2024", "06/01/2024", "07/01/2024 10:00", "25/01/2024"]
    assert read(*cells)[0] == "2024-01-05 00:00:00"
    assert whole(cells).days.sort().to_list() == [0, 1, 3]


def test_what_is_no_moment_or_far_from_all_others_counts_as_unread() -> None:
    cells = ["2024-03-05 07:08:09", "soon", None, "1970-01-01 00:00:00", "-", "2024-13-45"]
    assert whole(cells).unread.sort().to_list() == [1, 3, 5]


@pytest.mark.parametrize(
    ("zone", "written", "read"),
    [
        ("Etc/GMT-1", "2024-07-05 08:00:00 +0200", "2024-07-05 08:00:00 +01:00"),
        ("Etc/GMT+5", "2024-07-05 08:00:00 -0400", "2024-07-05 08:00:00 -05:00"),
        ("UTC", "2024-07-05 08:00:00 +01:00", "2024-07-05 08:00:00 +00:00"),
        ("Etc/GMT-1", "2024-07-05 08:00:00 +0100", "2024-07-05 08:00:00 +0100"),
        ("Etc/GMT-1", "2024-07-05 08:00:00 +0300", "2024-07-05 08:00:00 +0300"),
        ("Etc/GMT-1", "2024-07-05T06:00:00Z", "2024-07-05T06:00:00Z"),
        ("Etc/GMT-1", "no time", "no time"),
    ],
)
def test_summer_is_the_same_clock_an_hour_on(zone: str, written: str, read: str) -> None:
    assert on_one_clock(pl.Series([written, None]), zone).to_list() == [read, None]


@pytest.mark.parametrize("garbage", ["13/13/2024", "32/01/2024", "00/13/2024", "13/00/2024"])
def test_a_day_that_is_none_either_way_does_not_say_which_comes_first(garbage: str) -> None:
    found = read("05/01/2024", garbage, days=Days.month_first)
    assert found == ["2024-05-01 00:00:00", None]
    with pytest.raises(AmbiguousDaysError):
        read("05/01/2024", garbage)
