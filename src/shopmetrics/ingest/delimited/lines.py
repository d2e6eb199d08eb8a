"""Blocks of whole lines, in UTF-8 and with line feeds whatever the encoding and the line ends."""

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from io import SEEK_CUR
from typing import BinaryIO

import polars as pl

from shopmetrics.ingest.delimited.fault import Fault
from shopmetrics.value import value

# Small enough for the caches and for the allocator to use the memory again: blocks of 32 MiB
# took four times as long to read.
BLOCK = 8 * 2**20
_NEAR = 2**16  # bytes in which a line nearly always ends
WIDE = ("utf-16", "utf-32")  # line feeds are no single bytes there: decoded before lines are cut


@value
class Block:
    """UTF-8 lines, each with its line feed; a line that is in `faults` (by index) is left empty."""

    data: bytes
    last: bool
    faults: Mapping[int, Fault] = field(default_factory=dict)

    def after(self, lines: int) -> "Block | None":
        """Return the block without its first lines; None where nothing is left."""
        offset = 0
        for _ in range(lines):
            offset = self.data.find(b"\n", offset) + 1
            if not offset or offset == len(self.data):
                return None
        faults = {index - lines: fault for index, fault in self.faults.items() if index >= lines}
        return Block(self.data[offset:], self.last, faults)

    def joined(self, lines: int, following: "Block") -> "Block":
        """Return this block, which has so many lines, and the one that follows as one."""
        faults = {index + lines: fault for index, fault in following.faults.items()}
        return Block(self.data + following.data, following.last, {**self.faults, **faults})


def read_blocks(
    file: BinaryIO, encoding: str, line_end: bytes, *, size: int = BLOCK, damaged: bool = True
) -> Iterator[Block]:
    """Yield the whole file in blocks; `line_end` is CR for a file without line feeds, else LF.

    `damaged` is false where the whole file is known to be UTF-8.

    Raises:
        UnicodeDecodeError: a UTF-16 or UTF-32 file is damaged (other encodings fault the line).
    """
    cut = _cut(_reader(file, encoding, line_end, size), line_end, size)
    ahead = next(cut, None)
    while ahead is not None:
        data, overlong = ahead
        ahead = next(cut, None)
        faults = {0: Fault.field_too_long} if overlong else {}
        data = one_line_end(data, line_end)
        if damaged or not encoding.startswith("utf-"):
            data, unreadable = _to_utf8(data, encoding)
            faults |= unreadable
        if not data.endswith(b"\n"):
            data += b"\n"
        yield Block(data, last=ahead is None, faults=faults)


def one_line_end(data: bytes, line_end: bytes) -> bytes:
    """Make every line end a line feed; a lone CR in a file with line feeds is text."""
    if b"\r" not in data:
        return data
    if line_end == b"\r":
        return data.replace(b"\r", b"\n")
    return data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")


def valid_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 throughout; five times as fast as decoding them here."""
    if data.isascii():
        return True
    try:
        pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


def _reader(file: BinaryIO, encoding: str, line_end: bytes, size: int) -> Callable[[int], bytes]:
    """Return what reads the next piece of a file, beginning with so many bytes of the last.

    It ends with a line where one ends near its end: whole lines are then copied nowhere, which
    takes half the time. Wide encodings give UTF-8.
    """
    near = min(size, _NEAR)

    def again(kept: int) -> bytes:
        start = file.seek(-kept, SEEK_CUR)
        file.seek(start + size - near)
        end = file.read(near).rfind(line_end) + 1
        file.seek(start)
        return file.read(size - near + end if end else size)

    if not encoding.startswith(WIDE):
        return again
    decoder = codecs.getincrementaldecoder(encoding)()
    piece = b""

    def decoded(kept: int) -> bytes:
        nonlocal piece
        piece = piece[len(piece) - kept :]
        while len(piece) < size and (data := file.read(size)):
            piece += decoder.decode(data).encode()
        piece += b"" if len(piece) >= size else decoder.decode(b"", final=True).encode()
        return piece

    return decoded


def _cut(more: Callable[[int], bytes], line_end: bytes, size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield whole lines; True where the first was longer than a piece and is left empty."""
    kept, overlong = 0, False
    while len(data := more(kept)) > kept:
        end = data.rfind(line_end) + 1
        if end:
            start = data.find(line_end) if overlong else 0
            yield data[start:end], overlong
            overlong = False
        kept = len(data) - end
        if kept >= size:
            kept, overlong = 0, True
    if kept or overlong:
        yield b"" if overlong else data, overlong


def _to_utf8(data: bytes, encoding: str) -> tuple[bytes, dict[int, Fault]]:
    if encoding.startswith(("utf-8", *WIDE)):
        if valid_utf8(data):
            return data, {}
    else:
        try:
            return data.decode(encoding).encode(), {}
        except UnicodeDecodeError:
            pass
    lines, faults = data.split(b"\n"), {}
    for index, line in enumerate(lines):
        try:
            lines[index] = line.decode(encoding).encode()
        except UnicodeDecodeError:
            lines[index], faults[index] = b"", Fault.bytes_not_text
    return b"\n".join(lines), faults
