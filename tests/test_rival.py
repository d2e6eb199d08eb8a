"""The rival of the benchmark and the report say the same of the same files."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

pytest.importorskip("duckdb", reason="the rival needs duckdb: pip install duckdb")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rival")
    script("generate.py", str(folder), "4000")
    return folder


def script(name: str, *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / name), *words],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return ran.stdout


def cents(money: str) -> int:
    return int(money.replace(".", ""))


def test_rival_answers_what_the_report_answers(folder: Path, run: Run) -> None:
    theirs: dict[str, list[list[Any]]] = json.loads(script("duck_report.py", str(folder)))
    told = json.loads(run("report", str(folder), "--format", "json").out)["pages"]

    def ours(page: str, table: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = told[page]["tables"][table]
        return rows

    orders, units, money = (row for row in ours("refund_rate", "overall") if row["stage"] == "all")
    overall = [orders["n"], units["n"], cents(money["n"])]
    overall += [orders["k"], units["k"], cents(money["k"])]
    assert theirs["overall"] == [overall]
    weeks = [[row["at"], row["n"], row["k"]] for row in ours("trend", "weeks")]
    assert [[day[:10], n, k] for day, n, k in theirs["weeks"]] == [row for row in weeks if row[1]]
    skus = {row["sku"]: [row["n"], row["k"]] for row in ours("hotspots", "sku")}
    assert {sku: [n, k] for sku, _, n, k, _ in theirs["sku"]} == skus
    rates = {row["name"]: [row["n"], row["k"]] for row in ours("repurchase", "rates")}
    assert theirs["customers"][0][:2] == rates["period_rate"]
    assert theirs["returning"][0][:2] == rates["returning_orders"]
    sides = [[row["side"], row["n"], row["k"]] for row in ours("compare", "rates")]
    assert theirs["sides"] == sides[:2]
    cohorts = [
        [row["cohort"], row["months_since"], row["active"], cents(row["amount"])]
        for row in ours("repurchase", "cohorts")
        if row["active"]
    ]
    assert [[day[:10], *rest] for day, *rest in theirs["cohorts"]] == cohorts
