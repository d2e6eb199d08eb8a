"""The files that init was given: those that a profile fits, and those that none does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from shopmetrics.errors import InputError
from shopmetrics.ingest import load
from shopmetrics.ingest.files.container import NoExportError
from shopmetrics.ingest.files.document import Document, documents
from shopmetrics.ingest.files.find import Given, given
from shopmetrics.ingest.profiles.profile import Profile, fold
from shopmetrics.ingest.profiles.recognise import Known, knows, match
from shopmetrics.ingest.propose.beside import Beside, of_shop
from shopmetrics.ingest.propose.sample import MOST_ROWS, Sample, sample
from shopmetrics.ingest.propose.synonyms import Synonyms, is_name
from shopmetrics.ingest.table import open_known
from shopmetrics.shop import Kind


@dataclass(frozen=True, slots=True)
class Unknown:
    """Files with one header that no profile fits, and their first rows."""

    paths: tuple[Path, ...]
    named: bool  # not merely found in a folder
    kind: Kind | None  # as typed: --orders, --refunds
    sample: Sample


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that was given: `recognised` by the name of their profile, `passed` with the reason."""

    unknown: tuple[Unknown, ...]
    recognised: tuple[tuple[Path, str], ...]
    passed: tuple[str, ...]


def gather(
    paths: Sequence[Path], forced: dict[Path, Kind], among: Known, synonyms: Synonyms
) -> Gathered:
    """Open every file; in a folder, what is no table is passed over.

    Raises:
        InputError: for a named file that is no table.
    """
    unknown, recognised, passed = list[Unknown](), list[tuple[Path, str]](), list[str]()
    for file in given(paths, forced):
        if isinstance(file, NoExportError):
            passed.append(file.message)
            continue
        passed_over = NoExportError if file.named else InputError
        try:
            for found in documents(file.path, lambda name: _heard(name, among, synonyms)):
                try:
                    one = _looked_at(found, file, among, synonyms)
                except passed_over as error:
                    passed.append(error.message)
                    continue
                unknown += [one] if isinstance(one, Unknown) else []
                recognised += [] if isinstance(one, Unknown) else [(file.path, one)]
        except InputError as error:
            if file.named:
                raise
            passed.append(error.message)
    return Gathered(tuple(_together(unknown)), tuple(recognised), tuple(passed))


def _looked_at(
    found: Document | NoExportError, file: Given, among: Known, synonyms: Synonyms
) -> Unknown | str:
    """Return the name of the profile that fits a table, or a sample of it where none does."""
    if isinstance(found, NoExportError):
        raise found
    profile = match(open_known(found, knows(among)).header, among, file.kind)
    if profile is not None:
        return profile.name
    opened = open_known(found, lambda name: _heard(name, among, synonyms))
    named = file.named and opened.path == file.path  # not one table of many
    return Unknown((file.path,), named, file.kind, sample(opened))


def orders_beside(paths: Sequence[Path], profiles: Sequence[Profile]) -> tuple[Beside, ...]:
    """Return the orders of the recognised files; none where they cannot be loaded."""
    if not paths:
        return ()
    try:
        return tuple(of_shop(load(paths, profiles=profiles, max_rejects=1.0).shop))
    except InputError:
        return ()  # a report over these files will say why


def _heard(name: str, among: Known, synonyms: Synonyms) -> bool:
    return fold(name) in among.names or is_name(name, synonyms)


def _together(unknown: Sequence[Unknown]) -> Iterator[Unknown]:
    """Join files of one header: one profile serves them all, and more rows tell more."""
    groups: dict[tuple[object, ...], list[Unknown]] = {}
    for one in unknown:
        groups.setdefault((one.sample.names, one.kind), []).append(one)
    for group in groups.values():
        cells = pl.concat([one.sample.cells for one in group]).head(MOST_ROWS)
        yield replace(
            group[0],
            paths=tuple(one.paths[0] for one in group),
            named=any(one.named for one in group),
            sample=replace(group[0].sample, cells=cells),
        )
