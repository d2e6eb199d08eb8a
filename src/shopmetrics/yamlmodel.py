"""A dataclass out of a YAML file: what is wrong is said at its place in the file.

Pydantic checks it, and is loaded by those who read such a file alone (field.py says why).
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from shopmetrics.document import Document
from shopmetrics.errors import ConfigError

_PREFIX = "Input should be "
_KEYS = "expected keys under it: `key: value`"
# What people write, by other programs, and what it is called here.
_MEANT = {"from": "sender", "server": "host", "smtp": "host", "username": "user", "tz": "timezone"}
_NUMBER = "expected a number, such as 5% or 0.05"
_EXPECTED = {
    "missing": "this key is missing",
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), "expected a whole number"),
    **dict.fromkeys(("float_parsing", "float_type", "decimal_parsing", "decimal_type"), _NUMBER),
    **dict.fromkeys(("bool_parsing", "bool_type"), "expected true or false"),
    "string_type": "expected text; put quotes around it",
    **dict.fromkeys(("dataclass_type", "dict_type", "mapping_type"), _KEYS),
    "tuple_type": "expected a list: [one, another]",
}
Model = TypeVar("Model")


def validated(
    model: type[Model], own: Document, value: Mapping[str, object], *, hint: str
) -> Model:
    """Return the model of a value; `own` is the user's file, where every error is pointed at.

    Raises:
        ConfigError: naming every wrong key with line, column, what was found and what is allowed.
    """
    try:
        return valid(model, value)
    except ValidationError as error:
        keys = tuple(_keys(schema(model)))
        details = error.errors(include_url=False, include_input=False)
        lines = [_said(own, detail, keys) for detail in details]
        raise ConfigError("\n".join(dict.fromkeys(lines)), hint=hint) from None


def valid(model: type[Model], value: Mapping[str, object]) -> Model:
    """Return the model of a value that is known to be right: all else is Pydantic's own error."""
    made: Model = _adapter(model).validate_python(value)  # type: ignore[arg-type] # a class is hashable
    return made


def schema(model: type) -> dict[str, Any]:
    """Return the JSON Schema of a model's file, for editors."""
    return _adapter(model).json_schema()


@cache
def _adapter(model: type) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _said(own: Document, error: ErrorDetails, keys: Sequence[str]) -> str:
    """Say one error in words of our own, at its place in the file."""
    path = tuple(part for part in error["loc"] if part != "[key]")
    key = ".".join(str(part) for part in path)
    kind, message = error["type"], error["msg"]
    if kind == "unexpected_keyword_argument":
        near = _near(str(path[-1]), keys)
        found = f"unknown key {str(path[-1])!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    elif kind in _EXPECTED:
        found = _EXPECTED[kind]
    elif kind == "value_error":
        found = str(error["ctx"]["error"])
    else:
        said = message.removeprefix(_PREFIX).strip()
        found = f"expected {said}" if message.startswith(_PREFIX) else said
    return own.point(path, f"{key}: {found}")


def _near(key: str, keys: Sequence[str]) -> list[str]:
    """Return the key that was meant: another word for it, else one that looks like it."""
    other = _MEANT.get(key, key)
    return [other] if other in keys else get_close_matches(key, keys, 1)


def _keys(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield every key that a model and the models in it know."""
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {})
