"""Ratios in one run: python benchmarks/run.py [LINES]. Runs are interleaved; medians are compared.

Read the ratios, not the seconds: machines differ, and so do their moods. Wall time is what a user
waits for; CPU time tells more on a machine that has other things to do. Memory is the peak of the
process as the system counts it.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
ROUNDS = 5
SMALL, MIDDLE = 10_000, 100_000
WEEK = "2025-W50"  # of the year that is generated
NEEDED = (
    "['order_id', 'line_id', 'customer_id', 'sku', 'product', 'quantity', 'unit_price', 'paid',"
    " 'status', 'region', 'ordered_at', 'paid_at', 'shipped_at', 'received_at']"
)
READ = (
    "from pathlib import Path; import shopmetrics.cli; from shopmetrics.ingest import load;"
    " load([Path({path!r})])"
)
SCAN = "import polars; polars.read_csv({path!r}, columns={needed}, infer_schema=False)"
_ENVIRONMENT = {key: value for key, value in os.environ.items() if "BYTECODE" not in key}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took: seconds, and MiB at its peak."""

    wall: float
    cpu: float
    peak: float


def main(lines: int) -> None:
    """Print what each thing costs beside the thing it is held against."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sub, count in (("large", lines), ("middle", MIDDLE), ("small", SMALL)):
            _run([sys.executable, str(HERE / "generate.py"), str(folder / sub), str(count)])
        _in_gbk(folder / "large", folder / "gbk")
        _start(folder)
        _page()
        _shown(folder)
        _large(folder, f"{lines:,} lines")


def _start(folder: Path) -> None:
    _compare("--help : import typer", _shopmetrics("--help"), _python("import typer"))
    small = _shopmetrics("report", str(folder / "small"))
    _compare(f"report, {SMALL:,} lines : import polars", small, _python("import polars"))


def _shown(folder: Path) -> None:
    """Hold what people look at against what a terminal shows of the same lines."""
    small, middle = str(folder / "small"), str(folder / "middle")
    mail = _shopmetrics("send", middle, "--period", WEEK, "--dry-run", str(folder / "week.eml"))
    paper = _shopmetrics("report", small, "--output", str(folder / "report.pdf"))
    _compare(f"send, {MIDDLE:,} lines : report", mail, _shopmetrics("report", middle))
    _compare(f"report as PDF, {SMALL:,} lines : report", paper, _shopmetrics("report", small))


def _page() -> None:
    """Compare what two processes time within themselves."""
    words = {what: [sys.executable, str(HERE / "page.py"), what] for what in ("html", "svg")}
    pairs = [(_inside(words["html"]), _inside(words["svg"])) for _ in range(ROUNDS)]
    mine, other = (_median([pair[side] for pair in pairs]) for side in (0, 1))
    print(
        f"HTML from computed tables : a first chart by vl-convert:"
        f" {mine.wall / other.wall:.2f} of the time ({mine.wall:.2f} s, {other.wall:.2f} s),"
        f" {mine.cpu / other.cpu:.2f} of the CPU ({mine.cpu:.2f} s, {other.cpu:.2f} s)",
        flush=True,
    )


def _inside(command: Sequence[str]) -> Cost:
    """Return what a command says of its own cost."""
    said = subprocess.run(
        command, check=True, capture_output=True, text=True, env=_ENVIRONMENT
    ).stdout
    wall, cpu = map(float, said.split())
    return Cost(wall, cpu, 0)


def _large(folder: Path, size: str) -> None:
    large = _shopmetrics("report", str(folder / "large"))
    orders = str(folder / "large" / "orders.csv")
    scan = _python(SCAN.format(path=orders, needed=NEEDED))
    duck = [sys.executable, str(HERE / "duck_report.py"), str(folder / "large")]
    gbk = _shopmetrics("report", str(folder / "gbk"))
    _compare(f"report, {size} : tuned DuckDB script", large, duck)
    _compare(f"report, {size} : its columns as text by Polars", large, scan)
    _compare(f"reading, {size} : its columns as text by Polars", _reading(orders), scan)
    _compare(f"report, {size}: GBK : UTF-8", gbk, large)


def _in_gbk(folder: Path, target: Path) -> None:
    """Write the same exports in GBK, line by line: a child's peak counts what its parent holds."""
    target.mkdir()
    for path in folder.iterdir():
        with path.open(encoding="utf-8") as lines, (target / path.name).open("wb") as file:
            file.writelines(line.encode("gb18030") for line in lines)


def _shopmetrics(*words: str) -> list[str]:
    return [sys.executable, "-m", "shopmetrics", *words]


def _reading(path: str) -> list[str]:
    return _python(READ.format(path=path))


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _compare(what: str, ours: Sequence[str], theirs: Sequence[str]) -> None:
    _run(ours)  # an installed package is compiled once, not at every start
    pairs = [(_run(ours), _run(theirs)) for _ in range(ROUNDS)]
    mine, other = (_median([pair[side] for pair in pairs]) for side in (0, 1))
    print(
        f"{what}: {mine.wall / other.wall:.2f} of the time ({mine.wall:.2f} s, {other.wall:.2f} s),"
        f" {mine.cpu / other.cpu:.2f} of the CPU ({mine.cpu:.2f} s, {other.cpu:.2f} s),"
        f" {mine.peak / other.peak:.2f} of the memory ({mine.peak:.0f} MiB, {other.peak:.0f} MiB)",
        flush=True,
    )


def _median(costs: Sequence[Cost]) -> Cost:
    wall, cpu, peak = (median(getattr(one, kind) for one in costs) for kind in Cost.__slots__)
    return Cost(wall, cpu, peak)


def _run(command: Sequence[str]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_ENVIRONMENT
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000)
