"""XML read as a stream: no document type, no entities of its own, no endless token."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.parsers import expat

from shopmetrics.errors import InputError
from shopmetrics.ingest.files.inflate import damaged
from shopmetrics.value import value

TOKEN_LIMIT = 4 * 2**20  # bytes within one tag or comment

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


@value
class Handlers:
    """What is called for each start of an element, each end, and text; names lack the prefix."""

    start: Start
    end: End | None = None
    text: Callable[[str], None] | None = None


def read_xml(pieces: Iterable[bytes], path: Path, handlers: Handlers) -> None:
    """Send a document through handlers.

    Raises:
        InputError: it is not well-formed, declares a document type, or has a token without end.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refusing(path)
    parser.StartElementHandler = _first(parser, handlers)
    parser.CharacterDataHandler = handlers.text
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 expat's own
            fed += len(piece)
            if fed - parser.CurrentByteIndex > TOKEN_LIMIT + len(piece):
                raise damaged(path, f"a tag of more than {TOKEN_LIMIT // 2**20} MiB in its XML")
        parser.Parse(b"", True)  # noqa: FBT003 likewise
    except expat.ExpatError:
        raise damaged(path, "its XML is not well-formed") from None


def _first(parser: expat.XMLParserType, handlers: Handlers) -> Callable[..., None]:
    """Look at the root: where its name has a prefix, leave that prefix out from there on."""

    def first(name: str, attributes: dict[str, str]) -> None:
        prefix, colon, _ = name.rpartition(":")
        start, end = handlers.start, handlers.end
        if colon:
            own = f"{prefix}:"
            start = _bare_start(own, start)
            end = None if end is None else _bare_end(own, end)
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        start(name, attributes)

    return first


def _bare_start(prefix: str, start: Start) -> Start:
    return lambda name, attributes: start(name.removeprefix(prefix), attributes)


def _bare_end(prefix: str, end: End) -> End:
    return lambda name: end(name.removeprefix(prefix))


def _refusing(path: Path) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise InputError(
            f"{path}: its XML declares a document type or entities, which no workbook does",
            hint="open it in a spreadsheet program and save it again, or ask where it comes from",
        )

    return refuse
