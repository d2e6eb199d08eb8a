"""How the files of one platform find each other, and several platforms stand in one report."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

PROFILES = Path(__file__).parent / "profiles"


def files(group: str) -> list[str]:
    return [str(next((PROFILES / name).glob("export.*"))) for name in group.split()]


def report(run: Run, group: str, *options: str) -> dict[str, Any]:
    ran = run("report", *files(group), "--format", "json", *options)
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize(
    ("group", "matches"),
    [
        ("douyin_orders douyin_refunds", {"line": 5}),
        ("taobao_lines taobao_refunds", {"line": 2, "sku": 3, "order": 1}),
        (
            "taobao_orders taobao_items taobao_refunds",
            {"sku": 3, "order": 1, "spread": 1, "none": 2},
        ),
        ("kuaishou_orders kuaishou_refunds", {"sku": 5}),
        ("pinduoduo_orders pinduoduo_refunds", {"variant": 5}),
        ("jd_orders jd_refunds", {"variant": 5}),
        ("xiaohongshu_orders xiaohongshu_refunds", {"variant": 5}),
        ("wechat_shop_orders wechat_shop_refunds", {"sku": 5}),
    ],
)
def test_a_refund_finds_its_line_by_what_its_platform_gives(
    group: str, matches: dict[str, int], run: Run
) -> None:
    assert report(run, group)["quality"]["matches"] == matches


def test_platforms_and_shops_stand_beside_each_other(run: Run) -> None:
    group = (
        "douyin_orders douyin_refunds jd_orders jd_refunds xiaohongshu_orders xiaohongshu_refunds"
    )
    for dimension, names in (
        ("platform", {"douyin", "jd", "xiaohongshu"}),
        ("shop", {"douyin", "jd", "陶小店"}),
    ):
        found = report(run, group, "--by", dimension)["pages"]["refund_rate"]["tables"]
        orders = [row for row in found[f"by_{dimension}"] if row["measure"] == "orders"]
        assert {row[dimension]: (row["n"], row["k"]) for row in orders} == dict.fromkeys(
            names, (4, 3)
        )


def test_what_one_platform_cannot_tell_is_said_beside_the_numbers_of_the_others(run: Run) -> None:
    group = "douyin_orders douyin_refunds jd_orders jd_refunds"
    found = report(run, group)["pages"]["repurchase"]
    assert found["unknown"] == []
    assert found["partial"] == [{"what": "customers", "platform": "douyin", "n": 4}]
    assert found["tables"]["rates"][0]["n"] == 2
    said = run("report", *files(group)).out
    assert "Douyin: buyers are masked or left out: its 4 orders are in no" in said


def test_what_no_platform_tells_is_no_number_at_all(run: Run) -> None:
    found = report(run, "douyin_orders douyin_refunds")["pages"]["repurchase"]
    assert found["unknown"] == ["no_customers"]
    assert found["partial"] == []
    assert found["tables"]["rates"] == []


def test_reasons_that_one_platform_gives_are_not_those_of_all(run: Run) -> None:
    found = report(run, "wechat_shop_orders jd_orders jd_refunds")["pages"]["reasons"]
    assert found["partial"] == [{"what": "reasons", "platform": "wechat_shop", "n": 3}]


def test_a_bare_return_of_goods_is_no_second_refund(run: Run) -> None:
    """What came back to a warehouse and the request for it are one event."""
    group = "amazon_orders amazon_mfn_returns amazon_fba_returns"
    found = report(run, group)
    _, requests, goods = found["quality"]["sources"]
    assert (goods["accepted"], goods["superseded"], requests["superseded"]) == (0, 2, 0)
    (orders,) = (
        row
        for row in found["pages"]["refund_rate"]["tables"]["overall"]
        if (row["measure"], row["stage"]) == ("orders", "all")
    )
    assert (orders["n"], orders["k"]) == (4, 3)


def test_a_bare_return_that_no_request_tells_of_counts(tmp_path: Path, run: Run) -> None:
    text = Path(files("amazon_fba_returns")[0]).read_text(encoding="utf-8")
    other = tmp_path / "returns.txt"
    other.write_text(text.replace("VASE-T", "OTHER").replace("303-0000002", "303-0000009"))
    given = [*files("amazon_orders amazon_mfn_returns"), str(other)]
    sources = json.loads(run("report", *given, "--format", "json").out)["quality"]["sources"]
    assert (sources[2]["accepted"], sources[2]["superseded"]) == (2, 0)
