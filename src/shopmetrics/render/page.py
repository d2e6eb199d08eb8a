"""A report as blocks: the one page in its order, or one question in full."""

from collections.abc import Collection, Iterator

from shopmetrics.config import Basis
from shopmetrics.doubt import Doubt, Open
from shopmetrics.playbook import Playbook
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Title, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.loaded import loaded_blocks
from shopmetrics.render.sections import NOTES, QUIET, SECTIONS
from shopmetrics.render.table import table_blocks, table_title, told
from shopmetrics.render.todo import todo_blocks
from shopmetrics.render.verdict import doubt_said, verdict_blocks
from shopmetrics.render.views import view_of
from shopmetrics.render.zone import zone_said
from shopmetrics.report import Report
from shopmetrics.shop import Untold
from shopmetrics.text import Words

# A table that is no page of its own is defined by another's definition.
_EXPLAINED_BY = {"bridge": "quality_return_rate"}
_OF_RATE = {"refund_rate", "quality_return_rate", "trend", "compare", "hotspots"}
_EITHER_WAY = {"refund_rate", "reasons"}  # count by order time or by refund time


def report_blocks(
    report: Report, words: Words, playbook: Playbook, *, loaded_last: bool = False
) -> Iterator[Block]:
    """Yield the page an operator reads: what was loaded, how it stands, then each question.

    `loaded_last` is for those who look at the page and not at the files: what was loaded ends it.
    """
    writer = Writer(words, report.currency, report.decimals)
    yield Title(title_of(report, words), 1)
    yield from head_blocks(report, words)
    if not loaded_last:
        yield from loaded_blocks(report, words)
    yield from verdict_blocks(report, words)
    for page, section in SECTIONS.items():
        if page != "exchanges" or _beside_the_rate(report):
            yield from section(report.answers[page], writer)
    yield from unknown_blocks(report, words)
    yield from todo_blocks(report, writer, playbook)
    if loaded_last:
        yield from loaded_blocks(report, words)
        return
    yield line(words.say("explain.hint", page="refund-rate"), Tone.quiet)


def _beside_the_rate(report: Report) -> bool:
    """Say whether a rate without exchanges differs from the one shown by the exchanges alone."""
    return report.exchanges_left_out is None and report.basis is Basis.order_time


def brief_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield the verdicts, and what cannot be told: what a cron mail needs; it has no heading."""
    yield from head_blocks(report, words)
    yield from verdict_blocks(report, words)
    yield from unknown_blocks(report, words)


def page_blocks(report: Report, page: str, words: Words) -> Iterator[Block]:
    """Yield every table of one question, and what there is to say of them."""
    writer = Writer(words, report.currency, report.decimals)
    yield Title(words.say(f"page.{page}"), 1)
    yield from head_blocks(report, words)
    answer = report.answers[page]
    filled = {n: told(one) for n, one in answer.tables.items() if one.rows.height}
    for name, table in filled.items():
        view = view_of(page, name)
        if view.shown:
            yield Title(table_title(name, words))
            shown, whole = view.rows(table, report.top), table.rows.height
            yield from table_blocks(shown, writer, most=whole, of=whole, name=name)
            yield from view.note(name, answer, writer)
    if page in NOTES:
        yield from NOTES[page](answer, writer)
    yield from unknown_blocks(report, words)
    explained = _EXPLAINED_BY.get(page, page).replace("_", "-")
    yield line(words.say("explain.hint", page=explained), Tone.quiet)


def title_of(report: Report, words: Words) -> str:
    """Return what the report is called: after the shop, where the config names it."""
    if report.name is None:
        return words.say("title.none")
    return words.say("title.shop", shop=printable(report.name))


def head_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield which time this is about, and how it is counted."""
    if not report.quality.has_orders:
        yield from _nothing_sold(report, words)
    if report.as_of is None:
        return
    if report.since or report.until:
        ends = (words.when(day) if day else "…" for day in (report.since, report.until))
        since, until = ends
        yield line(words.say("head.period", since=since, until=until))
    elif report.quality.has_orders:
        yield line(words.say("head.period.all", as_of=words.when(report.as_of)))
    zone = words.say("head.zone", zone=zone_said(report.timezone))
    yield line(f"{words.say(f'head.basis.{_basis(report)}')} · {zone}", Tone.quiet)
    if report.exchanges_left_out is not None:
        yield line(words.say("head.exchanges", n=words.count(report.exchanges_left_out)))


def _nothing_sold(report: Report, words: Words) -> Iterator[Block]:
    """Yield that there are no orders, and that a file which was passed over may hold them."""
    said = [words.say("head.period.none")]
    if report.as_of is not None:
        said.append(words.say("head.as_of", as_of=words.when(report.as_of)))
    yield line(" · ".join(said), Tone.quiet)
    if passed := len(report.quality.skipped):
        yield line(words.say("head.passed_over", n=words.count(passed)), Tone.watch)


def _basis(report: Report) -> str:
    """Name how the pages of a report count: some know the order's time alone, whatever is asked."""
    either = report.answers.keys() & _EITHER_WAY
    if report.basis is Basis.order_time or not either:
        return Basis.order_time
    return report.basis if len(either) == len(report.answers) else "both"


def unknown_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield what cannot be told and why, each once; of a whole report what its page shows."""
    loud = [page for page in report.answers if page not in QUIET or len(report.answers) == 1]
    said = dict.fromkeys(key for page in loud for key in report.answers[page].unknown)
    left_out = dict.fromkeys(one for page in loud for one in report.partial[page])
    missing = _unsaid_doubts(report, {one.what for one in left_out})
    if said or left_out or missing:
        yield Title(words.say("unknown.title"))
    for doubt in missing:
        yield line(f"- {doubt_said(doubt, words)}")
    for key in said:
        yield line(f"- {words.say(f'unknown.{key}')}")
    for one in left_out:
        name, count = words.platform(printable(one.platform)), words.count(one.n)
        yield line(f"- {words.say(f'partial.{one.what}', platform=name, n=count)}")


def _unsaid_doubts(report: Report, left_out: Collection[Untold]) -> list[Doubt]:
    """Return what may be missing from a page by itself; elsewhere it is said with the verdict."""
    if len(report.answers) > 1 or not _OF_RATE & report.answers.keys():
        return []
    silent = Untold.refunds in left_out  # which says it of the same platforms
    return [one for one in report.doubts if not (silent and one.what is Open.silent)]
