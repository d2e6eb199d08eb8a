"""Blocks of whole lines: any encoding and line end comes out as UTF-8 lines that end in a line feed."""

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from shopmetrics.ingest.fault import Fault

# Large enough that the cost of a block does not count, small enough for the caches and the
# allocator: blocks of 32 MiB are mapped anew each time and took twice as long to read.
BLOCK = 8 * 2**20
WIDE = ("utf-16", "utf-32")  # line feeds are no single bytes there: decoded before lines are cut


@dataclass(frozen=True, slots=True)
class Block:
    """UTF-8 lines, each with its line feed; a line that is in `faults` (by index) is left empty."""

    data: bytes
    line: int  # physical line of the first, from 1
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
        return Block(self.data[offset:], self.line + lines, self.last, faults)


def read_blocks(
    file: BinaryIO, encoding: str, line_end: bytes, *, size: int = BLOCK, damaged: bool = True
) -> Iterator[Block]:
    """Yield the whole file in blocks; `line_end` is CR for a file without line feeds, else LF.

    `damaged` is false where the whole file is known to be UTF-8.

    Raises:
        UnicodeDecodeError: a UTF-16 or UTF-32 file is damaged (other encodings fault the line).
    """
    line = 1
    cut = _cut(_pieces(file, encoding, size), line_end, size)
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
        yield Block(data, line, last=ahead is None, faults=faults)
        line += data.count(b"\n")


def one_line_end(data: bytes, line_end: bytes) -> bytes:
    """Make every line end a line feed; a lone CR in a file with line feeds is text."""
    if b"\r" not in data:
        return data
    if line_end == b"\r":
        return data.replace(b"\r", b"\n")
    return data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")


def valid_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 throughout."""
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _pieces(file: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    if not encoding.startswith(WIDE):
        while data := file.read(size):
            yield data
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    while data := file.read(size):
        yield decoder.decode(data).encode()
    yield decoder.decode(b"", final=True).encode()


def _cut(
    pieces: Iterator[bytes], line_end: bytes, limit: int
) -> Iterator[tuple[bytes, bool]]:
    """Yield whole lines; True where the first was longer than the limit and has been emptied."""
    tail, overlong = b"", False
    for piece in pieces:
        end = piece.rfind(line_end) + 1
        if end:
            start = piece.find(line_end) if overlong else 0
            yield tail + piece[start:end], overlong
            tail, overlong = piece[end:], False
        else:
            overlong = overlong or len(tail) + len(piece) > limit
            tail = b"" if overlong else tail + piece
    if tail or overlong:
        yield tail, overlong


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
