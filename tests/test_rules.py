import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from conftest import Run

from shopmetrics.configfile import load_config
from shopmetrics.errors import ConfigError
from shopmetrics.render import Format, Look, render_rules
from shopmetrics.rule import DEFAULT, Known, Rule, in_force
from shopmetrics.rules import named, on, rules_of
from shopmetrics.stats.headroom import bad_left, clean_needed
from shopmetrics.text import Words

RULES = rules_of()
MINE = """
name: mine
platform: douyin
title: mine
numerator: {count: succeeded, causes: [quality]}
denominator: shipped
clock: shipped
window_days: 14
known: public
"""


def test_default_rule_is_what_its_file_says() -> None:
    shipped = named("default", RULES)
    assert replace(shipped, source=(), note={}) == DEFAULT


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_says_where_it_comes_from_in_both_languages(rule: Rule) -> None:
    assert rule.source
    assert set(rule.note) == {"en", "zh"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_is_not_known_is_named_and_never_made_up(rule: Rule) -> None:
    if rule.known is Known.not_public:
        assert {"numerator", "denominator", "clock"} <= set(rule.not_public)
    if rule.known is Known.partly:
        assert rule.not_public


def test_every_platform_of_the_definitions_has_a_rule() -> None:
    wanted = {"douyin", "taobao", "kuaishou", "wechat", "pinduoduo", "jd"}
    wanted |= {"amazon", "walmart", "shopify", "default"}
    assert wanted <= {rule.name for rule in RULES}


def test_version_in_force_is_that_of_the_day() -> None:
    newest = named("taobao", RULES)
    assert on(date(2026, 3, 15), newest, RULES).name == "taobao_before_2026_03"
    assert on(date(2026, 3, 16), newest, RULES).name == "taobao"
    assert on(None, newest, RULES).name == "taobao"


def test_rule_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="no rule 'duoyin'") as error:
        named("duoyin", RULES)
    assert "douyin" in error.value.hint


def test_public_line_of_a_rule_takes_the_place_of_the_band() -> None:
    config = load_config(None)
    assert in_force(config, DEFAULT) is config
    band = in_force(config, named("amazon", RULES)).bands.quality_return_rate
    assert band is not None
    assert (band.good, band.alarm) == (0.01, 0.01)


def write(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    (folder / name).write_text(text.lstrip(), encoding="utf-8")
    return folder


def test_rules_of_ones_own_stand_beside_the_shipped(tmp_path: Path) -> None:
    rules = rules_of(write(tmp_path, MINE))
    assert named("mine", rules).window_days == 14
    assert len(rules) == len(RULES) + 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (MINE.replace("name: mine", "name: Mine"), "mine.yaml:1:1: name"),
        (MINE.replace("name: mine", "name: other"), "name: 'other' in a file named 'mine'"),
        (MINE.replace("count: succeeded", "count: all"), "mine.yaml:4:13: numerator.count"),
        (MINE.replace("clock: shipped\n", ""), "are needed unless known is not_public"),
        (MINE.replace("window_days", "window_day"), "did you mean 'window_days'"),
        (MINE + "not_public: [window_days]\n", "not_public names window_days"),
        (MINE + "not_public: [numerator.causes]\n", "not_public names numerator.causes"),
        (MINE + "not_public: [nothing]\n", "not_public names nothing"),
        (MINE + "replaces: nowhere\n", "replaces: no older rule 'nowhere'"),
        (MINE + "replaces: douyin\n", "replaces: no older rule 'douyin'"),
        (MINE + "band: {good: 5 %, alarm: 1 %}\n", "must not be above alarm"),
    ],
)
def test_what_is_no_rule_is_refused_at_its_place(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(ConfigError, match=r"mine\.yaml") as error:
        rules_of(write(tmp_path, text))
    assert found in error.value.message


def test_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = (files("shopmetrics") / "data" / "rules" / "jd.yaml").read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match=r"is taken by jd\.yaml"):
        rules_of(write(tmp_path, text, "jd.yaml"))


def test_numerator_that_is_not_public_may_name_its_parts(tmp_path: Path) -> None:
    text = MINE.replace("numerator: {count: succeeded, causes: [quality]}\n", "")
    text = text.replace("known: public", "known: not_public\nnot_public: [numerator.causes]")
    assert named("mine", rules_of(write(tmp_path, text))).numerator is None


def test_folder_without_rules_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ConfigError, match="no folder that holds YAML files"):
            rules_of(folder)


def test_folder_of_rules_is_looked_for_from_where_the_config_lies(tmp_path: Path) -> None:
    config = tmp_path / "shop.yaml"
    config.write_text("rules: own\nrule: mine\n", encoding="utf-8")
    assert load_config(config).rules == tmp_path / "own"


def test_note_is_shown_in_its_own_language_only(tmp_path: Path) -> None:
    rule = named("mine", rules_of(write(tmp_path, MINE + "note: {en: Ask Ann}\n")))
    english, chinese = (
        render_rules(rule, Format.terminal, Words(language), Look(width=80))
        for language in ("en", "zh")
    )
    assert english.count("Ask Ann") == 1
    assert "Ask Ann" not in chinese


@pytest.mark.parametrize(
    ("k", "n", "percent", "left", "needed"),
    [
        (25, 1000, 3, 5, 0),  # 30 of 1,000 are 3 %: five more may come, the sixth is beyond
        (30, 1000, 3, 0, 0),  # exactly on the line still belongs to the better side
        (31, 1000, 3, 0, 34),  # 31 / 1,034 is the first below 3 %
        (0, 10, 1, 0, 0),
        (1, 10, 1, 0, 90),
        (3, 10, 0, 0, None),  # no number of clean orders makes it nothing
        (0, 10, 0, 0, 0),
    ],
)
def test_headroom_is_counted_in_whole_orders(
    k: int, n: int, percent: int, left: int, needed: int | None
) -> None:
    limit = Fraction(percent, 100)
    assert (bad_left(k, n, limit), clean_needed(k, n, limit)) == (left, needed)


def test_rule_may_count_by_stage_and_for_some_days(tmp_path: Path, run: Run) -> None:
    """Of the sample's quality returns fewer were received, and fewer still asked for within days."""
    config = tmp_path / "shop.yaml"
    config.write_text("rules: own\nrule: mine\n", encoding="utf-8")
    (tmp_path / "own").mkdir()
    counts = []
    for stages, days in (("null", "null"), ("[after_receipt]", "null"), ("[after_receipt]", "5")):
        numerator = f"causes: [quality], stages: {stages}}}\nfollow_up_days: {days}"
        text = MINE.replace("causes: [quality]}", numerator).replace("window_days: 14", "")
        (tmp_path / "own" / "mine.yaml").write_text(text, encoding="utf-8")
        ran = run(
            "quality-return-rate", "sample_data/", "--config", str(config), "--format", "json"
        )
        table = json.loads(ran.out)["pages"]["quality_return_rate"]["tables"]["overall"]
        counts.append(table[0]["k"])
    assert counts[0] > counts[1] > counts[2] > 0
