"""Small workbooks, written part by part, so that a test can write what no program would."""

import io
from collections.abc import Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override'
    ' PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.spreadsheetml.sheet.main+xml"/></Types>'
)

HEADER = ("order_id", "ordered_at", "paid")
ORDER = ("A1", "2026-03-01 10:00:00", "12.50")


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    placed = (cell(f"{chr(65 + at)}{number}", text) for at, text in enumerate(cells) if text)
    return f'<row r="{number}">{"".join(placed)}</row>'


def rows(*lines: Sequence[str]) -> str:
    return "".join(row(number, *line) for number, line in enumerate(lines, start=1))


def sheet(data: str) -> str:
    return f"<worksheet {_MAIN}><sheetData>{data}</sheetData></worksheet>"


def book(  # noqa: PLR0913 the parts of a workbook
    sheets: Mapping[str, str] | str,
    *,
    strings: str | None = None,
    styles: str | None = None,
    hidden: Sequence[str] = (),
    properties: str = "",
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a workbook; `sheets` holds what stands in sheetData, `extra` replaces parts."""
    named = {"Sheet1": sheets} if isinstance(sheets, str) else sheets
    listed, related = [], []
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
    }
    for number, (name, data) in enumerate(named.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed.append(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"{state}/>')
        related.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet(data)
    if strings is not None:
        related.append(("rIdS", "sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = f"<sst {_MAIN}>{strings}</sst>"
    if styles is not None:
        related.append(("rIdT", "styles", "styles.xml"))
        parts["xl/styles.xml"] = f"<styleSheet {_MAIN}>{styles}</styleSheet>"
    parts["xl/workbook.xml"] = (
        f'<workbook {_MAIN} xmlns:r="{_KIND}">{properties}'
        f"<sheets>{''.join(listed)}</sheets></workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = _relations(related)
    return zipped({**parts, **(extra or {})})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _relations(found: Sequence[tuple[str, str, str]]) -> str:
    lines = (f'<Relationship Id="{i}" Type="{_KIND}/{k}" Target="{t}"/>' for i, k, t in found)
    return f"<Relationships {_RELATIONS}>{''.join(lines)}</Relationships>"
