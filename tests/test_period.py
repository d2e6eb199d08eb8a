from datetime import date

import pytest

from shopmetrics.cli.period import day_of, period_of
from shopmetrics.cli.whole import period_named
from shopmetrics.errors import ConfigError, InputError
from shopmetrics.settings import Period

END = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        ({}, None, None),
        ({"since": "2026-03-01"}, date(2026, 3, 1), None),
        ({"until": "2026-03-01"}, None, date(2026, 3, 1)),
        ({"since": "2026-03-01", "until": "2026-03-01"}, date(2026, 3, 1), date(2026, 3, 1)),
        ({"last": "30d"}, date(2026, 6, 1), END),
        ({"last": "1d"}, END, END),
        ({"last": "2w"}, date(2026, 6, 17), END),
        ({"week": "2026-W12"}, date(2026, 3, 16), date(2026, 3, 22)),
        ({"week": "2026-W01"}, date(2025, 12, 29), date(2026, 1, 4)),
        ({"month": "2026-02"}, date(2026, 2, 1), date(2026, 2, 28)),
        ({"month": "2024-02"}, date(2024, 2, 1), date(2024, 2, 29)),
        ({"month": "2026-12"}, date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_period_is_what_was_typed(
    asked: dict[str, str | None], since: date | None, until: date | None
) -> None:
    assert period_of(asked, END) == Period(since, until)


def test_options_left_out_name_no_period() -> None:
    assert period_of({"since": None, "last": None}, END) == Period()


def test_last_days_of_no_data_are_all_of_it() -> None:
    assert period_of({"last": "30d"}, None) == Period()


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"last": "30"},
        {"last": "0d"},
        {"last": "3m"},
        {"week": "2026-W60"},
        {"week": "12"},
        {"month": "2026-13"},
        {"month": "March"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"last": "30d", "since": "2026-03-01"},
        {"week": "2026-W12", "month": "2026-03"},
    ],
)
def test_period_that_cannot_be_read_is_refused_with_a_hint(asked: dict[str, str | None]) -> None:
    with pytest.raises(ConfigError) as error:
        period_of(asked, END)
    assert all(f"--{name}" in error.value.message for name in asked if asked[name])
    assert error.value.hint


def test_day_names_its_option() -> None:
    with pytest.raises(ConfigError, match="--as-of 'soon'"):
        day_of("as-of", "soon")


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (Period(date(2026, 3, 2), date(2026, 3, 31)), Period(date(2026, 1, 31), date(2026, 3, 1))),
        (Period(date(2026, 3, 1), date(2026, 3, 1)), Period(date(2026, 2, 28), date(2026, 2, 28))),
        (Period(date(2026, 3, 1), None), None),
        (Period(None, date(2026, 3, 1)), None),
        (Period(), None),
    ],
)
def test_period_before_ends_the_day_before_and_is_a_month_or_as_long(
    period: Period, before: Period | None
) -> None:
    assert period.before() == before


@pytest.mark.parametrize("name", ["week", "month"])
def test_files_without_a_time_have_no_last_whole_week_or_month(name: str) -> None:
    with pytest.raises(InputError) as told:
        period_named(name, None)
    assert "nothing in these files has a time" in str(told.value)
    assert told.value.hint == "see shopmetrics inspect"


SUNDAY, FRIDAY = date(2026, 6, 28), date(2026, 7, 3)


@pytest.mark.parametrize(
    ("as_of", "today", "week", "month"),
    [
        (SUNDAY, SUNDAY, "2026-W25", "2026-05"),  # the day is not over
        (SUNDAY, date(2026, 6, 29), "2026-W26", "2026-05"),
        (date(2026, 6, 27), FRIDAY, "2026-W25", "2026-05"),
        (date(2026, 6, 30), date(2026, 7, 1), "2026-W26", "2026-06"),
        (date(2026, 6, 29), FRIDAY, "2026-W26", "2026-05"),
        (date(2026, 7, 2), FRIDAY, "2026-W26", "2026-06"),
        (date(2026, 8, 1), FRIDAY, "2026-W26", "2026-06"),  # a moment that is yet to come
        (date(2026, 1, 4), FRIDAY, "2026-W01", "2025-12"),
    ],
)
def test_a_period_is_whole_once_the_data_reach_its_last_day_and_that_is_over(
    as_of: date, today: date, week: str, month: str
) -> None:
    assert period_named("week", as_of, today)[0] == week
    assert period_named("month", as_of, today)[0] == month
