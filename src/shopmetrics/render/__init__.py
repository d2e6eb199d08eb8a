"""How a report looks: every form is a function from a report to text, loaded when it is used."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from shopmetrics.page import Page
from shopmetrics.pages import PAGES
from shopmetrics.playbook import Playbook, load_playbook
from shopmetrics.render.blocks import Block, Tone
from shopmetrics.render.look import Format, Glyphs, Look
from shopmetrics.report import Report
from shopmetrics.rule import Rule
from shopmetrics.source import Inspected
from shopmetrics.text import Words

__all__ = [
    "Format",
    "Glyphs",
    "Look",
    "render",
    "render_blocks",
    "render_definition",
    "render_notes",
    "render_rules",
    "render_sources",
]

_TO_LOOK_AT = frozenset({Format.html, Format.pdf})  # the reader may have none of the files


def render(  # noqa: PLR0911, PLR0913 one report, and how it is to be shown
    report: Report,
    form: Format,
    words: Words,
    look: Look,
    *,
    page: str | None = None,
    table: str | None = None,
    brief: bool = False,
    playbook: Playbook | None = None,
) -> str | bytes:
    """Write a report: all of it, one page, or only the verdicts (brief).

    `playbook` says what to do about each finding; without one the built-in steps are given.

    Raises:
        ConfigError: where a form of one table is asked of a report of many.
    """
    match form:
        case Format.json:
            from shopmetrics.render.json_report import report_json  # noqa: PLC0415 when used

            return report_json(report, playbook or load_playbook(words.language))
        case Format.csv:
            from shopmetrics.render.plain import table_csv  # noqa: PLC0415 when used

            return table_csv(report, page, table)
        case Format.ndjson:
            from shopmetrics.render.plain import table_ndjson  # noqa: PLC0415 when used

            return table_ndjson(report, page, table)
        case Format.terminal | Format.markdown:
            return _blocks(_report(report, words, playbook, page, form, brief=brief), form, look)
        case Format.html:
            from shopmetrics.render.html import html  # noqa: PLC0415 when used
            from shopmetrics.render.html.choices import choices  # noqa: PLC0415 when used

            answered = [one for one in PAGES if one.name in report.answers]
            blocks = _report(report, words, playbook, page, form, brief=brief)
            return html(blocks, answered, words, choices(report, words))
        case Format.xlsx:
            from shopmetrics.render.xlsx import workbook  # noqa: PLC0415 when used

            answered = [one for one in PAGES if one.name in report.answers]
            return workbook(report, answered, words, playbook or load_playbook(words.language))
        case Format.pdf:
            from shopmetrics.render.pdf import pdf  # noqa: PLC0415 when used

            blocks = _report(report, words, playbook, page, form, brief=brief)
            return pdf(report, blocks, words)
        case _:
            assert_never(form)


def _report(  # noqa: PLR0913 what of a report is to be shown
    report: Report,
    words: Words,
    playbook: Playbook | None,
    page: str | None,
    form: Format,
    *,
    brief: bool,
) -> Iterator[Block]:
    from shopmetrics.render import page as pages  # noqa: PLC0415 when used

    if brief:
        return pages.brief_blocks(report, words)
    if page is not None:
        return pages.page_blocks(report, page, words)
    book = playbook or load_playbook(words.language)
    return pages.report_blocks(report, words, book, loaded_last=form in _TO_LOOK_AT)


def render_definition(
    page: Page,
    form: Format,
    words: Words,
    look: Look,
    config: Mapping[str, object] | None = None,
) -> str:
    """Write what the numbers of a page mean, and which settings of a config are in force."""
    from shopmetrics.render.definition import definition_blocks  # noqa: PLC0415 when used

    return _blocks(definition_blocks(page, words, config), form, look)


def render_notes(report: Report, words: Words, *, every: bool = True) -> str:
    """Write what a reader must know of the files and cannot see in a table, for stderr.

    Without `every`, only what changes how a number is to be read.
    """
    from shopmetrics.render.loaded import note_blocks  # noqa: PLC0415 when used

    parts = (part for block in note_blocks(report, words) for part in block.parts)
    lines = (part.text for part in parts if every or part.tone is Tone.watch)
    return "".join(f"{text}\n" for text in lines)


def render_rules(rules: Rule | Sequence[Rule], form: Format, words: Words, look: Look) -> str:
    """Write one rule with its sources, or all in a table."""
    from shopmetrics.render.rules import rule_blocks, rules_blocks, rules_json  # noqa: PLC0415 when used

    if form is Format.json:
        return rules_json((rules,) if isinstance(rules, Rule) else rules)
    if isinstance(rules, Rule):
        return _blocks(rule_blocks(rules, words), form, look)
    return _blocks(rules_blocks(rules, words), form, look)


def render_blocks(blocks: Iterable[Block], look: Look) -> str:
    """Write blocks of one's own for a screen."""
    return _blocks(blocks, Format.terminal, look)


def render_sources(
    files: Sequence[Inspected], report: Report, form: Format, words: Words, look: Look
) -> str:
    """Write what each file was taken for and why, how it was read, and what found what."""
    if form is Format.json:
        from shopmetrics.render.json_inspect import inspect_json  # noqa: PLC0415 when used

        return inspect_json(files, report)
    from shopmetrics.render.inspect import inspect_blocks  # noqa: PLC0415 when used

    return _blocks(inspect_blocks(files, report, words), form, look)


def _blocks(blocks: Iterable[Block], form: Format, look: Look) -> str:
    if form is Format.markdown:
        from shopmetrics.render.markdown import markdown  # noqa: PLC0415 when used

        return markdown(blocks)
    from shopmetrics.render.terminal import terminal  # noqa: PLC0415 when used

    return terminal(blocks, look)
