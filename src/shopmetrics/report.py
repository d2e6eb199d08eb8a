"""A report: answers, verdicts and how the files were read; numbers and ids, no words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl

from shopmetrics import missing, saving
from shopmetrics.act import worth_acting_on
from shopmetrics.config import Basis
from shopmetrics.cube import Cube, cube
from shopmetrics.engine import tally
from shopmetrics.facts.mark import leaves_out
from shopmetrics.finding import Finding
from shopmetrics.judge import Verdict, banded, verdicts
from shopmetrics.page import Answer, Entity, Page, Tally
from shopmetrics.partial import Partial, partial
from shopmetrics.partial import tallies as partial_tallies
from shopmetrics.settings import Settings
from shopmetrics.source import Loaded
from shopmetrics.trust import Join, Quality, quality
from shopmetrics.trust import tallies as trust_tallies
from shopmetrics.value import value
from shopmetrics.weigh import weighed

__all__ = ["Join", "Quality", "Report", "build"]

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
    asked = {page.name: page.tallies(settings) for page in pages}
    asked |= {_TRUST: trust_tallies(), _SAVING: saving.tallies(), _PARTIAL: partial_tallies()}
    asked |= {_MISSING: missing.tallies(settings)}
    if leaves_out(settings):
        exchanges = Tally(Entity.exchange, (), {"orders": pl.len()}, pl.col("now"))
        asked[_LEFT_OUT] = {"exchanges": exchanges}
    found = tally(shop, asked, settings)
    answers = {}
    for page in pages:
        answer = page.answer(found[page.name], settings)
        answers[page.name] = banded(page, answer, settings.config)
    read = [one for page in pages for one in verdicts(page, answers[page.name], settings.config)]
    judged = tuple(
        saving.with_saving(verdict, found[_SAVING], settings)
        for verdict in weighed(tuple(read), found[_MISSING], settings)
    )
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
        exchanges_left_out=(
            found[_LEFT_OUT]["exchanges"]["orders"].item() if leaves_out(settings) else None
        ),
        top=settings.top,
        cube=cube(shop, settings) if choices else None,
    )
