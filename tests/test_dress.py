"""A random shop in a profile's dress comes back as the same shop."""

from pathlib import Path

import polars as pl
import pytest
from exports import Row, exports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_profiles import canonical, opened_at

from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.profiles.recognise import known
from shopmetrics.ingest.profiles.shipped import shipped
from shopmetrics.ingest.table import read_table, recognised
from shopmetrics.ingest.terms import Terms
from shopmetrics.shop import Kind

# A step is code: it has tests of its own.
DRESSED = [
    one
    for one in shipped()
    if one.kind in {Kind.orders, Kind.refunds} and not one.steps and one.platform != "jaffle_shop"
]


@pytest.mark.parametrize("profile", DRESSED, ids=lambda one: one.name)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_shop_in_its_platform_s_dress_comes_back_the_same(
    profile: Profile, tmp_path: Path, data: st.DataObject
) -> None:
    export = data.draw(exports(profile))
    path = tmp_path / "export.csv"
    path.write_bytes(export.data)
    opened = opened_at(path)
    assert recognised(opened, known(), None) == profile
    table = read_table(opened, profile, Terms())
    assert table.rejects == ()
    rows, refunds = canonical(table)
    same(rows, export.rows)
    if profile.kind is Kind.orders:
        by = ["order_id", "amount"]
        same(
            refunds.sort(by), sorted(export.refunds, key=lambda row: [str(row[by[0]]), row[by[1]]])
        )


def same(found: pl.DataFrame, wanted: list[Row]) -> None:
    assert found.height == len(wanted)
    for name in wanted[0] if wanted else ():
        if name in found.columns:
            assert found[name].to_list() == [row[name] for row in wanted], name
