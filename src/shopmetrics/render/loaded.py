"""What was loaded and how far it can be trusted, as blocks: short where all is well."""

from collections.abc import Iterator, Sequence

from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Line, Title, Tone, line
from shopmetrics.report import Report
from shopmetrics.source import Reject, Source
from shopmetrics.text import Words
from shopmetrics.text.said import said
from shopmetrics.trust import Quality

_SHOWN = 3
_OF_CUSTOMERS = {"repurchase", "abuse"}


def loaded_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield the account of all rows, and every thing that a reader must know of them."""
    quality = report.quality
    yield Title(words.say("loaded.title"))
    names = ("rows_read", "accepted", "superseded", "ignored", "rejected")
    sums = {name: sum(getattr(source, name) for source in quality.sources) for name in names}
    counts = {name: words.count(total) for name, total in sums.items()}
    yield line(
        words.say(
            "loaded.files",
            files=words.count(len(quality.sources)),
            rows=counts["rows_read"],
            accepted=counts["accepted"],
            superseded=counts["superseded"],
            ignored=counts["ignored"],
            rejected=counts["rejected"],
        )
    )
    if quality.orders:
        yield line(words.say("trust.orders", orders=words.count(quality.orders)))
    yield from note_blocks(report, words)


def note_blocks(report: Report, words: Words) -> Iterator[Line]:
    """Yield every thing a reader must know of the files, without the account of all rows."""
    for source in report.quality.sources:
        yield from _twins(source, report.quality.sources, words)
        yield from source_notes(source, report.quality.rejects, words)
    counted = _OF_CUSTOMERS & report.answers.keys()
    yield from doubts(report.quality, words, of_customers=bool(counted))
    for why in report.quality.skipped:
        yield line(
            words.say("loaded.skipped", why=printable(said(why, words.language))), Tone.watch
        )


def source_notes(source: Source, rejects: Sequence[Reject], words: Words) -> Iterator[Line]:
    """Yield what is worth saying of one file; nothing where it was read without a fault."""
    path = printable(str(source.path))
    yield from _of_the_form(source, path, words)
    yield from _of_amounts(source, path, words)
    yield from _of_rows(source, path, rejects, words)
    yield from _of_cells(source, path, words)


def _of_the_form(source: Source, path: str, words: Words) -> Iterator[Line]:
    if source.rows_read == 0:
        yield line(words.say("loaded.empty", path=path), Tone.watch)
    if source.header_line > 1:
        yield line(words.say("loaded.header", path=path, line=source.header_line), Tone.watch)
    if source.longer:
        yield line(words.say("loaded.longer", path=path, line=source.header_line), Tone.watch)


def _of_amounts(source: Source, path: str, words: Words) -> Iterator[Line]:
    if source.lacks_amounts:
        names = words.listed(printable(name) for name in source.lacks_amounts)
        yield line(words.say("loaded.no_amounts", path=path, names=names), Tone.watch)


def _of_rows(source: Source, path: str, rejects: Sequence[Reject], words: Words) -> Iterator[Line]:
    if source.superseded and source.accepted:
        count = words.count(source.superseded)
        yield line(words.say("loaded.superseded", path=path, n=count), Tone.watch)
    if source.other_currencies:
        parts = ((name, words.count(n)) for name, n in source.other_currencies.items())
        found = words.listed(words.say("loaded.in_currency", name=name, n=n) for name, n in parts)
        yield line(words.say("loaded.currencies", path=path, found=found), Tone.watch)
    if source.rejected:
        first = [reject for reject in rejects if reject.path == source.path][:_SHOWN]
        said = words.say("join.parts").join(reject_words(reject, words) for reject in first)
        count = words.count(source.rejected)
        yield line(words.say("loaded.rejected", path=path, n=count, first=said), Tone.watch)


def _of_cells(source: Source, path: str, words: Words) -> Iterator[Line]:
    for name, cells in source.blanked.items():
        column = printable(source.columns.get(name, name))
        said = words.say("loaded.blanked", path=path, n=words.count(cells), column=column)
        yield line(said, Tone.watch)
    for name, cells in source.rounded_ids.items():
        column = printable(source.columns.get(name, name))
        said = words.say("loaded.rounded", path=path, n=words.count(cells), column=column)
        yield line(said, Tone.watch)
    if source.damaged_ids:
        count = words.count(source.damaged_ids)
        yield line(words.say("loaded.damaged", path=path, n=count), Tone.watch)


def _twins(source: Source, sources: Sequence[Source], words: Words) -> Iterator[Line]:
    """Say of a file that added nothing which others hold its rows."""
    if source.superseded and not source.accepted:
        others = [printable(str(o.path)) for o in sources if _alike(o, source) and o.accepted]
        path = printable(str(source.path))
        key = "loaded.twice" if path in others else "loaded.same"
        named = words.listed(others[:_SHOWN])
        yield line(words.say(key, path=path, others=named), Tone.watch)


def _alike(one: Source, other: Source) -> bool:
    return (one.kind, one.platform) == (other.kind, other.platform)


def reject_words(reject: Reject, words: Words) -> str:
    """Say where a row was turned away and why, and never what it held."""
    column = f", {printable(reject.column)}" if reject.column else ""
    reason = words.say(f"reject.{reject.reason}")
    return words.say("loaded.line", line=reject.line, column=column, reason=reason)


def _named(orders: Sequence[str], words: Words) -> str:
    """List orders; where a file names none, say so."""
    return words.listed(map(printable, orders)) if orders else words.say("trust.nameless_orders")


def doubts(quality: Quality, words: Words, *, of_customers: bool = False) -> Iterator[Line]:
    """Yield what the tables lack, as far as anything does; some count customers, or none does."""
    heavy = {"trust.unmatched"} | ({"trust.nameless"} if of_customers else set())
    counts = {
        "trust.unpaid": quality.unpaid_orders,
        "trust.unmatched": quality.refunds_without_order,
        "trust.nameless": quality.orders_without_customer,
    }
    for key, count in counts.items():
        if count:
            tone = Tone.watch if key in heavy else Tone.quiet
            yield line(words.say(key, n=words.count(count)), tone)
    if quality.capped_refunds:
        orders = _named(quality.capped_orders, words)
        capped = words.count(quality.capped_refunds)
        yield line(words.say("trust.capped", n=capped, orders=orders), Tone.watch)
    if quality.refunds_beyond_line:
        orders = _named(quality.beyond_line_orders, words)
        beyond = words.count(quality.refunds_beyond_line)
        yield line(words.say("trust.beyond_line", n=beyond, orders=orders), Tone.watch)
    if quality.idle_shops:
        patterns = words.listed(map(printable, quality.idle_shops))
        yield line(words.say("trust.idle_shops", patterns=patterns), Tone.watch)
    if quality.folders:
        folders = words.listed(printable(str(one)) for one in quality.folders)
        yield line(words.say("trust.folders", folders=folders), Tone.quiet)
    if quality.spread_share:
        share = words.share(quality.spread_share)
        yield line(words.say("trust.spread", share=share), Tone.quiet)
