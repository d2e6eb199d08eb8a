import polars as pl
import pytest

from shopmetrics.cause import Cause
from shopmetrics.causes import built_in, cause_of

KNOWN: dict[str, list[str | None]] = {
    "size": [
        "大小/尺寸不合适",
        "尺码不合适",
        "商品描述的尺寸与实物不符",
        "尺码拍错",
        "Size was too small",
        "wrong size",
        "APPAREL_TOO_LARGE",
    ],
    "quality": [
        "质量问题",
        "商品质量不好",
        "材质不符",
        "做工粗糙/有瑕疵",
        "假冒品牌/产品",
        "Damaged or defective",
        "CR-DEFECTIVE",
        "poor quality",
    ],
    "damaged": [
        "包装/商品破损",
        "商品破损/包装问题",
        "货物破损已拒签",
        "damaged",
        "DAMAGED_BY_CARRIER",
    ],
    "not_as_described": [
        "商品与描述不符",
        "颜色/款式/图案与描述不符",
        "Item not as described",
        "Color",
    ],
    "wrong_or_missing": [
        "少件/漏发",
        "卖家发错货",
        "破损/少件/污渍等",
        "缺货",
        "Received the wrong item",
        "MISSING_PARTS",
    ],
    "late": ["未按约定时间发货", "late", "arrived late"],
    "logistics": ["快递/物流一直未收到", "物流一直未送到", "NEVER_ARRIVED"],
    "price": ["商品买贵了或者降价", "退差价", "发票问题", "FOUND_BETTER_PRICE"],
    "changed_mind": [
        "7天无理由退换货",
        "七天无理由",
        "不喜欢/效果不好",
        "Customer changed their mind",
        "UNWANTED_ITEM",
        "Style",
    ],
    "unneeded": ["多拍/拍错/不想要", "不想要了", "地址/电话信息填写错误", "ORDERED_BY_MISTAKE"],
    "other": ["其他", "其它", "与买家协商一致", "Other", "Unknown"],
    "unstated": ["", "  ", None],
}


@pytest.mark.parametrize(
    ("reason", "cause"), [(reason, cause) for cause, reasons in KNOWN.items() for reason in reasons]
)
def test_reason_words_of_the_platforms_have_their_cause(reason: str | None, cause: str) -> None:
    assert cause_of(pl.Series([reason], dtype=pl.String), {}).to_list() == [cause]


@pytest.mark.parametrize("reason", ["火星文", "chocolate", "replated", "benefits"])
def test_reason_that_no_pattern_knows_has_no_cause(reason: str) -> None:
    assert cause_of(pl.Series([reason]), {}).to_list() == [None]


def test_own_words_come_first() -> None:
    own = {Cause.late: ("质量",)}
    assert cause_of(pl.Series(["质量问题"]), own).to_list() == ["late"]


def test_every_cause_but_the_unstated_one_has_words() -> None:
    assert {cause for cause, _ in built_in()} == set(Cause) - {Cause.unstated}
