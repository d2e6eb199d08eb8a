from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from conftest import Run
from shops import random_shop
from tables import loaded_of, settings_of

from shopmetrics.bridge import bridge, steps
from shopmetrics.errors import ConfigError
from shopmetrics.pages import quality_return_rate
from shopmetrics.report import build
from shopmetrics.rule import Rule
from shopmetrics.rules import named, rules_of
from shopmetrics.shop import Shop

RULES = rules_of()
COMPUTABLE = [rule for rule in RULES if rule.computable]
Row = dict[str, object]


def bridged(shop: Shop, first: Rule, last: Rule) -> list[Row]:
    settings = replace(settings_of(shop), rules=steps(first, last))
    made = build(loaded_of(shop), [bridge(first, last)], settings)
    return made.answers["bridge"].tables["terms"].rows.to_dicts()


def alone(shop: Shop, rule: Rule) -> Row:
    settings = replace(settings_of(shop), rules=(rule,))
    made = build(loaded_of(shop), [quality_return_rate.PAGE], settings)
    return made.answers["quality_return_rate"].tables["overall"].rows.row(0, named=True)


def pairs() -> Iterator[tuple[Rule, Rule]]:
    yield from permutations(COMPUTABLE, 2)


@pytest.mark.parametrize("seed", range(6))
def test_bridge_begins_on_the_one_number_and_ends_exactly_on_the_other(seed: int) -> None:
    shop = random_shop(seed, orders=25)
    for first, last in list(pairs())[seed::6]:
        rows = bridged(shop, first, last)
        for row, rule in ((rows[0], first), (rows[-1], last)):
            wanted = alone(shop, rule)
            assert [row[name] for name in ("n", "k", "rate")] == [
                wanted[name] for name in ("n", "k", "rate")
            ], (first.name, last.name)


@pytest.mark.parametrize("seed", range(6))
def test_steps_of_a_bridge_add_up_to_the_difference(seed: int) -> None:
    rows = bridged(random_shop(seed, orders=40), COMPUTABLE[1], COMPUTABLE[3])
    if all(row["rate"] is not None for row in rows):
        moved = sum(row["change"] for row in rows[1:])  # type: ignore[misc] # numbers
        assert moved == pytest.approx(rows[-1]["rate"] - rows[0]["rate"], abs=1e-12)  # type: ignore[operator]


def test_every_step_changes_one_term_alone() -> None:
    first, last = named("taobao_before_2026_03", RULES), named("shopify", RULES)
    way = steps(first, last)
    rows = bridged(random_shop(1), first, last)
    assert len(way) == len(rows)
    assert [row["term"] for row in rows] == [
        *("start", "platform", "count", "causes", "denominator", "clock", "lag_days")
    ]
    assert (rows[1]["was"], rows[1]["becomes"]) == ("taobao", "shopify")
    assert rows[3]["was"] is None
    assert rows[3]["becomes"] == "all"


def test_causes_are_said_one_by_one() -> None:
    rows = bridged(random_shop(1), named("default", RULES), named("wechat", RULES))
    assert rows[2]["becomes"] == "quality+not_as_described+wrong_or_missing"


def test_rule_that_gives_no_number_has_no_bridge() -> None:
    with pytest.raises(ConfigError, match="rule 'amazon' cannot be computed"):
        steps(named("default", RULES), named("amazon", RULES))
    with pytest.raises(ConfigError, match="rule 'jd' cannot be computed"):
        steps(named("jd", RULES), named("default", RULES))


def test_platforms_of_a_bridge_stand_by_their_names(run: Run) -> None:
    ran = run("rules", "compare", "taobao", "default", "sample_data", "--language", "zh")
    assert "淘宝" in ran.out
    assert "不限" in ran.out
