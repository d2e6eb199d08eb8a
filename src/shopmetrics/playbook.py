"""What to do about a finding: steps by its matter and its cause, built in and editable."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from shopmetrics.cause import Cause
from shopmetrics.field import Strict
from shopmetrics.finding import Finding, Matter
from shopmetrics.plain import built
from shopmetrics.readymade import readymade
from shopmetrics.value import value
from shopmetrics.yamlfile import read_yaml

_HINT = "the built-in playbook says what is allowed: data/playbook in the package"


@value(kw_only=True)
class Playbook(Strict):
    """Steps by what stands out, and by why it came back; an empty list says nothing."""

    findings: Mapping[Matter, tuple[str, ...]] = field(default_factory=dict)
    causes: Mapping[Cause, tuple[str, ...]] = field(default_factory=dict)


def load_playbook(language: str, path: Path | None = None) -> Playbook:
    """Lay one's own file over the built-in playbook of a language, step list by step list.

    Raises:
        ConfigError: naming every wrong key with line, column, what was found and what is allowed.
    """
    base = built(Playbook, readymade("playbook")[language])
    if path is None:
        return base
    from shopmetrics.yamlmodel import validated  # noqa: PLC0415 it loads Pydantic

    document = read_yaml(path)
    own = validated(Playbook, document, document.value, hint=_HINT)
    return Playbook(
        findings={**base.findings, **own.findings}, causes={**base.causes, **own.causes}
    )


def steps(finding: Finding, playbook: Playbook) -> tuple[str, ...]:
    """Return what to do about a finding: the steps of its cause, of its peak, then of itself."""
    told = {name: str(one.value) for name, one in finding.subject.items() if one.value is not None}
    found = [*playbook.causes.get(Cause(told["cause"]), ())] if "cause" in told else []
    if "day_since_order" in told and finding.matter is not Matter.day_since_order:
        found += playbook.findings.get(Matter.day_since_order, ())
    return (*found, *playbook.findings.get(finding.matter, ()))
