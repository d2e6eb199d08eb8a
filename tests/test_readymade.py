"""What is ready made is what the YAML files and Babel say, once Pydantic has checked them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.core import get_global
from babel.numbers import get_currency_precision, get_currency_symbol
from conftest import ROOT

from shopmetrics.cause import Cause
from shopmetrics.config import Config
from shopmetrics.configfile import load_config
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.profiles.shipped import shipped
from shopmetrics.plain import plain
from shopmetrics.playbook import Playbook, load_playbook
from shopmetrics.readymade import FILE
from shopmetrics.text import LANGUAGES
from shopmetrics.yamlfile import read_yaml
from shopmetrics.yamlmodel import valid

DATA = ROOT / "src" / "shopmetrics" / "data"
CONFIG = ROOT / "configs" / "shop.yaml"
PLAYBOOKS = {name: DATA / "playbook" / f"{name}.yaml" for name in LANGUAGES}
PROFILES = sorted((DATA / "profiles").iterdir(), key=lambda path: path.stem)
LOCALES = {"en": "en", "zh": "zh_CN"}
# Of equally long words the first is meant.
CAUSES = [DATA / "causes" / f"{name}.yaml" for name in ("zh", "en", "zh_hant", "ja", "de", "pt")]


def checked(model: type[Any], path: Path) -> Any:  # noqa: ANN401 one of the model
    return valid(model, read_yaml(path).value)


def told(model: type[Any], path: Path) -> Mapping[str, object]:
    """Return what a file says as its model has it, without what it leaves unsaid."""
    whole = plain(checked(model, path))
    return {name: whole[name] for name in read_yaml(path).value}


def made() -> str:
    """Make the file out of the YAML, with a line for each thing, so that a change can be read."""
    kinds: dict[str, Mapping[str, object]] = {
        "config": {"shop": plain(checked(Config, CONFIG))},
        "causes": {path.stem: read_yaml(path).value for path in CAUSES},
        "playbook": {name: told(Playbook, path) for name, path in PLAYBOOKS.items()},
        "currencies": currencies(),
        "profiles": {path.stem: told(Profile, path) for path in PROFILES},
    }
    return braced(f"{json.dumps(kind)}: {braced(lines(of))}" for kind, of in kinds.items()) + "\n"


def currencies() -> dict[str, Mapping[str, object]]:
    """Return the digits of the minor unit and the signs of every currency there is or was."""
    codes = sorted(get_global("all_currencies"))
    signs = {
        language: {code: get_currency_symbol(code, locale) for code in codes}
        for language, locale in LOCALES.items()
    }
    own = {
        name: {code: one for code, one in of.items() if one != code} for name, of in signs.items()
    }
    return {"digits": {code: get_currency_precision(code) for code in codes}, **own}


def braced(entries: Iterable[str]) -> str:
    return "{\n" + ",\n".join(entries) + "\n}"


def lines(things: Mapping[str, object]) -> Iterator[str]:
    for name, one in things.items():
        yield f"{json.dumps(name)}: {json.dumps(one, ensure_ascii=False)}"


def test_ready_made_file_is_what_the_yaml_says(*, update: bool) -> None:
    if update:
        FILE.write_text(made(), encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == made(), "pytest tests/test_readymade.py --update"


def test_what_is_built_is_what_pydantic_makes_of_the_yaml() -> None:
    assert load_config(None) == checked(Config, CONFIG)
    assert shipped() == tuple(checked(Profile, path) for path in PROFILES)
    for language, path in PLAYBOOKS.items():
        assert load_playbook(language) == checked(Playbook, path)


def test_causes_of_reasons_are_causes() -> None:
    assert {name for path in CAUSES for name in read_yaml(path).value} <= {*Cause}
    assert set(CAUSES) == set((DATA / "causes").iterdir())
