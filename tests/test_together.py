"""Small files typed together come out as each by itself: rows, accounts, and what dates mean."""

from functools import partial
from pathlib import Path

import polars as pl
import pytest

from shopmetrics.errors import InputError
from shopmetrics.ingest import chunks, load, together
from shopmetrics.ingest.cells import typed as cells
from shopmetrics.ingest.cells.typed import typed
from shopmetrics.ingest.delimited.read import read_rows
from shopmetrics.source import Loaded

HEADER = "order_id,ordered_at,paid,status,currency\n"


def written(folder: Path, days: list[str]) -> Path:
    for at, rows in enumerate(days):
        (folder / f"{at:02}.csv").write_text(HEADER + rows)
    return folder


def day(at: int, paid: str = "1.50", status: str = "paid", currency: str = "USD") -> str:
    rows = (f"{at}-{n},2026-03-{at + 1:02} 10:00:00,{paid},{status},{currency}" for n in range(3))
    return "".join(f"{row}\n" for row in rows)


DAYS = {
    "plain": [day(at) for at in range(9)],
    "empty": [day(0), "", day(2)],
    "a_reject": [day(at, "much" if at == 3 else "1.50") for at in range(7)],
    "a_strange_word": [day(at, status="levitating" if at == 5 else "paid") for at in range(7)],
    "signs": [day(at, "$1.50" if at % 2 else "2") for at in range(5)],
    "ambiguous_points": [day(at, ("1.234", "1.50")[at % 2]) for at in range(4)],
    "overlap": [day(0), day(1, status="unpaid"), day(1, status="shipped"), day(1)],
    "damaged": [day(0), "1.5E+17,2026-03-01 10:00:00,1,paid,USD\n", day(2), "a,b\n"],
}


def accounts(loaded: Loaded) -> object:
    return [
        (
            *(one.path.name, one.rows_read, one.accepted, one.rejected, one.superseded),
            *(one.amount, dict(one.blanked), one.since, one.until, one.currency),
        )
        for one in loaded.sources
    ]


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("only", [None, "USD"])
def test_together_is_as_each_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: list[str], only: str | None
) -> None:
    folder = written(tmp_path, days)
    found = load([folder], only=only)
    monkeypatch.setattr(together, "_FEW_ROWS", 0)
    apart = load([folder], only=only)
    assert found.shop.orders.equals(apart.shop.orders)
    assert (accounts(found), found.rejects) == (accounts(apart), apart.rejects)


def test_plain_files_are_typed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = list[int]()

    def counted(lines: pl.Series, *rest: object) -> object:
        calls.append(lines.len())
        return typed(lines, *rest)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr("shopmetrics.ingest.together.typed", counted)
    load([written(tmp_path, DAYS["plain"])])
    assert calls == [27]


def test_two_currencies_among_them_are_left_out_by_file(tmp_path: Path) -> None:
    days = [day(at, currency="EUR" if at == 1 else "USD") for at in range(4)]
    loaded = load([written(tmp_path, days)], only="USD")
    assert [one.other_currencies for one in loaded.sources] == [{}, {"EUR": 3}, {}, {}]


def test_what_dates_mean_is_decided_file_by_file(tmp_path: Path) -> None:
    rows = [f"{n},{text} 10:00,1,paid,USD\n" for n, text in enumerate(("13/01/2026", "01/14/2026"))]
    orders = load([written(tmp_path, rows)]).shop.orders
    assert [at.day for at in orders["ordered_at"]] == [13, 14]
    (tmp_path / "09.csv").write_text(HEADER + "9,05/01/2026 10:00,1,paid,USD\n")
    with pytest.raises(InputError, match=r"09.csv: column ordered_at: days like 05/01/2024"):
        load([tmp_path / "00.csv", tmp_path / "09.csv"])


def test_long_file_is_the_same_in_many_chunks_and_two_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes threads only for millions of rows is held to what one thread makes of them."""
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + "".join(day(at) for at in range(28)))
    whole = load([file])
    monkeypatch.setattr(chunks, "read_rows", partial(read_rows, size=200))
    monkeypatch.setattr(cells, "_FEW_ROWS", 0)
    monkeypatch.setattr(together, "_FEW_ROWS", 0)
    again = load([file])
    assert again.shop.orders.equals(whole.shop.orders)
    assert again.sources == whole.sources
