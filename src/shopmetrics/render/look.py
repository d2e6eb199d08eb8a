"""What the reader's screen can show, and the forms a report can take."""

from enum import StrEnum

from shopmetrics.value import value


class Format(StrEnum):
    """The forms a report can take."""

    terminal = "terminal"
    markdown = "markdown"
    json = "json"
    ndjson = "ndjson"
    csv = "csv"
    html = "html"
    xlsx = "xlsx"
    pdf = "pdf"


class Glyphs(StrEnum):
    """Which marks and bars the screen can show."""

    unicode = "unicode"
    ascii = "ascii"


@value
class Look:
    """Width in columns, colour or not, glyphs, and the character set."""

    width: int = 80
    colour: bool = False
    glyphs: Glyphs = Glyphs.unicode
    encoding: str = "utf-8"
