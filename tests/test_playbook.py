import re
from pathlib import Path

import pytest

from shopmetrics.cause import Cause
from shopmetrics.configfile import load_config
from shopmetrics.errors import ConfigError
from shopmetrics.finding import Finding, Matter, Measured
from shopmetrics.playbook import load_playbook, steps
from shopmetrics.text import LANGUAGES, Words
from shopmetrics.unit import Unit


def finding(matter: Matter = Matter.sku_cause, cause: str | None = "size") -> Finding:
    return Finding(matter, "hotspots", {"cause": Measured(cause, Unit.label)}, {}, None, sure=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_matter_and_every_cause_leads_somewhere(language: str) -> None:
    playbook = load_playbook(language)
    assert set(playbook.findings) == set(Matter)
    assert set(playbook.causes) == set(Cause)
    assert all(playbook.causes.values())
    assert [matter for matter in Matter if not playbook.findings[matter]] == [Matter.sku_cause]


def test_playbooks_of_all_languages_have_the_same_steps() -> None:
    english, chinese = (load_playbook(language) for language in LANGUAGES)
    for matter in Matter:
        assert len(english.findings[matter]) == len(chinese.findings[matter]), matter
    for cause in Cause:
        assert len(english.causes[cause]) == len(chinese.causes[cause]), cause


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_matter_has_a_sentence(language: str) -> None:
    assert {f"finding.{matter}" for matter in Matter} <= Words(language).ids


def test_steps_of_the_cause_come_first() -> None:
    playbook = load_playbook("en")
    assert steps(finding(), playbook) == playbook.causes[Cause.size]
    both = steps(finding(Matter.product), playbook)
    assert both == (*playbook.causes[Cause.size], *playbook.findings[Matter.product])
    assert steps(finding(Matter.product, None), playbook) == playbook.findings[Matter.product]


def test_own_file_replaces_what_it_names_and_keeps_the_rest(tmp_path: Path) -> None:
    own = tmp_path / "play.yaml"
    own.write_text("causes:\n  size: [Measure again]\nfindings:\n  hours: []\n", encoding="utf-8")
    book = load_playbook("en", own)
    assert book.causes[Cause.size] == ("Measure again",)
    assert book.findings[Matter.hours] == ()
    assert book.causes[Cause.quality] == load_playbook("en").causes[Cause.quality]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("causes:\n  sise: [x]\n", r"play\.yaml:2:3.*(size)"),
        ("findings:\n  hours: x\n", r"play\.yaml:2:3.*expected a list"),
        ("cuases: {}\n", r"play\.yaml:1:1: cuases: unknown key 'cuases'; did you mean 'causes'"),
        ("causes:\n  size:\n    - [x]\n", r"play\.yaml:3:7.*expected text"),
    ],
)
def test_wrong_file_is_said_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    own = tmp_path / "play.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_playbook("zh", own)
    assert re.search(said, error.value.message, re.DOTALL)


def test_config_names_a_playbook_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("playbook: mine/play.yaml\n", encoding="utf-8")
    assert load_config(tmp_path / "shop.yaml").playbook == tmp_path / "mine" / "play.yaml"
