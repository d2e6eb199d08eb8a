import json

import pytest

from shopmetrics.render.laid import laid_out


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"a": {}, "b": [], "c": None, "d": 'x"\n', "ü": [1, 2.5]},
        {"rows": [{"k": 1, "nested": [{"x": {}}]}, {"k": 2}], "deep": {"er": {"one": True}}},
    ],
)
def test_layout_changes_no_value(value: object) -> None:
    assert json.loads(laid_out(value)) == value


def test_rows_are_a_line_each() -> None:
    found = laid_out({"rows": [{"k": 1, "n": 2}, {"k": 3, "n": 4}]})
    assert found.splitlines()[2] == '    {"k": 1, "n": 2},'


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        laid_out({"rate": float("nan")})
