"""What to do about a finding: steps by its matter and its cause, built in and editable."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shopmetrics.cause import Cause
from shopmetrics.finding import Finding, Matter
from shopmetrics.yamlfile import parse, read_yaml
from shopmetrics.yamlmodel import validated

_HINT = "the built-in playbook says what is allowed: data/playbook in the package"


class Playbook(BaseModel):
    """Steps by what stands out, and by why it came back; an empty list says nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    findings: Mapping[Matter, tuple[str, ...]] = {}
    causes: Mapping[Cause, tuple[str, ...]] = {}


def load_playbook(language: str, path: Path | None = None) -> Playbook:
    """Lay one's own file over the built-in playbook of a language, step list by step list.

    Raises:
        ConfigError: naming every wrong key with line, column, what was found and what is allowed.
    """
    file = files("shopmetrics") / "data" / "playbook" / f"{language}.yaml"
    base = Playbook.model_validate(parse(file.read_text(encoding="utf-8"), file.name).value)
    if path is None:
        return base
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
