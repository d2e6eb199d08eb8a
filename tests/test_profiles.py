"""Every kind of file: a small invented export in that dress, and the canonical rows it gives.

tests/profiles/PROFILE or tests/profiles/PROFILE.VARIANT holds `export.*` as the platform would
write it, `accepted.csv` (money in minor units; columns that are all blank are left out),
`refunds.csv` where an order export holds refunds, and `rejects.csv`. `--update` rewrites the last
three: read the diff.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from shopmetrics.ingest.delimited.opened import Opened
from shopmetrics.ingest.files.document import Document, documents
from shopmetrics.ingest.profiles.profile import Profile, fold
from shopmetrics.ingest.profiles.recognise import fits, known, match
from shopmetrics.ingest.profiles.shipped import shipped
from shopmetrics.ingest.shape.canonical import shape_orders, shape_refunds
from shopmetrics.ingest.shape.shaped import GRAIN
from shopmetrics.ingest.table import Table, open_known, read_table, recognised
from shopmetrics.ingest.terms import Terms
from shopmetrics.shop import Kind

FOLDERS = sorted(one.parent for one in (Path(__file__).parent / "profiles").glob("*/export.*"))


@dataclass(frozen=True, slots=True)
class Seen:
    """What one export gave, as the folder of the profile keeps it."""

    table: Table
    texts: dict[str, str]


def opened_at(path: Path) -> Opened:
    (document,) = documents(path, is_known)
    assert isinstance(document, Document)
    return open_known(document, is_known)


def is_known(name: str) -> bool:
    return fold(name) in known().names


def seen(path: Path) -> Seen:
    opened = opened_at(path)
    table = read_table(opened, recognised(opened, known(), None), Terms())
    accepted, refunds = canonical(table)
    rejects = pl.DataFrame(
        [(one.line, one.column, str(one.reason)) for one in table.rejects],
        schema={"line": pl.Int64, "column": pl.String, "reason": pl.String},
        orient="row",
    )
    texts = {"accepted.csv": written(accepted), "rejects.csv": rejects.write_csv()}
    return Seen(table, texts | ({"refunds.csv": written(refunds)} if refunds.height else {}))


def canonical(table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    nothing = pl.DataFrame()
    if table.profile.kind is Kind.orders:
        shaped = shape_orders(table.rows, table.profile)
        return shaped.orders.drop(GRAIN), shaped.refunds
    if table.profile.kind is Kind.refunds:
        return shape_refunds(table.rows, table.profile), nothing
    return table.rows.drop("line", "timed"), nothing


def written(rows: pl.DataFrame) -> str:
    return rows.select(one for one in rows if one.null_count() < rows.height).write_csv()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.name)
def test_an_export_is_read_as_its_platform_means_it(folder: Path, *, update: bool) -> None:
    (export,) = folder.glob("export.*")
    found = seen(export)
    assert found.table.profile.name == folder.name.partition(".")[0]
    encoding = found.table.opened.encoding.removesuffix("-sig")
    assert encoding in found.table.profile.encodings
    for name, text in found.texts.items():
        if update:
            (folder / name).write_text(text, encoding="utf-8")
        assert text == (folder / name).read_text(encoding="utf-8")
    kept = {one.name for one in folder.iterdir()} - {export.name}
    assert kept == set(found.texts)


def test_every_kind_of_file_has_its_folder() -> None:
    assert {one.name.partition(".")[0] for one in FOLDERS} == {one.name for one in shipped()}


@pytest.mark.parametrize("profile", shipped(), ids=lambda one: one.name)
def test_a_header_of_a_profile_s_own_names_is_that_profile(profile: Profile) -> None:
    header = [one[0] for one in profile.signature]
    header += [names[0] for names in profile.columns.values()]
    assert match(header, known()) == profile


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.name)
def test_no_two_signatures_fit_one_header(folder: Path) -> None:
    (export,) = folder.glob("export.*")
    opened = opened_at(export)
    names = frozenset(map(fold, opened.header))
    found = [one for one in shipped() if one.signature and fits(one, names)]
    named = folder.name.partition(".")[0]
    assert [one.name for one in found if one.name != named] == []
