"""What was typed, as the type of its option, without Pydantic where it is plainly right.

Typer makes a Pydantic validator for each option of a command, typed or not: a tenth of a small
report. What is not plainly right still goes Typer's way, to be refused in Typer's words.
"""

import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer


def take_plainly(param: Any) -> None:  # noqa: ANN401 Typer's parameters have no public type
    """Let a parameter of a built command take its values plainly where it can."""
    if not param.required:
        param.process_value = _taking(param, param.process_value)


def _taking(param: Any, typers: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:  # noqa: ANN401 likewise
    nothing = () if param.multiple or param.nargs == -1 else None

    def process_value(context: Any, value: Any) -> Any:  # noqa: ANN401 likewise
        taken = nothing if value is None else _plainly(param.type_descriptor.annotation, value)
        if taken is None and value is not None:
            return _in_words_of_its_own(lambda: typers(context, value))
        return taken if param.callback is None else param.callback(context, param, taken)

    return process_value


def _in_words_of_its_own(taken: Callable[[], Any]) -> Any:  # noqa: ANN401 likewise
    """Let Typer take a value; a refusal need not begin by saying that it is one of Pydantic's."""
    try:
        return taken()
    except typer.BadParameter as refused:
        refused.message = refused.message.removeprefix("Value error, ")
        raise


def _plainly(kind: Any, value: Any) -> Any:  # noqa: ANN401 as the option is annotated
    """Return the value as its type; None where that takes a closer look."""
    if get_origin(kind) is list:
        items = [_plainly(get_args(kind)[0], one) for one in value]
        return None if None in items else items
    if get_origin(kind) is Literal:
        return value if value in get_args(kind) else None
    if kind is Path:
        path = Path(value)
        return path if os.access(path, os.R_OK) or not path.exists() else None
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next((one for one in kind if one.value == value), None)
    return value if kind in {str, bool} and isinstance(value, kind) else None
