"""Blocks as a PDF for paper: pages of A4 with the charts of the page of HTML, text never markup."""

from collections.abc import Iterable, Iterator

from shopmetrics.page import Page
from shopmetrics.pages import PAGES
from shopmetrics.render.blocks import Block, Grid, Line, Title, roomy
from shopmetrics.render.definition import definition_lines
from shopmetrics.render.gathered import divided
from shopmetrics.render.page import title_of
from shopmetrics.render.pdf.data import Data, block_data, fitting, section_data
from shopmetrics.render.pdf.sheet import typeset
from shopmetrics.render.sections import SECTIONS
from shopmetrics.report import Report
from shopmetrics.text import Words

_UPRIGHT = 10  # columns at most; a wider table lies on its side, with all other pages


def pdf(report: Report, blocks: Iterable[Block], words: Words) -> bytes:
    """Write blocks of a report as a PDF, with the definitions of what they show at its end.

    Raises:
        OutputError: where the machine has no font for the letters.
    """
    shown = tuple(roomy(blocks))
    top, sections = divided(shown)
    head = [block for block in top if isinstance(block, Line)]
    titles = (block.text for block in top if isinstance(block, Title))
    widest = max((len(block.columns) for block in shown if isinstance(block, Grid)), default=0)
    return typeset(
        {
            "title": fitting(next(titles, title_of(report, words))),
            "running": fitting(title_of(report, words)),
            "period": "".join(part.text for line in head[:1] for part in line.parts),
            "tag": words.tag.split("-"),
            "wide": widest > _UPRIGHT,
            "head": [block_data(block) for block in head],
            "sections": [section_data(section) for section in sections],
            "defined": words.say("html.definitions"),
            "definitions": [_definition(page, words) for page in _shown(report)],
            "made": words.say("pdf.made"),
        },
        words.language,
    )


def _shown(report: Report) -> Iterator[Page]:
    """Yield the pages of which anything is shown: the one asked for, or those of the report."""
    for page in PAGES:
        told = page.judged or page.name in SECTIONS or len(report.answers) == 1
        if page.name in report.answers and told:
            yield page


def _definition(page: Page, words: Words) -> Data:
    said = definition_lines(page, words)
    return {"title": words.say(f"page.{page.name}"), "sentences": said}
