"""The files inside a zip archive: by their names, which are labels and never paths on a disk."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.container import refused
from shopmetrics.ingest.files.inflate import member

MEMBERS_LIMIT = 2_000
TOTAL_LIMIT = 2 * 2**30  # bytes in one archive

_UTF8 = 0x800  # the flag that a name is in UTF-8
_NOT_MEANT = frozenset({"__macosx", "thumbs.db", "desktop.ini"})  # what systems add by themselves


def members(archive: ZipFile, path: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield each file of an archive: its label, `exports.zip/orders.csv`, and its content.

    Raises:
        NoExportError: there is no file in it.
        InputError: there are more than 2,000 files or 2 GiB, or one cannot be unpacked.
    """
    infos = [info for info in archive.infolist() if not info.is_dir() and _meant(_name(info))]
    if len(infos) > MEMBERS_LIMIT:
        raise InputError(
            f"{path}: {len(infos)} files in one archive; at most {MEMBERS_LIMIT:,} are read",
            hint="unpack it and give the folder",
        )
    if not infos:
        raise refused(path, "an archive without any file")
    left = TOTAL_LIMIT
    for info in infos:
        label = Path(f"{path}/{_name(info)}")
        content = b"".join(member(archive, info, label))
        left -= len(content)
        if left < 0:
            raise InputError(
                f"{path}: too large: uncompressed it holds more than"
                f" {TOTAL_LIMIT // 2**30} GiB, the limit",
                hint="unpack it and give the folder",
            )
        yield label, content


def _meant(name: str) -> bool:
    parts = [part.lower() for part in PurePosixPath(name).parts]
    return not any(
        part in _NOT_MEANT or (part.startswith((".", "~$")) and part != "..") for part in parts
    )


def _name(info: ZipInfo) -> str:
    """Return a member's name; without the flag for UTF-8 it is most often UTF-8 or GBK."""
    if info.flag_bits & _UTF8:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            return info.filename.encode("cp437").decode(encoding)
    return info.filename
