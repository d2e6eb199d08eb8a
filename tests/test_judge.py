from dataclasses import replace

import polars as pl
import pytest

from shopmetrics.config import Band, BandByCategory
from shopmetrics.configfile import load_config
from shopmetrics.judge import Level, Verdict, banded, level, verdicts, worst
from shopmetrics.page import RATE_UNITS, Answer, Judged, Page, Table, Unit

BAND = Band(good=0.05, alarm=0.10)


def placed(rate: float | None, measure: str = "refund_rate", band: Band = BAND) -> str | None:
    rows = pl.DataFrame({"rate": [rate]}, schema={"rate": pl.Float64})
    found: str | None = rows.select(level(pl.col("rate"), measure, band)).item()
    return found


def verdict(n: int, rate: float | None, low: float | None, high: float | None) -> Verdict:
    row = {"n": [n], "k": [1], "rate": [rate], "low": [low], "high": [high]}
    schema = {
        "n": pl.Int64,
        "k": pl.Int64,
        "rate": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
    }
    answer = Answer({"overall": Table(pl.DataFrame(row, schema=schema), RATE_UNITS)})
    judged = (Judged("overall", "refund_rate", pl.lit(value=True)),)
    page = Page("refund_rate", "", lambda _: {}, lambda *_: answer, (), judged)
    config = load_config(None)
    (found,) = verdicts(page, banded(page, answer, config), config)
    return found


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [
        (0.0, "good"),
        (0.05, "good"),
        (0.0501, "watch"),
        (0.10, "watch"),
        (0.1001, "alarm"),
        (None, None),
    ],
)
def test_less_is_better_and_limits_belong_to_the_better_side(
    rate: float | None, wanted: str
) -> None:
    assert placed(rate) == wanted


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [(0.3, "good"), (0.2, "good"), (0.19, "watch"), (0.1, "watch"), (0.09, "alarm"), (None, None)],
)
def test_more_is_better_where_the_measure_says_so(rate: float | None, wanted: str) -> None:
    assert placed(rate, "period_rate", Band(good=0.2, alarm=0.1)) == wanted


def test_verdict_is_sure_where_the_whole_interval_lies_in_the_band() -> None:
    assert verdict(100, 0.2, 0.15, 0.25).sure
    assert not verdict(100, 0.12, 0.08, 0.16).sure
    assert verdict(100, 0.12, 0.08, 0.16).level is Level.alarm


def test_too_few_orders_are_not_judged() -> None:
    assert verdict(29, 0.5, 0.3, 0.7).level is Level.too_few
    assert verdict(30, 0.5, 0.3, 0.7).level is Level.alarm
    assert not verdict(29, 0.5, 0.3, 0.7).sure


def test_rate_that_is_not_known_is_not_judged() -> None:
    found = verdict(100, None, None, None)
    assert (found.level, found.sure) == (Level.unknown, False)


def test_measure_without_a_band_is_not_judged() -> None:
    config = load_config(None)
    rows = pl.DataFrame({"n": [100], "k": [1], "rate": [0.01], "low": [0.0], "high": [0.1]})
    answer = Answer({"rates": Table(rows, RATE_UNITS)})
    page = Page(
        "repurchase",
        "",
        lambda _: {},
        lambda *_: answer,
        (),
        (Judged("rates", "period_rate", pl.lit(value=True)),),
    )
    assert banded(page, answer, config).tables["rates"].rows.columns == rows.columns
    assert verdicts(page, answer, config) == ()


def test_worst_level_leaves_out_what_could_not_be_told() -> None:
    def of(found: Level) -> Verdict:
        return Verdict("p", "m", 1, 1, 0.1, 0.0, 0.2, found, sure=False, good=0.1, alarm=0.2)

    assert worst([]) is None
    assert worst([of(Level.too_few)]) is None
    assert worst([of(Level.good), of(Level.too_few)]) is Level.good
    assert worst([of(Level.good), of(Level.watch)]) is Level.watch
    assert worst([of(Level.alarm), of(Level.watch)]) is Level.alarm


def test_category_is_judged_by_its_own_band_where_it_has_one() -> None:
    own = {"dresses": Band(good=0.15, alarm=0.25)}
    config = load_config(None)
    band = BandByCategory(good=0.05, alarm=0.10, categories=own)
    bands = replace(config.bands, refund_rate=band)
    rows = pl.DataFrame(
        {"category": ["dresses", "mugs", None], "n": [100] * 3, "k": [12] * 3, "rate": [0.12] * 3}
    ).with_columns(low=pl.lit(0.07), high=pl.lit(0.2))
    units = {"category": Unit.text, **RATE_UNITS}
    answer = Answer({"by_category": Table(rows, units)})
    judged = (Judged("by_", "refund_rate", pl.lit(value=True)),)
    page = Page("refund_rate", "", lambda _: {}, lambda *_: answer, (), judged)
    found = banded(page, answer, replace(config, bands=bands))
    assert found.tables["by_category"].rows["band"].to_list() == ["good", "alarm", "alarm"]
    assert found.tables["by_category"].rows["sure"].to_list() == [False, False, False]


def unripe(completeness: float) -> Verdict:
    names = ("rate", "low", "high", "projected", "projected_low", "projected_high", "completeness")
    values = (0.04, 0.02, 0.07, 0.12, 0.11, 0.18, completeness)
    row = {"n": 200, "k": 8, **dict(zip(names, values, strict=True))}
    units = {**RATE_UNITS, **dict.fromkeys(names[3:], Unit.share)}
    table = Table(pl.DataFrame([row]).select(*units), units)
    answer = Answer({"overall": table})
    judged = (Judged("overall", "refund_rate", pl.lit(value=True)),)
    page = Page("refund_rate", "", lambda _: {}, lambda *_: answer, (), judged)
    config = load_config(None)
    (found,) = verdicts(page, banded(page, answer, config), config)
    return found


def test_young_orders_are_judged_by_what_they_will_come_to() -> None:
    found = unripe(0.4)
    assert (found.level, found.sure, found.rate, found.expected) == (Level.alarm, True, 0.04, 0.12)
    ripe = unripe(0.9)
    assert (ripe.level, ripe.sure, ripe.expected) == (Level.good, False, 0.04)
    assert unripe(0.1).level is Level.too_few
