"""The tables in all that was given: each recognised and read, what is no export passed over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.container import NoExportError
from shopmetrics.ingest.files.document import Document, documents
from shopmetrics.ingest.files.find import Given, given
from shopmetrics.ingest.profiles.recognise import Known, knows
from shopmetrics.ingest.table import Table, Untyped, as_table, open_known, read_untyped, recognised
from shopmetrics.ingest.terms import Terms
from shopmetrics.ingest.together import alone, tables, waits
from shopmetrics.shop import Kind
from shopmetrics.value import value


@value
class Step:
    """How far the reading has come; bytes are of the files as they stand on disk."""

    path: Path
    file: int  # from 1
    files: int
    rows: int
    done: int  # bytes
    size: int  # bytes of all files


Progress = Callable[[Step], None]


@value
class Reading:
    """What is the same for every file of a run."""

    known: Known
    terms: Terms
    progress: Progress | None = None


@value
class Gathered:
    """The tables that were read, in the order of the files, and why others were passed over."""

    tables: list[Table]
    skipped: list[InputError]


@value
class _Found:
    """The files that were read, some of which wait to be typed together; and those passed over."""

    reads: list[Table | Untyped] = field(default_factory=list)
    skipped: list[InputError] = field(default_factory=list)


def gather(paths: Sequence[Path], forced: Mapping[Path, Kind], how: Reading) -> Gathered:
    """Read every table; in folders and archives, what is no known export is passed over.

    Raises:
        InputError: for a named file that cannot be used or holds no known export.
    """
    files = list(given(paths, forced))
    meter = _Meter(files, how.progress)
    names = knows(how.known)
    found = _Found()
    for file in files:
        meter.begin(file)
        if isinstance(file, NoExportError):
            found.skipped.append(file)
        else:
            one = _read(file, how, names, meter)
            found.reads.extend(one.reads)
            found.skipped.extend(one.skipped)
    return Gathered(tables(found.reads, how.terms), found.skipped)


def _read(file: Given, how: Reading, names: Callable[[str], bool], meter: "_Meter") -> _Found:
    """Read the tables of one file, which is one unless it is an archive or a workbook."""
    found = _Found()
    passed_over = NoExportError if file.named else InputError
    try:
        for document in documents(file.path, names):
            try:
                found.reads.append(_table(document, file.kind, how, names, meter))
            except passed_over as error:
                found.skipped.append(error)
    except InputError as error:
        if file.named:
            raise
        found.skipped.append(error)
    if file.named and not found.reads:
        raise found.skipped[0]
    return found


def _table(
    document: Document | NoExportError,
    kind: Kind | None,
    how: Reading,
    names: Callable[[str], bool],
    meter: "_Meter",
) -> Table | Untyped:
    if isinstance(document, NoExportError):
        raise document
    opened = open_known(document, names)
    profile = recognised(opened, how.known, kind)
    read = read_untyped(opened, profile, how.terms, meter.add)
    return read if waits(read) else as_table(read, alone(read), how.terms)


class _Meter:
    """Counts what was read; a packed file counts as far as what is in it is not larger."""

    def __init__(self, files: Sequence[Given | NoExportError], tell: Progress | None) -> None:
        self._sizes = [0 if isinstance(file, NoExportError) else file.size for file in files]
        self._tell = tell
        self._path, self._at = Path(), -1
        self._rows = self._bytes = 0

    def begin(self, file: Given | NoExportError) -> None:
        self._at += 1
        self._bytes = 0
        if isinstance(file, Given):
            self._path = file.path
            self.add(0, 0)

    def add(self, rows: int, read: int) -> None:
        self._rows += rows
        self._bytes += read
        if self._tell is not None:
            done = sum(self._sizes[: self._at]) + min(self._bytes, self._sizes[self._at])
            files, size = len(self._sizes), sum(self._sizes)
            self._tell(Step(self._path, self._at + 1, files, self._rows, done, size))
