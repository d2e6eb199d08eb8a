"""Small files of one form, such as daily exports, typed together: a few ms a file, not twenty.

Each file keeps its own account. Where anything is not plain, each is typed by itself: what dates or
points mean is decided over one file.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import accumulate

import polars as pl

from shopmetrics.ingest.cells.typed import Cells, typed
from shopmetrics.ingest.table import Table, Untyped, as_table
from shopmetrics.ingest.terms import Terms

_FEW_ROWS = 20_000


def waits(read: Untyped) -> bool:
    """Tell whether a file can be typed with others: a small one, without a cell to decide on."""
    if read.opened.content is not None or read.meant.profile.fill:
        return False
    seen = (one for chunks in read.chunks.seen.values() for one in chunks)
    return read.chunks.lines.len() < _FEW_ROWS and all(one.odd.is_empty() for one in seen)


def alone(read: Untyped) -> Cells:
    """Type the cells of one file."""
    return typed(read.chunks.lines, read.chunks.seen, read.meant)


def tables(reads: Sequence[Table | Untyped], terms: Terms) -> list[Table]:
    """Make tables of what waits, and keep all in order."""
    found = {at: read for at, read in enumerate(reads) if isinstance(read, Table)}
    groups = defaultdict[Hashable, dict[int, Untyped]](dict)
    for at, read in enumerate(reads):
        if isinstance(read, Untyped):
            groups[_form(read)][at] = read
    for group in groups.values():
        cells = _typed(list(group.values()))
        found |= {
            at: as_table(read, own, terms)
            for (at, read), own in zip(group.items(), cells, strict=True)
        }
    return [found[at] for at in range(len(reads))]


def _form(read: Untyped) -> Hashable:
    meant = read.meant
    names = (*meant.heads.items(), *read.chunks.seen)
    return (meant.profile.name, names, meant.zone, meant.decimals, meant.silent)


def _typed(reads: Sequence[Untyped]) -> list[Cells]:
    """Type files as one and part the rows again; halves of them where that finds anything amiss."""
    if len(reads) == 1:
        return [alone(reads[0])]
    names = reads[0].chunks.seen
    whole = typed(
        pl.concat([read.chunks.lines for read in reads], rechunk=True),
        {name: [one for read in reads for one in read.chunks.seen[name]] for name in names},
        reads[0].meant,
    )
    if whole.rejects or whole.blanked or whole.others.height:
        half = len(reads) // 2
        return [*_typed(reads[:half]), *_typed(reads[half:])]
    sizes = [read.chunks.lines.len() for read in reads]
    ends = list(accumulate(sizes))
    return [
        replace(whole, rows=whole.rows.slice(end - size, size))
        for end, size in zip(ends, sizes, strict=True)
    ]
