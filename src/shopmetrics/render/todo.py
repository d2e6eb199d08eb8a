"""What to do next: the few findings that matter, each with what it costs and its steps."""

from collections.abc import Iterator, Mapping

from shopmetrics.finding import Finding, Matter, Measured
from shopmetrics.judge import Level
from shopmetrics.playbook import Playbook, steps
from shopmetrics.render.blocks import Block, Item, Text, Title, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.report import Report
from shopmetrics.unit import Unit

_SAVES = {
    Matter.refund_rate,
    Matter.quality_return_rate,
}  # their money is what reaching a band saves
_LONGEST = 30


def todo_blocks(report: Report, writer: Writer, playbook: Playbook) -> Iterator[Block]:
    """Yield the findings with their steps, or that there is nothing to do; no step twice."""
    words = writer.words
    yield Title(words.say("todo.title"))
    if not report.findings:
        yield line(words.say("todo.none" if _told(report) else "todo.unknown"))
    said: set[str] = set()
    for number, finding in enumerate(report.findings, 1):
        money = _money(finding, writer)
        parts = (Text(sentence(finding, writer)), Text(f"  {money}" if money else "", Tone.quiet))
        yield Item(f"{number}.", parts)
        for step in steps(finding, playbook):
            if step not in said:
                yield Item("-", (Text(step),), depth=1)
            said.add(step)


def sentence(finding: Finding, writer: Writer) -> str:
    """Say a finding in words; where it names a cause there may be a sentence of its own."""
    told = {name for name, one in finding.subject.items() if one.value is not None}
    key = f"finding.{finding.matter}"
    wider = f"{key}.cause"
    chosen = wider if "cause" in told and wider in writer.words.ids else key
    blanks = _written(finding.subject, writer) | _written(finding.numbers, writer)
    return " ".join(writer.words.say(chosen, **blanks).split())


def _written(values: Mapping[str, Measured], writer: Writer) -> dict[str, str]:
    return {name: _cell(name, one, writer) for name, one in values.items()}


def _cell(name: str, one: Measured, writer: Writer) -> str:
    if one.value is None and one.unit is Unit.text:
        return ""
    unit = Unit.number if one.unit is Unit.ratio else one.unit
    written = writer.cell(one.value, unit, name)
    return written[:_LONGEST] if unit is Unit.text else written


def _money(finding: Finding, writer: Writer) -> str:
    if finding.money_per_month is None:
        return ""
    key = "todo.saves" if finding.matter in _SAVES else "todo.costs"
    return writer.words.say(key, money=writer.cell(finding.money_per_month, Unit.money))


def _told(report: Report) -> bool:
    """Say whether anything was judged at all: where nothing was, nothing can be advised."""
    return any(
        verdict.rate is not None and verdict.level is not Level.too_few
        for verdict in report.verdicts
    )
