"""What each file was taken for, and why: the page that one shows to support, without a cell."""

from collections.abc import Iterator, Sequence

from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Column, Grid, Line, Text, Title, Tone, line
from shopmetrics.render.loaded import doubts, source_notes
from shopmetrics.render.zone import zone_said
from shopmetrics.report import Report
from shopmetrics.shop import Kind
from shopmetrics.source import Inspected, Source
from shopmetrics.text import Words
from shopmetrics.text.said import said

_MONEY = frozenset({Kind.orders, Kind.refunds, Kind.payments, Kind.compensations})
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def inspect_blocks(files: Sequence[Inspected], report: Report, words: Words) -> Iterator[Block]:
    """Yield, file by file, what it was taken for and what became of its rows; then the joins."""
    yield Title(words.say("inspect.title"), 1)
    for file in files:
        yield Title(printable(str(file.source.path)))
        yield from _taken(file, words)
        yield line(_form(file.source, words))
        yield line(_rows(file.source, words))
        yield line(_span(file.source, report, words))
        yield from source_notes(file.source, report.quality.rejects, words)
        yield from _untold(file.source, words)
        yield from _columns(file, words)
    yield from _joins(report, words)
    for why in report.quality.skipped:
        yield line(
            words.say("loaded.skipped", why=printable(said(why, words.language))), Tone.watch
        )


def _taken(file: Inspected, words: Words) -> Iterator[Line]:
    """Yield what a file was taken for, and how sure that is."""
    source = file.source
    kind, grain = words.label(source.kind), words.say(f"grain.{source.grain}")
    yield line(words.say("inspect.kind", kind=kind, grain=grain, profile=source.profile))
    if source.shop:
        yield line(words.say("inspect.shop", shop=printable(source.shop)), Tone.quiet)
    names = words.listed(map(printable, file.signature))
    yield line(words.say("inspect.signature", names=names), Tone.quiet)
    for close in file.close:
        if close.lacking:
            lacking = words.listed(map(printable, close.lacking))
            said = words.say("inspect.close", profile=close.profile, lacking=lacking)
        else:
            said = words.say("inspect.fits", profile=close.profile)
        yield line(said, Tone.quiet)
    if not file.close:
        yield line(words.say("inspect.alone"), Tone.quiet)


def _form(source: Source, words: Words) -> str:
    """Say how a table is written and where its header stands."""
    if source.sheet:
        sheet, row = printable(source.sheet), source.header_line
        return words.say("inspect.sheet", form=source.encoding, sheet=sheet, row=row)
    key = _SEPARATORS.get(source.separator)
    named = words.say(f"separator.{key}") if key else printable(source.separator)
    return words.say(
        "inspect.text", encoding=source.encoding, separator=named, line=source.header_line
    )


def _rows(source: Source, words: Words) -> str:
    counts = {
        "read": source.rows_read,
        "accepted": source.accepted,
        "rejected": source.rejected,
        "superseded": source.superseded,
        "ignored": source.ignored,
    }
    return words.say("inspect.rows", **{name: words.count(n) for name, n in counts.items()})


def _span(source: Source, report: Report, words: Words) -> str:
    """Say of when a file tells, in which zone and currency, and what its amounts come to."""
    told = [words.say("inspect.no_times")]
    if source.since is not None and source.until is not None:
        ends = {"since": words.when(source.since), "until": words.when(source.until)}
        told = [words.say("inspect.span", **ends), zone_said(source.timezone)]
    told.append(source.currency or words.say("inspect.no_currency"))
    if source.kind in _MONEY:
        amount = words.money(source.amount, source.currency or report.currency, source.decimals)
        told.append(words.say("inspect.amount", amount=amount))
    return " · ".join(told)


def _untold(source: Source, words: Words) -> Iterator[Line]:
    if source.cannot_tell:
        names = words.listed(words.say(f"untold.{one}") for one in source.cannot_tell)
        yield line(words.say("inspect.untold", names=names), Tone.quiet)


def _columns(file: Inspected, words: Words) -> Iterator[Block]:
    rows = tuple(
        (Text(name), Text(printable(header))) for name, header in file.source.columns.items()
    )
    yield Grid((Column(words.say("inspect.columns")), Column("")), rows)
    if file.unread:
        names = words.listed(map(printable, file.unread))
        yield line(words.say("inspect.unread", n=len(file.unread), names=names), Tone.quiet)


def _joins(report: Report, words: Words) -> Iterator[Block]:
    """Yield by what refunds found their lines, and what found nothing."""
    quality = report.quality
    if not quality.matches and not quality.orders:
        return
    yield Title(words.say("inspect.joins"))
    yield line(words.say("trust.orders", orders=words.count(quality.orders)))
    for how, count in quality.matches.items():
        tone = Tone.watch if how == "none" else Tone.plain
        yield line(words.say(f"match.{how}", n=words.count(count)), tone)
    yield from doubts(quality, words)
