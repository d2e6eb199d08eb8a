"""A finding in words, and its money."""

from collections.abc import Mapping

from shopmetrics.cause import Cause
from shopmetrics.finding import Finding, Matter, Measured
from shopmetrics.page import Unit
from shopmetrics.render.cell import Writer

# The money of these is what reaching the next band saves.
_SAVES = {Matter.refund_rate, Matter.quality_return_rate}
_LONGEST = 30
_ENDLESS = "∞"


def sentence(finding: Finding, writer: Writer) -> str:
    """Say a finding in words; where it names a cause there may be a sentence of its own."""
    told = {name for name, one in finding.subject.items() if one.value is not None}
    chosen = _form(finding, told, writer)
    blanks = _written(finding.subject, writer) | _written(finding.numbers, writer)
    said = [writer.words.say(chosen, **blanks)]
    if "day_since_order" in told and finding.matter is Matter.sku:
        said.append(writer.words.say("finding.sku.peak", **blanks))
    return " ".join("".join(said).split())


def _form(finding: Finding, told: set[str], writer: Writer) -> str:
    """Name the sentence; a cause that nobody stated is none to come back for."""
    key = f"finding.{finding.matter}"
    if "cause" in told:
        unstated = finding.subject["cause"].value == Cause.unstated
        wider = f"{key}.unstated" if unstated else f"{key}.cause"
        key = wider if wider in writer.words.ids else key
    coming = f"{key}.coming"
    return coming if coming in writer.words.ids and _is_coming(finding) else key


def _is_coming(finding: Finding) -> bool:
    """Say whether the rate is what young orders will come to, and not what came back."""
    k, n, rate = (finding.numbers[name].value for name in ("k", "n", "rate"))
    return bool(n) and rate != k / n  # type: ignore[operator] # counts, and a share


def costs(finding: Finding, writer: Writer) -> str:
    """Say behind a finding what it costs a month or what its end would save, where known."""
    if finding.money_per_month is None:
        return ""
    key = "todo.saves" if finding.matter in _SAVES else "todo.costs"
    return writer.words.say(key, money=writer.told(finding.money_per_month, Unit.money))


def _written(values: Mapping[str, Measured], writer: Writer) -> dict[str, str]:
    return {name: _cell(name, one, writer) for name, one in values.items()}


def _cell(name: str, one: Measured, writer: Writer) -> str:
    if one.unit is Unit.ratio:  # a sentence says "times" itself; nothing to compare with is endless
        return _ENDLESS if one.value is None else writer.cell(one.value, Unit.number)
    if one.unit is Unit.text:
        return "" if one.value is None else writer.cell(one.value, one.unit)[:_LONGEST]
    return writer.told(one.value, one.unit, name)
