"""The archive that a workbook is: its parts by name, and how they refer to one another."""

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.inflate import damaged, member
from shopmetrics.ingest.files.workbook.xml import Handlers, read_xml
from shopmetrics.value import value

PARTS_LIMIT = 10_000
_CONTENT_TYPES = "[content_types].xml"
_WORKBOOK = "/officedocument"  # how the type of the relation to the workbook ends


@value
class Package:
    """An open workbook's parts; names are in lower case, with slashes, from the root."""

    path: Path
    archive: ZipFile
    parts: Mapping[str, ZipInfo]

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of a part.

        Raises:
            InputError: the part is missing or damaged.
        """
        if name not in self.parts:
            raise damaged(self.path, f"the workbook lacks its part {name}")
        return member(self.archive, self.parts[name], self.path)

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the parts that a part refers to: id -> end of the relation's type, name."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Mapping[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.join("/", folder, attributes.get("Target", "").lower())
                kind = attributes.get("Type", "").lower()
                found[attributes.get("Id", "")] = (kind, _plain(target))

        if relations in self.parts:
            read_xml(self.pieces(relations), self.path, Handlers(start))
        return found


def package(archive: ZipFile, path: Path) -> Package:
    """List the parts of a workbook."""
    infos = archive.infolist()
    if len(infos) > PARTS_LIMIT:
        raise InputError(
            f"{path}: {len(infos)} parts in one workbook; at most {PARTS_LIMIT} are read",
            hint="open it in a spreadsheet program and save it again",
        )
    return Package(path, archive, {_plain(info.filename.lower()): info for info in infos})


def is_office(archive: ZipFile) -> bool:
    """Tell whether a zip file is a document of an office program and no mere archive."""
    names = {info.filename.lower() for info in archive.infolist()[:PARTS_LIMIT]}
    return _CONTENT_TYPES in names or "mimetype" in names or any(n.startswith("xl/") for n in names)


def book_part(package: Package) -> str:
    """Return the name of the part that lists the sheets.

    Raises:
        InputError: there is none that can be read.
    """
    named = [name for kind, name in package.targets("").values() if kind.endswith(_WORKBOOK)]
    book = next((name for name in (*named, "xl/workbook.xml") if name in package.parts), None)
    if book is None or not book.endswith(".xml") or not book.startswith("xl/"):
        what = "an Excel workbook in binary form (xlsb)" if _binary(package) else "no xlsx workbook"
        raise InputError(
            f"{package.path}: this is {what}",
            hint="open it in a spreadsheet program and save it as .xlsx or as 'CSV UTF-8'",
        )
    return book


def _binary(package: Package) -> bool:
    return any(name.startswith("xl/") and name.endswith(".bin") for name in package.parts)


def _plain(name: str) -> str:
    """Write a part's name as from the root; it is looked up in a list, never on a disk."""
    return posixpath.normpath(f"/{name}".replace("\\", "/")).lstrip("/")
