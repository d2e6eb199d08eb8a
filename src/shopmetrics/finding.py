"""A finding: one thing a reader may act on, as numbers and ids; the words for it come later."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shopmetrics.unit import Unit
from shopmetrics.value import value


class Matter(StrEnum):
    """What a finding is about: has a sentence in every language and a part in the playbook."""

    sku = "sku"
    sku_cause = "sku_cause"
    product = "product"
    region = "region"
    campaign = "campaign"
    hour = "hour"
    hours = "hours"
    weekday = "weekday"
    weekday_hour = "weekday_hour"
    day_since_order = "day_since_order"
    cause = "cause"
    refund_rate = "refund_rate"
    quality_return_rate = "quality_return_rate"
    period_rate = "period_rate"


@value
class Measured:
    """One value and how it is meant: `text` is text of the files, `label` an id of ours."""

    value: str | float | date | None
    unit: Unit


@value
class Finding:
    """One thing beyond normal: what it is about, how large it is, what it costs, how sure it is.

    `subject` says which SKU, cause, hour …; its names and those of `numbers` fill the blanks of
    the sentence `finding.<matter>`, so that the two share no name. `money_per_month` is in minor
    units above normal, null where it cannot be told. `sure` is true where the finding is beyond
    chance: only such findings are shown.
    """

    matter: Matter
    page: str
    subject: Mapping[str, Measured]
    numbers: Mapping[str, Measured]
    money_per_month: int | None
    sure: bool
