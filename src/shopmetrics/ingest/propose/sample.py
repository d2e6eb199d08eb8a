"""The first rows of a file that no profile fits, as text: what a proposal is made from."""

from collections import Counter
from pathlib import Path

import polars as pl

from shopmetrics.ingest.cells.ident import ident
from shopmetrics.ingest.delimited.opened import Opened
from shopmetrics.ingest.delimited.read import read_rows
from shopmetrics.ingest.profiles.profile import bare, fold
from shopmetrics.value import value

MOST_ROWS = 20_000
MOST_LETTERS = 200  # of a name that a profile can hold


@value
class Sample:
    """`cells` has one text column a usable header, named by its position; `names` are the headers.

    A header that is blank, stands twice or is longer than 200 letters can be in no profile.
    """

    path: Path
    names: tuple[str, ...]
    cells: pl.DataFrame

    def column(self, at: int) -> pl.Series:
        """Return the cells under one header, null where they say nothing."""
        return self.cells[str(at)]

    @property
    def usable(self) -> tuple[int, ...]:
        """Return the positions of the headers that a profile can name."""
        return tuple(int(name) for name in self.cells.columns)


def sample(opened: Opened) -> Sample:
    """Read the first 20,000 rows of a file."""
    names = tuple(bare(name) for name in opened.header)
    times = Counter(fold(name) for name in names)
    usable = [
        at
        for at, name in enumerate(names)
        if name and len(name) <= MOST_LETTERS and times[fold(name)] == 1
    ]
    frames = [pl.DataFrame(schema=dict.fromkeys(map(str, usable), pl.String))]
    for chunk in read_rows(opened, usable):
        frames.append(chunk.rows.drop("line"))
        if sum(frame.height for frame in frames) >= MOST_ROWS:
            break
    cells = pl.concat(frames).head(MOST_ROWS)
    return Sample(
        opened.path, names, cells.select(ident(cells[name]).alias(name) for name in cells.columns)
    )
