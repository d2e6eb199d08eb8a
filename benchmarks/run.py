"""Ratios in one run: python benchmarks/run.py [LINES]. Runs are interleaved; medians are compared.

Read the ratios, not the seconds: machines differ, and so do their moods.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
ROUNDS = 5
NEEDED = (
    "['order_id', 'line_id', 'customer_id', 'sku', 'product', 'quantity', 'unit_price', 'paid',"
    " 'status', 'region', 'ordered_at', 'paid_at', 'shipped_at', 'received_at']"
)


def main(lines: int) -> None:
    """Print what each thing costs beside the thing it is held against."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sub, count in (("large", lines), ("small", 10_000)):
            _run([sys.executable, str(HERE / "generate.py"), str(folder / sub), str(count)])
        scan = f"import polars; polars.read_csv('{folder}/large/orders.csv', columns={NEEDED}, infer_schema=False)"
        _compare("--help : import typer", _shopmetrics("--help"), _python("import typer"))
        small = _shopmetrics("report", str(folder / "small"))
        _compare("report, 10,000 lines : import polars", small, _python("import polars"))
        large = _shopmetrics("report", str(folder / "large"))
        duck = [sys.executable, str(HERE / "duck_report.py"), str(folder / "large")]
        _compare(f"report, {lines:,} lines : tuned DuckDB script", large, duck)
        _compare(f"report, {lines:,} lines : reading its columns as text", large, _python(scan))


def _shopmetrics(*words: str) -> list[str]:
    return [sys.executable, "-m", "shopmetrics", *words]


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _compare(what: str, ours: Sequence[str], theirs: Sequence[str]) -> None:
    times = [(_run(ours), _run(theirs)) for _ in range(ROUNDS)]
    mine, other = (median(column) for column in zip(*times, strict=True))
    print(f"{what}: {mine / other:.2f} ({mine:.2f} s, {other:.2f} s)")


def _run(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000)
