"""What to do next: the few findings that matter, each with what it costs and its steps."""

from collections.abc import Iterable, Iterator

from shopmetrics.finding import Finding
from shopmetrics.judge import Level
from shopmetrics.playbook import Playbook, steps
from shopmetrics.render.blocks import Block, Item, Text, Title, Tone, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.finding import costs, sentence
from shopmetrics.report import Report


def todo_blocks(report: Report, writer: Writer, playbook: Playbook) -> Iterator[Block]:
    """Yield the findings with their steps, or that there is nothing to do; no step twice."""
    words = writer.words
    yield Title(words.say("todo.title"))
    if not report.findings:
        yield line(words.say("todo.none" if _told(report) else "todo.unknown"))
    if overlapping(report.findings):
        yield line(words.say("todo.overlap"), Tone.quiet)
        yield line(words.say("todo.norms"), Tone.quiet)
    said: set[str] = set()
    for number, finding in enumerate(report.findings, 1):
        parts = (Text(sentence(finding, writer)), Text(costs(finding, writer), Tone.quiet))
        yield Item(f"{number}.", parts)
        for step in steps(finding, playbook):
            if step not in said:
                yield Item("-", (Text(step),), depth=1)
            said.add(step)


def overlapping(findings: Iterable[Finding]) -> bool:
    """Say whether money is given twice: a refund is in its SKU, in its hour and in the rate."""
    return len({one.matter for one in findings if one.money_per_month is not None}) > 1


def _told(report: Report) -> bool:
    """Say whether anything was judged at all: where nothing was, nothing can be advised."""
    return any(
        verdict.rate is not None and verdict.level not in {Level.too_few, Level.unknown}
        for verdict in report.verdicts
    )
