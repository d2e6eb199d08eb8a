"""Ids that a spreadsheet has rounded are told of; ids that end in zeros by chance are not."""

import json
from pathlib import Path
from random import Random

import polars as pl
import pytest
from conftest import Run

from shopmetrics.ingest.cells.rounded import rounded_ids


def ids(digits: int, count: int, seed: int = 1) -> list[str]:
    random = Random(seed)
    return [str(random.randrange(10 ** (digits - 1), 10**digits)) for _ in range(count)]


def as_saved(one: str) -> str:
    """Write an id as a spreadsheet does that was told to show whole numbers."""
    return one[:15] + "0" * (len(one) - 15)


def told(cells: list[str | None]) -> int:
    rows = pl.DataFrame({"order_id": pl.Series(cells, dtype=pl.String)})
    return dict(rounded_ids(rows)).get("order_id", 0)


@pytest.mark.parametrize(("digits", "few", "enough"), [(16, 8, 10), (17, 4, 5), (19, 2, 3)])
def test_so_many_ids_are_no_chance(digits: int, few: int, enough: int) -> None:
    assert told([as_saved(one) for one in ids(digits, few)]) == 0
    assert told([as_saved(one) for one in ids(digits, enough)]) == enough


@pytest.mark.parametrize("digits", [10, 15, 16, 17, 19])
@pytest.mark.parametrize("count", [1, 3, 20, 3_000])
def test_random_ids_are_no_alarm(digits: int, count: int) -> None:
    assert [seed for seed in range(20) if told(list(ids(digits, count, seed)))] == []


@pytest.mark.parametrize(
    "cells",
    [[], [None, None], ["100000000000000"] * 50, ["A0000000000000000000"] * 50, ["1000"] * 50],
)
def test_short_ids_and_other_texts_are_no_alarm(cells: list[str | None]) -> None:
    assert told(cells) == 0


def test_a_buyer_whose_digits_are_zeros_may_order_often() -> None:
    """Taobao's ids end in digits of the buyer."""
    frequent = [f"{at:015}0000" for at in range(1_200)]
    assert told([*ids(19, 1_800), *frequent]) == 0


def test_one_id_on_many_rows_is_one_id() -> None:
    assert told(["1234567890123450"] * 500) == 0


def test_ids_of_one_column_may_be_rounded_in_part() -> None:
    cells = ids(18, 4_000)
    assert told([as_saved(one) if at % 3 else one for at, one in enumerate(cells)]) >= 2_666


def test_rounded_ids_are_named_in_the_report_and_in_json(tmp_path: Path, run: Run) -> None:
    rows = "".join(f"{as_saved(one)},2026-03-01,1.00\n" for one in ids(18, 6))
    (tmp_path / "orders.csv").write_text(f"order_id,ordered_at,paid\n{rows}")
    said = " ".join(run("report", "orders.csv", cwd=tmp_path).out.split())
    assert "orders.csv: 6 ids of order_id end in zeros beyond their 15th digit" in said
    found = json.loads(run("inspect", "orders.csv", "--format", "json", cwd=tmp_path).out)
    assert found["sources"][0]["rounded_ids"] == {"order_id": 6}
