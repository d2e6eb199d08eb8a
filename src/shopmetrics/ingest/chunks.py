"""The chunks of a file, typed as they are read: of its text only a few are held at a time."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from shopmetrics.ingest.cells.column import look
from shopmetrics.ingest.cells.compose import composed
from shopmetrics.ingest.cells.seen import Seen
from shopmetrics.ingest.cells.skip import without_skipped
from shopmetrics.ingest.delimited.opened import Opened
from shopmetrics.ingest.delimited.read import read_rows
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.source import Reject
from shopmetrics.value import value

Progress = Callable[[int, int], None]  # rows and bytes that were read since the last call
_AHEAD = 2  # chunks that wait to be typed


@value
class Chunks:
    """What was read of a file before anything is decided over its whole columns.

    `lines` are the physical lines of its data, `seen` the chunks of every column, `count` all
    records: data, rejects, and rows that the profile says are no data.
    """

    lines: pl.Series
    seen: Mapping[str, Sequence[Seen]]
    rejects: Sequence[Reject]
    count: int


@value
class _Look:
    lines: pl.Series
    seen: Mapping[str, Seen]


def read_chunks(
    opened: Opened, columns: Mapping[str, int], profile: Profile, progress: Progress | None
) -> Chunks:
    """Read the columns of a file by header position; each chunk is typed in a second thread."""

    def looked(rows: pl.DataFrame) -> _Look:
        named = rows.select("line", *(pl.col(str(at)).alias(name) for name, at in columns.items()))
        data = composed(without_skipped(named, profile, opened.body_line))
        return _Look(data["line"], {name: look(name, data[name]) for name in data.columns[1:]})

    looks, rejects, count = list[_Look](), list[Reject](), 0
    waiting = deque[Future[_Look]]()
    with ThreadPoolExecutor(1) as pool:
        places = sorted(set(columns.values()))
        for chunk in read_rows(opened, places, footers=profile.footers):
            if chunk.last and not looks and not waiting:
                looks.append(looked(chunk.rows))  # a small file: a thread would cost more
            else:
                waiting.append(pool.submit(looked, chunk.rows))
            if len(waiting) > _AHEAD:
                looks.append(waiting.popleft().result())
            rejects += chunk.rejects
            count += chunk.rows_read
            if progress is not None:
                progress(chunk.rows_read, chunk.size)
        looks += [one.result() for one in waiting]
    if not looks:
        schema = {"line": pl.UInt32, **{str(at): pl.String for at in columns.values()}}
        looks.append(looked(pl.DataFrame(schema=schema)))
    lines = pl.concat([one.lines for one in looks], rechunk=True)
    seen = {name: [one.seen[name] for one in looks] for name in looks[0].seen}
    return Chunks(lines, seen, rejects, count)
