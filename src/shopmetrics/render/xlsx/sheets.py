"""The sheets of a workbook: the summary, one a page, and the definitions."""

from collections.abc import Iterable, Iterator, Sequence

from shopmetrics.judge import Level
from shopmetrics.page import Page, Table, Unit
from shopmetrics.playbook import Playbook, steps
from shopmetrics.render.blocks import Block, Line
from shopmetrics.render.cell import RIGHT, units_of
from shopmetrics.render.definition import definition_lines
from shopmetrics.render.finding import costs, sentence
from shopmetrics.render.loaded import loaded_blocks
from shopmetrics.render.page import head_blocks, title_of
from shopmetrics.render.sections import NOTES
from shopmetrics.render.table import table_title
from shopmetrics.render.todo import overlapping
from shopmetrics.render.verdict import verdict_cards
from shopmetrics.render.views import view_of
from shopmetrics.render.xlsx.paper import LONGEST, Paper, Sheet

_WIDEST = 48
_MEASURED = 200  # rows looked at for the width of a column
_GROUNDS = {Level.good: "#dcfce7", Level.watch: "#fef3c7", Level.alarm: "#fee2e2"}


def summary(paper: Paper, playbook: Playbook) -> None:
    """Write what was loaded, how it stands and what to do next."""
    report, words = paper.report, paper.writer.words
    sheet = paper.sheet(words.say("xlsx.summary"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, 14)
    sheet.write_string(0, 0, title_of(report, words), paper.style(bold=True, font_size=16))
    sheet.freeze_panes(1, 0)
    about = (*head_blocks(report, words), *loaded_blocks(report, words))
    row = _texts(sheet, 1, list(_lines(about)))
    row = _verdicts(paper, sheet, row + 1)
    sheet.write_string(row + 1, 0, words.say("todo.title"), paper.style(bold=True))
    _texts(sheet, row + 2, list(_advice(paper, playbook)))


def page_sheet(paper: Paper, page: Page) -> None:
    """Write a page's tables one below the other; the first one's header stays in sight."""
    words, answer = paper.writer.words, paper.report.answers[page.name]
    short = f"sheet.{page.name}"  # where a name has no room for the title
    sheet = paper.sheet(words.say(short if short in words.ids else f"page.{page.name}"))
    sheet.freeze_panes(2, 0)
    row, widths, notes = 0, dict[int, int](), list[Block]()
    for name, table in answer.tables.items():
        if table.rows.height:
            title = paper.style(bold=True, font_size=13)
            sheet.write_string(row, 0, table_title(name, words), title)
            _header(paper, sheet, row + 1, table, widths)
            for at, values in enumerate(table.rows.rows(named=True), row + 2):
                _row(paper, sheet, at, values, table)
            row += table.rows.height + 3
            notes += view_of(page.name, name).note(name, answer, paper.writer)
    if page.name in NOTES:
        notes += NOTES[page.name](answer, paper.writer)
    row = _texts(sheet, row, list(_lines(notes)))
    _texts(sheet, row, [words.say(f"unknown.{key}") for key in answer.unknown])
    for column, width in widths.items():
        sheet.set_column(column, column, width)


def definitions(paper: Paper, pages: Sequence[Page]) -> None:
    """Write what every number means."""
    words = paper.writer.words
    sheet = paper.sheet(words.say("html.definitions"))
    sheet.set_column(0, 0, 110, paper.style(text_wrap=True, valign="top"))
    row = 0
    for page in pages:
        sheet.write_string(row, 0, words.say(f"page.{page.name}"), paper.style(bold=True))
        row = _texts(sheet, row + 1, definition_lines(page, words)) + 1


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield "".join(part.text for part in block.parts)


def _texts(sheet: Sheet, row: int, texts: Sequence[str]) -> int:
    """Write lines of text one below the other, and return the row after them."""
    for at, text in enumerate(texts, row):
        sheet.write_string(at, 0, text[:LONGEST])
    return row + len(texts)


def _verdicts(paper: Paper, sheet: Sheet, row: int) -> int:
    report = paper.report
    cards = verdict_cards(report, paper.writer.words)
    for verdict, card in zip(report.verdicts, cards, strict=True):
        ground = _ground(verdict.level)
        sheet.write_string(row, 0, card.name, paper.style(bold=True))
        paper.put(sheet, (row, 1), ("rate", Unit.share, verdict.rate), ground)
        sheet.write_string(row, 2, card.level, paper.style(bold=True, **ground))
        sheet.write_string(row, 3, card.parting.join(card.details))
        row += 1
    return row


def _ground(level: object) -> dict[str, object]:
    found = next((colour for one, colour in _GROUNDS.items() if one == level), None)
    return {"bg_color": found} if found else {}


def _advice(paper: Paper, playbook: Playbook) -> Iterator[str]:
    if overlapping(paper.report.findings):
        yield paper.writer.words.say("todo.overlap")
    for number, finding in enumerate(paper.report.findings, 1):
        yield f"{number}. {sentence(finding, paper.writer)}{costs(finding, paper.writer)}"
        yield from (f"    - {step}" for step in steps(finding, playbook))


def _header(paper: Paper, sheet: Sheet, row: int, table: Table, widths: dict[int, int]) -> None:
    for column, (name, unit) in enumerate(table.units.items()):
        title = paper.writer.words.say(f"column.{name}")
        align = "right" if unit in RIGHT else "left"
        sheet.write_string(row, column, title, paper.style(bold=True, bottom=1, align=align))
        cells = (len(str(value)) + 2 for value in table.rows[name].head(_MEASURED))
        longest = max([2 * len(title), *cells]) if unit is Unit.text else max(len(title) + 2, 12)
        widths[column] = min(max(widths.get(column, 8), longest), _WIDEST)


def _row(paper: Paper, sheet: Sheet, row: int, values: dict[str, object], table: Table) -> None:
    """Write one row; a rate that is judged lies on the ground of its band."""
    ground = _ground(values.get("band"))
    for column, (name, unit) in enumerate(units_of(values, dict(table.units)).items()):
        look = ground if name in {"rate", "band"} else {}
        paper.put(sheet, (row, column), (name, unit, values[name]), look)
