"""A value is what a frozen dataclass with slots is; only its methods are made in less time."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from shopmetrics.value import value


def classes(made: Callable[..., Any], by_name: Callable[..., Any]) -> dict[str, Any]:
    """Return the same classes, made in one of the two ways."""

    @made
    class Point:
        x: int
        y: float = 0.5
        names: list[str] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)

    @made
    class Own:
        text: str
        length: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.text))

        def __repr__(self) -> str:
            return self.text

    @made
    class Nothing:
        pass

    @by_name
    class Named:
        first: str = "a"
        second: int

    @by_name
    class Below(Named):
        third: int = 3

    return {one.__name__: one for one in (Point, Own, Nothing, Named, Below)}


THEIRS = classes(
    dataclass(frozen=True, slots=True), dataclass(frozen=True, slots=True, kw_only=True)
)
OURS = classes(value, value(kw_only=True))
CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("Point", (1,), {}),
    ("Point", (1, 2.0, ["a"]), {}),
    ("Point", (1,), {"names": ["b"], "note": "c"}),
    ("Point", (), {"x": 2}),
    ("Own", ("abc",), {}),
    ("Nothing", (), {}),
    ("Named", (), {"second": 2}),
    ("Below", (), {"second": 2, "first": "b"}),
]


def show(one: object) -> str:
    return repr(one).replace("classes.<locals>.", "")


@pytest.mark.parametrize(("name", "given", "named"), CALLS)
def test_values_are_made_and_shown_as_dataclasses_are(
    name: str, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, theirs = (of[name](*given, **named) for of in (OURS, THEIRS))
    assert show(ours) == show(theirs)
    assert ours == OURS[name](*given, **named)
    assert [one.name for one in fields(ours)] == [one.name for one in fields(theirs)]
    assert is_dataclass(ours)
    assert not hasattr(ours, "__dict__")
    assert OURS[name].__match_args__ == THEIRS[name].__match_args__


def test_equal_is_what_is_compared_and_of_one_class() -> None:
    point = OURS["Point"]
    assert point(1, note="a") == point(1, note="b")
    assert point(1) != point(2)
    assert OURS["Named"](second=1) != OURS["Below"](second=1)
    assert OURS["Nothing"]() == OURS["Nothing"]()
    assert hash(OURS["Own"]("a")) == hash(OURS["Own"]("a"))
    assert len({OURS["Named"](second=one) for one in (1, 1, 2)}) == 2
    assert (OURS["Own"]("a") == "a") is False


def test_each_value_has_a_default_of_its_own() -> None:
    first, second = OURS["Point"](1), OURS["Point"](1)
    first.names.append("a")
    assert second.names == []


def test_a_copy_differs_in_what_is_replaced() -> None:
    assert replace(OURS["Point"](1), y=2.0) == OURS["Point"](1, 2.0)
    assert replace(OURS["Below"](second=1), third=4) == OURS["Below"](second=1, third=4)


@pytest.mark.parametrize("wrong", [(), (1, 2, [], "", 5)])
def test_what_is_no_field_is_refused(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        OURS["Point"](*wrong)
    with pytest.raises(TypeError):
        OURS["Named"]("a", 1)


def test_values_do_not_change() -> None:
    point = OURS["Point"](1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert point.x == 1
