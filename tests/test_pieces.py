"""Where Chinese may be broken into lines."""

import pytest

from shopmetrics.pieces import breaks
from shopmetrics.render.blocks import Item, Text, line
from shopmetrics.render.look import Look
from shopmetrics.render.terminal import terminal


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("退款率按日", [4]),
        ("退款率按，日", [3]),  # no line begins with a comma
        ("有 7 单退款", [5]),  # a number keeps its word
        ("甲\n  乙丙丁戊", [7]),  # a break of its own begins a line
        ("unbreakable", []),
    ],
)
def test_lines_begin_where_chinese_may_be_broken(text: str, starts: list[int]) -> None:
    assert breaks(text, 8) == starts


def test_a_terminal_breaks_chinese_and_leaves_names_in_english_whole() -> None:
    chinese = "退款率为 7.9%，更好一档的上限是 5.0%"
    assert terminal([line(chinese)], Look(width=16)).split("\n") == [
        "退款率为 7.9%，",
        "更好一档的上限是",
        "5.0%",
    ]
    item = Item("-", (Text("先看退款，再看"), Text("原因。")))
    assert terminal([item], Look(width=12)).split("\n") == ["- 先看退款，", "  再看原因。"]
    assert terminal([line("read of 订单编号 and more")], Look(width=12)) == (
        "read of\n订单编号 and\nmore"
    )
