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
        "破损/少件/污渍等",
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
        "空包裹/少货",
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
    "other": ["其他", "其它", "与买家协商一致", "买家未付款", "Other", "Unknown"],
    "unstated": ["", "  ", None],
}

# Codes of Amazon, eBay, TikTok Shop and Shopee, and words of the languages that they are sold in.
ABROAD: dict[str, list[str]] = {
    "size": [
        "AMZ-PG-APP-TOO-SMALL",
        "DOES_NOT_FIT",
        "WRONG_SIZE",
        "size_too_small",
        "Zu groß",
        "サイズが小さい",
        "Tamanho incorreto",
        "尺寸不合",
    ],
    "quality": [
        "QUALITY_UNACCEPTABLE",
        "FAKE_OR_COUNTERFEIT",
        "Product is defective or doesn't work",
        "Product doesn’t work",
        "Defekt",
        "不良品",
        "品質不満",
        "Produto com defeito",
        "商品有瑕疵",
    ],
    "damaged": [
        "CUSTOMER_DAMAGED",
        "Received physically damaged product",
        "Beim Transport beschädigt",
        "配送中破損",
        "Produto danificado na entrega",
        "收到破損商品",
    ],
    "not_as_described": [
        "DIFFERENT_FROM_LISTING",
        "AMZ-PG-BAD-DESC",
        "Product doesn't match description",
        "Nicht wie beschrieben",
        "説明と異なる",
        "Diferente do anúncio",
        "商品與描述不符",
    ],
    "wrong_or_missing": [
        "SWITCHEROO",
        "EXTRA_ITEM",
        "Received parcel but some items were missing",
        "Teile fehlen",
        "部品欠損",
        "Recebi o produto errado",
        "收到錯誤商品",
    ],
    "late": ["MISSED_ESTIMATED_DELIVERY", "Zu spät geliefert", "配送遅延", "Atraso na entrega"],
    "logistics": [
        "UNDELIVERABLE_MISSING_LABEL",
        "Package didn't arrive",
        "Annahme verweigert",
        "未着",
        "Não recebi o pedido",
        "未收到商品",
    ],
    "price": ["Besserer Preis", "より安い価格を見つけた", "Achei mais barato", "買貴了"],
    "changed_mind": [
        "DID_NOT_LIKE_COLOR",
        "CR-UNWANTED_ITEM",
        "Stil gefällt nicht",
        "不要になった",
        "Mudei de ideia",
        "改變心意",
    ],
    "unneeded": [
        "ORDERED_WRONG_ITEM",
        "NO_LONGER_NEED_ITEM",
        "Nicht mehr benötigt",
        "誤注文",
        "Não preciso mais",
        "重複下單",
    ],
    "other": ["NO_REASON_GIVEN", "Kein Grund", "理由不明", "Outro motivo", "其他"],
}


@pytest.mark.parametrize(
    ("reason", "cause"),
    [(r, cause) for table in (KNOWN, ABROAD) for cause, reasons in table.items() for r in reasons],
)
def test_reason_words_of_the_platforms_have_their_cause(reason: str | None, cause: str) -> None:
    assert cause_of(pl.Series([reason], dtype=pl.String), {}).to_list() == [cause]


def test_the_longest_word_that_is_found_says_the_cause() -> None:
    reasons = ["Wrong item", "Ordered wrong item", "Lost, and missing label", "Undeliverable label"]
    causes = cause_of(pl.Series(reasons), {}).to_list()
    assert causes == ["wrong_or_missing", "unneeded", "wrong_or_missing", "logistics"]


@pytest.mark.parametrize(
    "reason", ["火星文", "chocolate", "replated", "benefits", "CUSTOMIZED", "Farbenfroh"]
)
def test_reason_that_no_pattern_knows_has_no_cause(reason: str) -> None:
    assert cause_of(pl.Series([reason]), {}).to_list() == [None]


def test_own_words_come_first() -> None:
    own = {Cause.late: ("质量",)}
    assert cause_of(pl.Series(["质量问题"]), own).to_list() == ["late"]


def test_every_cause_but_the_unstated_one_has_words() -> None:
    assert {cause for cause, _ in built_in()} == set(Cause) - {Cause.unstated}
