"""A report: answers, verdicts and how the files were read; numbers and ids, no words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl

from shopmetrics import missing, saving
from shopmetrics.act import worth_acting_on
from shopmetrics.config import Basis
from shopmetrics.cube import Cube, cube
from shopmetrics.doubt import Doubt
from shopmetrics.doubted import doubted, unsaid
from shopmetrics.engine import Tallies, tally
from shopmetrics.facts.mark import leaves_out
from shopmetrics.finding import Finding
from shopmetrics.judge import Verdict, banded, verdicts
from shopmetrics.page import Answer, Entity, Page, Question, Tally
from shopmetrics.partial import Partial, partial
from shopmetrics.partial import tallies as partial_tallies
from shopmetrics.settings import Settings
from shopmetrics.source import Loaded
from shopmetrics.trust import Join, Quality, quality
from shopmetrics.trust import tallies as trust_tallies
from shopmetrics.value import value
from shopmetrics.weigh import missing_from, weighed

__all__ = ["Join", "Quality", "Report", "build"]

_TREND = "trend"
_TRUST, _SAVING, _PARTIAL, _MISSING = "trust", "saving", "partial", "missing"
_LEFT_OUT = "left_out"


@value
class Report:
    """Everything a renderer may show."""

    as_of: datetime | None
    since: date | None
    until: date | None
    currency: str | None
    decimals: int
    timezone: str
    basis: Basis
    name: str | None  # the shop's, as the config gives it
    quality: Quality
    verdicts: tuple[Verdict, ...]
    answers: Mapping[str, Answer]
    partial: Mapping[str, tuple[Partial, ...]]  # by page: what it leaves out of which platforms
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()  # what may be missing from the refund rate
    exchanges_left_out: int | None = None  # orders of the period; None where all are in the rates
    top: int = 3  # how many rows of a long table a person is shown
    cube: Cube | None = None  # only where it was asked for


def build(
    loaded: Loaded, pages: Sequence[Page], settings: Settings, *, choices: bool = False
) -> Report:
    """Tally once for all pages, let each answer, and judge what can be judged.

    `choices` adds the counts that a reader can choose from.
    """
    shop = loaded.shop
    found = tally(shop, _asked(pages, settings), settings)
    answers = {
        page.name: banded(page, page.answer(found[page.name], settings), settings.config)
        for page in pages
    }
    judged = _judged(pages, answers, found, settings)
    doubts = missing_from(judged, found[_MISSING], settings)
    answers = _in_doubt(pages, answers, judged, doubts)
    return Report(
        as_of=shop.as_of,
        since=settings.period.since,
        until=settings.period.until,
        currency=shop.currency,
        decimals=shop.decimals,
        timezone=shop.timezone,
        basis=settings.basis,
        name=settings.config.shop,
        quality=quality(loaded, found[_TRUST]),
        verdicts=judged,
        answers=answers,
        partial={page.name: partial(page.name, found[_PARTIAL], settings) for page in pages},
        findings=worth_acting_on(answers, judged),
        doubts=doubts,
        exchanges_left_out=_left_out(found),
        top=settings.top,
        cube=cube(shop, settings) if choices else None,
    )


def _asked(pages: Sequence[Page], settings: Settings) -> dict[str, Mapping[str, Question]]:
    """Return the tallies of the pages, and those of what is said beside them."""
    asked = {page.name: page.tallies(settings) for page in pages}
    asked |= {_TRUST: trust_tallies(), _SAVING: saving.tallies(), _PARTIAL: partial_tallies()}
    asked |= {_MISSING: missing.tallies(settings)}
    if leaves_out(settings):
        asked[_LEFT_OUT] = {_LEFT_OUT: Tally(Entity.exchange, (), {"n": pl.len()}, pl.col("now"))}
    return asked


def _left_out(found: Tallies) -> int | None:
    return found[_LEFT_OUT][_LEFT_OUT]["n"].item() if _LEFT_OUT in found else None


def _judged(
    pages: Sequence[Page], answers: Mapping[str, Answer], found: Tallies, settings: Settings
) -> tuple[Verdict, ...]:
    read = [one for page in pages for one in verdicts(page, answers[page.name], settings.config)]
    return tuple(
        saving.with_saving(verdict, found[_SAVING], settings)
        for verdict in weighed(tuple(read), found[_MISSING], settings)
    )


def _in_doubt(
    pages: Sequence[Page],
    answers: Mapping[str, Answer],
    judged: Sequence[Verdict],
    doubts: tuple[Doubt, ...],
) -> dict[str, Answer]:
    """Return the answers without what they could not bear, were the missing refunds there."""
    found = dict(answers)
    for page in pages:
        for verdict in judged:
            if verdict.page == page.name:
                found[page.name] = doubted(page, found[page.name], verdict)
    if _TREND in found:
        found[_TREND] = unsaid(found[_TREND], doubts)
    return found
