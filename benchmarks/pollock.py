"""The Pollock benchmark of polluted CSV files: python benchmarks/pollock.py FOLDER.

FOLDER holds `polluted_files/csv`, `polluted_files/clean` and `pollock_weights.json`, as the
repository of the benchmark does: github.com/HPI-Information-Systems/Pollock (117 MB of files).

Each of 2,290 files is one table with one thing wrong, and comes with what should be read of it.
The score is that of the benchmark (pollock/metrics.py and evaluate.py there): success, and
precision, recall and their harmonic mean over the header, the records and the cells, ten measures
of at most 1, averaged over all files (simple) or by how often each pollution was seen in public
data (weighted). The benchmark rounds numbers and dates before it compares; here cells must be the
same text, which can only lower our score.

Two things are counted beside it. A file is silently wrong where we read something else than it
should hold, without an error, a reject, or a word that its header and its rows do not fit. A
damaged line is named where one of these bears its number.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from shopmetrics.errors import InputError
from shopmetrics.ingest.delimited.opened import open_table
from shopmetrics.ingest.delimited.read import read_rows
from shopmetrics.ingest.profiles.recognise import known, knows

# Measured on the same files with their default or the benchmark's own parameters.
OTHERS = (
    ("DuckDB 2.0, given the dialect", 9.96, 9.60, 2093),
    ("pandas, given the dialect", 9.89, 7.91, 2196),
    ("DuckDB 2.0, sniffing, as text", 9.65, 8.99, 2288),
    ("CleverCSV", 9.19, 9.45, 2278),
    ("DuckDB 2.0, store_rejects", 8.19, 9.05, 739),
    ("Polars 2.1, every forgiving switch", 6.64, 7.36, 1365),
    ("Polars 2.1", 3.23, 6.45, 662),
)
MEASURES = 9  # beside success: three for the header, the records and the cells

Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a file, header first, and the lines that were turned away."""

    rows: Table
    rejects: frozenset[int] = frozenset()
    doubted: int = 0  # the line of a header that the rows do not fit
    refused: str = ""

    @property
    def lines(self) -> frozenset[int]:
        """Return every line that something was said of."""
        return self.rejects | ({self.doubted} if self.doubted else frozenset())


@dataclass(frozen=True, slots=True)
class Scored:
    """One file: points of 10, whether it is as it should be, and what was said of it."""

    name: str
    points: float
    right: bool
    told: bool  # an error or a reject
    damaged: int | None  # the first line that differs from the clean source
    named: bool


def main(folder: Path) -> None:
    """Score our reader on every file and print it beside the others."""
    scored = score(folder / "polluted_files")
    weights = json.loads((folder / "pollock_weights.json").read_text(encoding="utf-8"))
    silent = [one for one in scored if not one.right and not one.told]
    ours = ("shopmetrics, no parameters", simple(scored), weighted(scored, weights), len(silent))
    print(f"{'':36}  simple  weighted  silently wrong of {len(scored):,}")
    for name, plain, by_weight, wrong in (ours, *OTHERS):
        print(f"{name:36}  {plain:6.3f}  {by_weight:8.3f}  {wrong:6,}")
    damaged = [one for one in scored if one.damaged and not one.right]
    named = sum(one.named for one in damaged)
    print(f"damaged lines named: {named:,} of {len(damaged):,}")
    print(f"files refused or with rejects though nothing was lost: {_needless(scored):,}")
    for one in silent:
        print(f"silently wrong: {one.name}")


def score(files: Path) -> list[Scored]:
    """Read every file in `csv` and hold it against the one of the same name in `clean`."""
    source = files / "csv" / "source.csv"
    lines = _lines(source) if source.exists() else []
    return [_scored(path, files / "clean" / path.name, lines) for path in sorted(_csv(files))]


def simple(scored: Sequence[Scored]) -> float:
    """Average the points of all files."""
    return sum(one.points for one in scored) / len(scored)


def weighted(scored: Sequence[Scored], weights: dict[str, float]) -> float:
    """Average by how often public files show each pollution; what has no weight is left out."""
    known_weights = [(one.points, weights[one.name]) for one in scored if one.name in weights]
    return sum(p * w for p, w in known_weights) / sum(w for _, w in known_weights)


def read(path: Path) -> Read:
    """Read a file as the program does, all columns of it; spaces around a cell are not of it."""
    try:
        opened = open_table(path, knows(known()))
        places = range(opened.fields)
        blank = [""] * (opened.fields - len(opened.header))
        rows: Table = [[*(name.strip() for name in opened.header), *blank]]
        lines: set[int] = set()
        for chunk in read_rows(opened, places):
            cells = chunk.rows.select(*map(str, places)).select(pl.all().str.strip_chars())
            rows += [list(row) for row in cells.fill_null("").rows()]
            lines |= {reject.line for reject in chunk.rejects}
    except InputError as error:
        return Read([], refused=error.message)
    uneven = opened.longer or opened.fields < len(opened.header)
    return Read(rows, frozenset(lines), opened.header_line if uneven else 0)


def points(should: Table, found: Table) -> float:
    """Return the ten measures of the benchmark added up; an empty clean file gives all of them."""
    if not should:
        return 1.0 + MEASURES
    header = _measures(should[0], found[0]) if should[0] and found else [float(not should[0])] * 3
    records = _measures(*(["".join(row) for row in table[1:]] for table in (should, found)))
    cells = _measures(*([cell for row in table for cell in row] for table in (should, found)))
    return 1.0 + sum(header) + sum(records) + sum(cells)


def _measures(should: Sequence[Hashable], found: Sequence[Hashable]) -> list[float]:
    """Return what the benchmark calls precision and recall, and their harmonic mean."""
    if not should:
        return [1.0] * 3
    same = (Counter(should) & Counter(found)).total()
    if not same:
        return [0.0] * 3
    precision, recall = same / len(should), same / len(found)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def _scored(path: Path, clean: Path, source: Sequence[bytes]) -> Scored:
    found, should = read(path), _clean(clean)
    pairs = zip(source, _lines(path), strict=False)
    damaged = next((at for at, (a, b) in enumerate(pairs, start=1) if a != b), None)
    return Scored(
        name=path.name,
        points=0.0 if found.refused else points(should, found.rows),
        right=found.rows == should,
        told=bool(found.refused or found.lines),
        damaged=damaged if path.name.startswith("row_") else None,
        named=damaged in found.lines,
    )


def _needless(scored: Iterable[Scored]) -> int:
    return sum(one.right and one.told for one in scored)


def _clean(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _csv(files: Path) -> Iterable[Path]:
    return (files / "csv").glob("*.csv")


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
