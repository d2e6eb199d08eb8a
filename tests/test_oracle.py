"""Every page against a second computation that shares nothing with the first but the definitions."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from oracle import expected
from oracle_abuse import held
from oracle_hotspots import NAMES
from strategies import cases
from tables import loaded_of

from shopmetrics.pages import PAGES
from shopmetrics.report import build
from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

Row = dict[str, object]
JUDGEMENT = {"band", "sure"}
CROSSED = {"sku_cause", "day_since_order"}


@settings(
    derandomize=True,
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases())
def test_every_page_says_what_the_definitions_say(case: tuple[Shop, Settings]) -> None:
    shop, question = case
    report = build(loaded_of(shop), PAGES, question)
    wanted = expected(shop, question)
    assert {page.name for page in PAGES} == set(wanted)
    for page, (tables, unknown) in wanted.items():
        answer = report.answers[page]
        assert answer.unknown == unknown, page
        assert set(answer.tables) == set(tables), page
        if page == "abuse":
            held(answer.tables["customers"].rows.to_dicts(), tables["customers"], question)
        for name, rows in tables.items():
            found = [bare(row, name) for row in answer.tables[name].rows.to_dicts()]
            compare(page, name, found, rows)


def compare(page: str, table: str, found: list[Row], wanted: list[Row]) -> None:
    if page == "abuse":
        return
    assert len(found) == len(wanted), (page, table, found, wanted)
    if page == "hotspots":
        keys = NAMES[table]
        ranked(keys, found)
        wanted = sorted(wanted, key=lambda row: [row[key] for key in keys])
        found = sorted(found, key=lambda row: [row[key] for key in keys])
        for cell in {row[keys[-1]] for row in found} if table in CROSSED else {None}:
            shrunk([row for row in found if cell is None or row[keys[-1]] == cell])
        money("money", found, wanted)
        money("money_per_month", found, wanted)
    if page == "reasons" and table != "unknown":
        money("money_per_month", found, wanted)
        money("above_per_month", found, wanted)
    if (page, table) == ("refund_rate", "overall"):
        found, wanted = (sorted(rows, key=label) for rows in (found, wanted))
    assert [row.keys() for row in found] == [row.keys() for row in wanted]
    for one, other in zip(found, wanted, strict=True):
        for name in other:
            assert same(one[name], other[name]), (page, table, name, one, other)


def bare(row: Row, table: str) -> Row:
    """Leave out what is judged afterwards; headroom's bands are its own."""
    judged = JUDGEMENT if table != "headroom" else {}
    return {name: value for name, value in row.items() if name not in judged}


def label(row: Row) -> tuple[object, object]:
    return row["measure"], row["stage"]


def same(found: object, wanted: object) -> bool:
    if isinstance(wanted, Fraction | float):
        return found is not None and found == pytest.approx(float(wanted), rel=1e-9, abs=1e-12)
    return type(found) is type(wanted) and found == wanted


def ranked(keys: tuple[str, ...], rows: list[Row]) -> None:
    places = [
        (row["money"] is None, -(row["money"] or 0), *(row[key] for key in keys)) for row in rows
    ]
    assert places == sorted(places)


def shrunk(found: list[Row]) -> None:
    """Hold each shrunk rate between the group's own and one that all are drawn to."""
    drawn = [(one["rate"], one.pop("shrunk", one["rate"])) for one in found]
    least = max((to for own, to in drawn if to > own), default=0.0)
    most = min((to for own, to in drawn if to < own), default=1.0)
    assert least <= most + 1e-4, drawn
    assert all(0 <= to <= 1 for _, to in drawn), drawn


def money(name: str, found: list[Row], wanted: list[Row]) -> None:
    """Money is rounded to the cent: half a cent either way is right."""
    for one, other in zip(found, wanted, strict=True):
        cents, exact = one.pop(name), other.pop(name)
        assert (cents is None) == (exact is None), (one, other)
        assert exact is None or abs(cents - exact) <= Fraction(1, 2) + Fraction(1, 10**6)
