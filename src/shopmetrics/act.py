"""What to act on, of all that was found: beyond chance, the most money first, five at most."""

from collections.abc import Iterable, Mapping

from shopmetrics.cause import Cause
from shopmetrics.config import MORE_IS_BETTER
from shopmetrics.finding import Finding, Matter, Measured
from shopmetrics.judge import Level, Verdict
from shopmetrics.page import Answer
from shopmetrics.unit import Unit

MOST = 5
_MUTE = (Cause.other, Cause.unstated)  # causes that say nothing of what to do


def worth_acting_on(
    answers: Mapping[str, Answer], verdicts: Iterable[Verdict]
) -> tuple[Finding, ...]:
    """Rank the findings of all pages and the breached bands by what they cost a month.

    Where no money is known a finding stands last, in the order of the pages. What is not beyond
    chance is left out, however dear.
    """
    cause = _top_cause(answers)
    breached = [_breach(verdict, cause) for verdict in verdicts if _worse(verdict)]
    found = [*breached, *(finding for answer in answers.values() for finding in answer.findings)]
    sure = [finding for finding in found if finding.sure]
    return tuple(sorted(sure, key=_rank)[:MOST])


def _rank(finding: Finding) -> tuple[bool, int]:
    return finding.money_per_month is None, -(finding.money_per_month or 0)


def _worse(verdict: Verdict) -> bool:
    return verdict.level in {Level.watch, Level.alarm}


def _breach(verdict: Verdict, cause: str | None) -> Finding:
    """Turn a breached band into a finding; sure where the whole interval lies beyond `good`."""
    more = verdict.measure in MORE_IS_BETTER
    end = verdict.expected_high if more else verdict.expected_low
    sure = end is not None and (end < verdict.good if more else end > verdict.good)
    told = cause if verdict.measure == Matter.refund_rate else None
    return Finding(
        matter=Matter(verdict.measure),
        page=verdict.page,
        subject={"cause": Measured(told, Unit.label)} if told else {},
        numbers={
            "k": Measured(verdict.k, Unit.count),
            "n": Measured(verdict.n, Unit.count),
            "rate": Measured(verdict.expected, Unit.share),
            "limit": Measured(verdict.limit, Unit.share),
        },
        money_per_month=verdict.saving_per_month,
        sure=sure,
    )


def _top_cause(answers: Mapping[str, Answer]) -> str | None:
    """Return the cause most orders came back for, of those that tell what to do."""
    if "reasons" not in answers:
        return None
    causes = answers["reasons"].tables["causes"].rows["cause"]
    return next((cause for cause in causes if cause not in _MUTE), None)
