"""What a breakdown can be made by, and which facts carry it; imports nothing: help is quick."""

from enum import StrEnum


class Dimension(StrEnum):
    """A breakdown that --by can ask for."""

    sku = "sku"
    product = "product"
    category = "category"
    reason = "reason"
    cause = "cause"
    hour = "hour"
    weekday = "weekday"
    day = "day"
    week = "week"
    month = "month"
    region = "region"
    campaign = "campaign"
    member_tier = "member_tier"
    shop = "shop"
    platform = "platform"


class Span(StrEnum):
    """What a trend can go by."""

    day = "day"
    week = "week"
    month = "month"


OF_LINE = frozenset({Dimension.sku, Dimension.product, Dimension.category})
OF_REFUND = frozenset({Dimension.reason, Dimension.cause})
CALENDAR = frozenset(map(Dimension, Span))
OF_PLATFORM = frozenset({Dimension.platform, Dimension.shop})  # no name: its platform's
NAMED = frozenset({Dimension.hour, Dimension.weekday, Dimension.cause})  # have words of ours
