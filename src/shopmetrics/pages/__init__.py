"""All pages, one question a file, in the order in which a report shows them."""

from shopmetrics.page import Page
from shopmetrics.pages import (
    abuse,
    appeals,
    compare,
    exchanges,
    hotspots,
    pipeline,
    quality_return_rate,
    reasons,
    refund_rate,
    repurchase,
    trend,
    true_cost,
)

PAGES: tuple[Page, ...] = (
    refund_rate.PAGE,
    quality_return_rate.PAGE,
    reasons.PAGE,
    hotspots.PAGE,
    trend.PAGE,
    compare.PAGE,
    exchanges.PAGE,
    true_cost.PAGE,
    pipeline.PAGE,
    abuse.PAGE,
    appeals.PAGE,
    repurchase.PAGE,
)
