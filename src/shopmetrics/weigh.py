"""Verdicts weighed against what the files leave open.

A verdict that would be another with what may be missing is not sure; where that is more than a
fifth of the refunds it would then rest on, there is none, and nothing is called good.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from shopmetrics.doubt import Doubt, Open
from shopmetrics.facts.calendar import within
from shopmetrics.facts.tells import REFUNDS
from shopmetrics.judge import Level, Verdict, placed_in
from shopmetrics.missing import of_quality, of_rate
from shopmetrics.settings import Settings

_RATE, _QUALITY = "refund_rate", "quality_return_rate"
_MOST = 0.2  # of the refunds that a verdict may rest on
_FEW = 0.05  # of them: so many go unsaid here where they change nothing
# What is missing from every rate of the same orders.
_OF_ALL = frozenset({Open.silent, Open.begins, Open.ends, Open.fresh})
_JUDGED = frozenset({Level.good, Level.watch, Level.alarm})


def weighed(
    verdicts: tuple[Verdict, ...], tallies: Mapping[str, pl.DataFrame], settings: Settings
) -> tuple[Verdict, ...]:
    """Return the verdicts with what speaks against each; `tallies` are those of missing."""
    found = tuple(_weighed(one, tallies, settings) for one in verdicts)
    rate = next((one for one in found if one.measure == _RATE), None)
    return tuple(_as_ripe(one, rate, settings) if one.measure == _QUALITY else one for one in found)


def missing_from(
    verdicts: tuple[Verdict, ...], tallies: Mapping[str, pl.DataFrame], settings: Settings
) -> tuple[Doubt, ...]:
    """Return what may be missing from the refund rate of a report, judged by it or not."""
    for one in verdicts:
        if one.measure == _RATE:
            return one.doubts
    if REFUNDS not in settings.tells:
        return ()
    placed = tallies["placed"].filter(within(pl.col("day"), settings.period))
    n, kept = (int(placed[name].sum()) for name in ("n", "k"))
    doubts = tuple(of_rate(tallies, settings, ripens=True))
    missing = sum(_missing(one, kept, n, doubts) for one in doubts)
    return doubts if missing > _FEW * (kept + missing) else ()


def _weighed(verdict: Verdict, tallies: Mapping[str, pl.DataFrame], settings: Settings) -> Verdict:
    """Weigh one verdict against what is missing from it."""
    if verdict.level not in _JUDGED:
        return verdict
    if verdict.measure == _RATE:
        ripens = verdict.completeness is not None
        return _against(verdict, tuple(of_rate(tallies, settings, ripens=ripens)))
    if verdict.measure == _QUALITY:
        return _against(verdict, tuple(of_quality(tallies)))
    return verdict


def _against(verdict: Verdict, doubts: tuple[Doubt, ...]) -> Verdict:
    """Judge again with what may be missing in; what stays the same either way is kept."""
    if not doubts or verdict.expected is None:
        return verdict
    kept = verdict.expected * verdict.n
    missing = sum(_missing(one, kept, verdict.n, doubts) for one in doubts)
    possible = min(1.0, (kept + missing) / verdict.n)
    fresh = any(one.what is Open.fresh for one in doubts) and verdict.level is not Level.alarm
    much = missing > _MOST * (kept + missing)
    told = placed_in(verdict, possible) is verdict.level and not fresh
    if told and missing <= _FEW * (kept + missing):
        return verdict
    found = replace(verdict, doubts=doubts, possible=possible if missing else None)
    if told and not (much and verdict.level is Level.good):
        return replace(found, sure=verdict.sure and not much)
    return replace(found, level=Level.unknown if fresh or much else verdict.level, sure=False)


def _missing(doubt: Doubt, kept: float, n: int, doubts: tuple[Doubt, ...]) -> float:
    """Return how many refunds may be missing; orders that tell of none come back as others do."""
    if doubt.what is Open.fresh:
        return 0
    if doubt.what is not Open.silent:
        return doubt.n
    others = n - sum(one.n for one in doubts if one.what is Open.silent)
    return kept / others * doubt.n if others else doubt.n


def _as_ripe(verdict: Verdict, rate: Verdict | None, settings: Settings) -> Verdict:
    """Take over from the refund rate what is missing, and how much is seen, of the same orders."""
    if rate is None or verdict.level not in _JUDGED:
        return verdict
    shared = tuple(one for one in rate.doubts if one.what in _OF_ALL)
    if shared:
        level = Level.unknown if rate.level is Level.unknown else verdict.level
        return replace(verdict, doubts=(*verdict.doubts, *shared), level=level, sure=False)
    if rate.ripe:
        return verdict
    seen = rate.completeness or 0.0
    if verdict.n * seen < settings.config.min_orders:
        return replace(verdict, completeness=seen, level=Level.too_few, sure=False)
    return replace(verdict, sure=False)
