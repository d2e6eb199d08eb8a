"""A Pydantic model out of a YAML file: what is wrong is said at its place in the file."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shopmetrics.errors import ConfigError
from shopmetrics.yamlfile import Document

Model = TypeVar("Model", bound=BaseModel)


def validated(
    model: type[Model], own: Document, value: Mapping[str, object], *, hint: str
) -> Model:
    """Return the model of a value; `own` is the user's file, where every error is pointed at.

    Raises:
        ConfigError: naming every wrong key with line, column, what was found and what is allowed.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        keys = tuple(_keys(model.model_json_schema()))
        details = error.errors(include_url=False, include_input=False)
        lines = [_said(own, detail, keys) for detail in details]
        raise ConfigError("\n".join(lines), hint=hint) from None


def _said(own: Document, error: ErrorDetails, keys: Sequence[str]) -> str:
    """Say one error in words of our own, at its place in the file."""
    path = tuple(part for part in error["loc"] if part != "[key]")
    key = ".".join(str(part) for part in path)
    match error["type"]:
        case "extra_forbidden":
            near = get_close_matches(str(path[-1]), keys, 1)
            guess = f"; did you mean {near[0]!r}?" if near else ""
            found = f"unknown key {str(path[-1])!r}{guess}"
        case "int_parsing" | "int_type" | "int_from_float":
            found = "expected a whole number"
        case "float_parsing" | "float_type" | "decimal_parsing" | "decimal_type":
            found = "expected a number, such as 5 % or 0.05"
        case "model_type" | "dict_type" | "mapping_type":
            found = "expected keys under it: `key: value`"
        case _:
            found = error["msg"].removeprefix("Input should be ").strip()
            found = f"expected {found}" if error["msg"].startswith("Input should be ") else found
    return own.point(path, f"{key}: {found}")


def _keys(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield every key that a model and the models in it know."""
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {})
