"""A verdict in words: in colour, sign and word, with what it rests on."""

from collections.abc import Iterator

from shopmetrics.config import MORE_IS_BETTER
from shopmetrics.doubt import Doubt
from shopmetrics.judge import Level, Verdict, placed_in
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Card, Title, Tone, line
from shopmetrics.report import Report
from shopmetrics.text import Words

TONES = {Level.good: Tone.good, Level.watch: Tone.watch, Level.alarm: Tone.alarm}
MARKS = {
    Level.good: "●",
    Level.watch: "▲",
    Level.alarm: "×",
    Level.too_few: "?",
    Level.unknown: "?",
}


def verdict_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield the cards under their heading, or that there are none."""
    yield Title(words.say("verdicts.title"))
    if not report.verdicts:
        yield line(words.say("verdicts.none"), Tone.quiet)
    yield from verdict_cards(report, words)


def verdict_cards(report: Report, words: Words) -> Iterator[Card]:
    """Yield one card a verdict, in their order."""
    yield from (_card(verdict, report, words) for verdict in report.verdicts)


def _card(verdict: Verdict, report: Report, words: Words) -> Card:
    return Card(
        name=words.say(f"measure.{verdict.measure}"),
        value=_value(verdict, words),
        level=words.say(f"level.{_level(verdict)}"),
        mark=MARKS[verdict.level],
        tone=TONES.get(verdict.level, Tone.quiet),
        details=tuple(_details(verdict, report, words)),
        parting=words.say("join.parts"),
    )


def _value(verdict: Verdict, words: Words) -> str:
    """Write the rate, and after it what it will come to where it is not ripe."""
    if verdict.rate is None:
        return "–"
    seen = words.share(verdict.rate)
    coming = verdict.expected
    if coming is None or verdict.ripe or _too_young(verdict):
        return _beyond(verdict.rate, verdict, words)
    return words.say("verdict.coming", seen=seen, coming=_beyond(coming, verdict, words))


def _beyond(share: float, verdict: Verdict, words: Words) -> str:
    """Write a share, a hundredth more where else it would look like the limit that it exceeds."""
    edges = {words.share(edge) for edge in (verdict.good, verdict.alarm) if edge != share}
    return words.share(share, digits=2 if words.share(share) in edges else 1)


def _level(verdict: Verdict) -> str:
    if verdict.rate is None:
        return "unknown"
    return "young" if _too_young(verdict) else verdict.level


def _too_young(verdict: Verdict) -> bool:
    """Say whether there are orders enough, and too little is seen of what they will come to."""
    return verdict.level is Level.too_few and not verdict.ripe


def _details(verdict: Verdict, report: Report, words: Words) -> Iterator[str]:
    if verdict.low is not None and verdict.high is not None and verdict.k is not None:
        ends = {"low": words.share(verdict.low), "high": words.share(verdict.high)}
        yield words.say("verdict.range", k=words.about(verdict.k), n=words.about(verdict.n), **ends)
    yield from _of_young_orders(verdict, words)
    how = f"verdict.how.{verdict.measure}"
    if how in words.ids:
        yield words.say(how)
    key = "verdict.bands.more" if verdict.measure in MORE_IS_BETTER else "verdict.bands"
    yield words.say(key, good=words.share(verdict.good), alarm=words.share(verdict.alarm))
    if verdict.saving_per_month is not None and verdict.limit is not None:
        money = words.about_money(verdict.saving_per_month, report.currency, report.decimals)
        yield words.say("verdict.saving", limit=words.share(verdict.limit), money=money)
    yield from _doubts(verdict, words)
    yield from _doubt(verdict, words)


def _of_young_orders(verdict: Verdict, words: Words) -> Iterator[str]:
    shares = {
        "expected": verdict.expected,
        "low": verdict.expected_low,
        "high": verdict.expected_high,
        "seen": verdict.completeness,
    }
    written = {name: "–" if one is None else words.share(one) for name, one in shares.items()}
    if _too_young(verdict):
        yield words.say("verdict.young", seen=written["seen"])
    elif not verdict.ripe and verdict.expected is not None:
        yield words.say("verdict.unripe", **written)


def _doubts(verdict: Verdict, words: Words) -> Iterator[str]:
    """Say what of the files could make it another verdict."""
    for one in verdict.doubts:
        yield doubt_said(one, words)
    if verdict.possible is not None:
        yield words.say("doubt.possible", possible=words.share(verdict.possible))


def doubt_said(doubt: Doubt, words: Words) -> str:
    """Say what may be missing, how much of it, and what to do."""
    return words.say(
        f"doubt.{doubt.what}",
        n=words.count(doubt.n),
        platform=words.platform(printable(doubt.platform or "")),
        on="–" if doubt.on is None else doubt.on.isoformat(),
    )


def _doubt(verdict: Verdict, words: Words) -> Iterator[str]:
    if verdict.rate is None:
        yield words.say("verdict.unknown")
    elif verdict.level is Level.unknown:
        yield words.say("verdict.open")
    elif _too_young(verdict):
        return  # said above
    elif verdict.level is Level.too_few:
        yield words.say("verdict.few")
    elif not verdict.sure:
        yield words.say("verdict.unsure.open" if _may_be_another(verdict) else "verdict.unsure")


def _may_be_another(verdict: Verdict) -> bool:
    """Say whether the rate would be in another band with what may be missing."""
    if verdict.possible is None:
        return bool(verdict.doubts)
    return placed_in(verdict, verdict.possible) is not verdict.level
