"""What a weekly summary says: how it stands beside the weeks before, why, and what to do."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from shopmetrics.judge import Level, Verdict
from shopmetrics.playbook import Playbook
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Card, Title, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.loaded import note_blocks
from shopmetrics.render.page import head_blocks, unknown_blocks
from shopmetrics.render.sections.maturity import maturity
from shopmetrics.render.sections.reasons import reasons
from shopmetrics.render.todo import todo_blocks
from shopmetrics.render.verdict import verdict_cards
from shopmetrics.report import Report
from shopmetrics.text import Words
from shopmetrics.value import value


@value
class Summary:
    """The report of a period, that of the period before, and that of the few before these."""

    name: str  # 2026-W26 or 2026-06
    now: Report
    before: Report
    earlier: Report | None  # None where the data do not reach so far back
    periods: int  # that `earlier` holds
    playbook: Playbook

    @property
    def key(self) -> str:
        """Return what tells this summary from every other."""
        return f"shopmetrics:{self.now.name or ''}:{self.name}"


def summary_blocks(summary: Summary, words: Words) -> Iterator[Block]:
    """Yield the summary in the order in which it is read on a phone."""
    report = summary.now
    writer = Writer(words, report.currency, report.decimals)
    yield Title(title(summary, words), 1)
    yield from head_blocks(report, words)
    yield Title(words.say("verdicts.title"))
    yield from cards(summary, words)
    yield from maturity(report.answers["refund_rate"], writer)
    yield from todo_blocks(report, writer, summary.playbook)
    yield from reasons(report.answers["reasons"], writer)
    yield from unknown_blocks(report, words)
    yield Title(words.say("loaded.title"))
    yield line(words.say("trust.orders", orders=words.count(report.quality.orders)))
    yield from note_blocks(bare(report), words)


def bare(report: Report) -> Report:
    """Name files without their folders: a mail goes to people who have none of them."""
    quality = report.quality
    sources = tuple(replace(one, path=Path(one.path.name)) for one in quality.sources)
    rejects = tuple(replace(one, path=Path(one.path.name)) for one in quality.rejects)
    return replace(report, quality=replace(quality, sources=sources, rejects=rejects))


def title(summary: Summary, words: Words, *, verdict: bool = False) -> str:
    """Return the heading: the shop's name where there is one, the period, the first verdict."""
    report = summary.now
    called = "mail.title" if report.name else "mail.title.none"
    parts = [printable(report.name)] if report.name else []
    parts.append(words.say(called, period=words.period(summary.name)))
    if verdict:
        first = next(iter(verdict_cards(report, words)), None)
        doubt = words.say("mail.unsure") if first and not sure(report.verdicts[0]) else ""
        parts += [f"{first.name} {first.value} {first.level}{doubt}"] if first else []
    return " · ".join(parts)


def sure(verdict: Verdict) -> bool:
    """Say whether a verdict needs no doubt beside it: it is sure, or none at all."""
    return verdict.sure or verdict.level in {Level.too_few, Level.unknown}


def cards(summary: Summary, words: Words) -> Iterator[Card]:
    """Yield each verdict with what it was in the period before and in the few before that."""
    then = [("mail.before", summary.before)]
    if summary.earlier is not None:
        then.append(("mail.earlier", summary.earlier))
    periods = words.count(summary.periods)
    judged = zip(summary.now.verdicts, verdict_cards(summary.now, words), strict=True)
    for verdict, card in judged:
        beside = tuple(
            words.say(key, periods=periods, **_written(verdict, report, words))
            for key, report in then
        )
        yield replace(card, details=(*card.details[:1], *beside, *card.details[1:]))


def _written(verdict: Verdict, report: Report, words: Words) -> dict[str, str]:
    same = (one for one in report.verdicts if one.measure == verdict.measure)
    was = next(same, None)
    if was is None or was.rate is None or was.k is None:
        return {"rate": "–", "k": "–", "n": words.about(was.n) if was else "–"}
    return {"rate": words.share(was.rate), "k": words.about(was.k), "n": words.about(was.n)}
