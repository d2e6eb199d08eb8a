"""Dataclasses out of plain data that is known to be right, and back."""

import builtins
import types
import typing
from collections import abc
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

Model = TypeVar("Model")


def plain(value: object) -> Any:  # noqa: ANN401 as deep as it goes
    """Return a value as JSON has it: a dataclass as a mapping of all its fields."""
    match value:
        case abc.Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
        case date() | Decimal() | Path() | StrEnum():
            return str(value)
        case _ if is_dataclass(value):
            return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
        case _:
            return value


def built(model: type[Model], value: object) -> Model:
    """Return plain data as the dataclass that it was; fields that are left out have their default.

    Nothing is checked; of a union the first type is meant, and the other is None.
    """
    made: Model = _maker(model)(value)  # type: ignore[arg-type] # a class is hashable
    return made


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 what an annotation may be
    """Return what makes values of a type: types are looked at once, for values are many."""
    inner = get_args(kind)
    match get_origin(kind):
        case typing.Annotated | typing.Union | types.UnionType:
            make = _maker(inner[0])
            return lambda value: None if value is None else make(value)
        case builtins.tuple:
            each = _maker(inner[0])
            return lambda value: tuple(map(each, value))
        case abc.Mapping:
            key_of, value_of = map(_maker, inner)
            return lambda value: {key_of(key): value_of(one) for key, one in value.items()}
        case typing.Literal:
            return str
        case _:
            return _of_fields(kind) if is_dataclass(kind) else typing.cast("type", kind)


def _of_fields(model: Any) -> Callable[[Any], Any]:  # noqa: ANN401 a dataclass
    of = {one.name: _maker(one.type) for one in fields(model)}  # type: ignore[arg-type] # likewise
    return lambda value: model(**{name: of[name](one) for name, one in value.items()})
