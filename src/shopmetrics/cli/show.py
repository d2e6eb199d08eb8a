"""One run of a command over exports: read, answer, render, write, and the exit code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shopmetrics.cli.aside import Aside
from shopmetrics.cli.asked import Asked, read, report
from shopmetrics.cli.breakdown import refuse_by
from shopmetrics.cli.look import look_of
from shopmetrics.cli.output import check_screen, check_target, is_screen, write, written
from shopmetrics.cli.pages import Command
from shopmetrics.cli.silence import left_open, refuse_stale, refuse_unjudged, unjudged
from shopmetrics.cli.speech import words_of
from shopmetrics.cli.volume import Volume
from shopmetrics.configfile import load_config
from shopmetrics.errors import ConfigError
from shopmetrics.judge import Level, worst
from shopmetrics.page import Page
from shopmetrics.pages import PAGES
from shopmetrics.playbook import load_playbook
from shopmetrics.render import Format, render
from shopmetrics.render.plain import rejects_csv

_SUFFIX = {
    ".json": Format.json,
    ".ndjson": Format.ndjson,
    ".csv": Format.csv,
    ".md": Format.markdown,
    ".html": Format.html,
    ".xlsx": Format.xlsx,
    ".pdf": Format.pdf,
    ".txt": Format.terminal,
}
_WHOLE = "report"  # which says of the files what there is to say, on the page itself
_NO_TEXT = frozenset({Format.xlsx, Format.pdf})
_FOR_PROGRAMS = frozenset({Format.json, Format.ndjson, Format.csv})
_FAILS = {
    "alarm": frozenset({Level.alarm}),
    "watch": frozenset({Level.alarm, Level.watch}),
    "never": frozenset[Level](),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """How the result is to be shown, as typed."""

    format: str | None
    interactive: bool
    table: str | None
    output: Path | None
    rejects: Path | None
    language: str | None
    colour: bool | None


def show(command: Command, asked: Asked, shown: Shown, fail_on: str) -> int:
    """Run the command and return its exit code: 1 where a band is breached, else 0.

    Raises:
        InputError: for a check that could judge nothing.
    """
    form = _checked(command, asked, shown)
    config = load_config(asked.config)
    words = words_of(shown.language, config.language, on_screen=is_screen(form, shown.output))
    playbook = load_playbook(words.language, config.playbook)
    aside = Aside(words, asked.volume)
    with aside.timed("reading"):
        loaded = read(asked, config, words)
    aside.files(loaded)
    if shown.rejects is not None:
        write(rejects_csv(loaded.rejects, words), shown.rejects)
    with aside.timed("counting"):
        made = report(asked, config, _pages(command), loaded, choices=shown.interactive)
    breached = worst(made.verdicts) in _FAILS[fail_on]
    with aside.timed("writing"):
        text = render(
            made,
            form,
            words,
            look_of(shown.colour, shown.output),
            page=command.page,
            table=shown.table,
            brief=command.judges,
            playbook=playbook,
        )
        if (
            breached
            or left_open(made)
            or unjudged(made)
            or not command.judges
            or shown.output
            or asked.volume is not Volume.quiet
        ):
            write(written(text, form, shown.output), shown.output)
    if command.name != _WHOLE or form in _FOR_PROGRAMS or shown.output is not None:
        aside.notes(made)
    aside.times()
    if command.judges:
        refuse_unjudged(made)
        if asked.period.get("last") and asked.as_of is None:
            refuse_stale(made, date.today())  # noqa: DTZ011 the shop's day is the reader's
    return int(breached)


def _checked(command: Command, asked: Asked, shown: Shown) -> Format:
    """Return the format that was asked for; refuse what cannot be done before anything is read."""
    for target in (shown.output, shown.rejects):
        check_target(target, asked.inputs)
    form = form_of(shown)
    if form in _NO_TEXT:
        check_screen(shown.output)
    _refuse_interactive(form, shown)
    refuse_by(command, asked)
    return form


def _refuse_interactive(form: Format, shown: Shown) -> None:
    if shown.interactive and form is not Format.html:
        raise ConfigError(
            f"--interactive is for HTML, not for {form}",
            hint="end --output in .html, or say --format html",
        )


def _pages(command: Command) -> Sequence[Page]:
    if command.page is not None:
        return tuple(page for page in PAGES if page.name == command.page)
    if command.judges:
        return tuple(page for page in PAGES if page.judged)
    return PAGES


def form_of(shown: Shown) -> Format:
    """Choose the format that was named, else the one that the output's ending means."""
    if shown.format is not None:
        return Format(shown.format)
    if shown.output is None:
        return Format.terminal
    suffix = shown.output.suffix.lower()
    if suffix not in _SUFFIX:
        raise ConfigError(
            f"--output {shown.output}: {suffix or 'no ending'} names no format",
            hint=f"end it in {', '.join(_SUFFIX)}, or say --format",
        )
    return _SUFFIX[suffix]
