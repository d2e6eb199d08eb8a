"""What a field of a file's model may hold, in marks whose schema Pydantic asks for.

The models themselves are plain dataclasses, and what comes with shopmetrics is checked by its
tests: to load Pydantic and to make its validators takes a sixth of a small report, and only a file
of the user's own needs them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


class FieldError(ValueError):
    """A value that is of the right type and still wrong, in words for whoever wrote it."""


class Strict:
    """A model of a file: a key that it does not know is refused."""

    __slots__ = ()
    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}


class Limit:
    """Bounds of a number, of a text or of a list, by the names that Pydantic gives them."""

    def __init__(self, **bounds: float | str) -> None:
        """Keep the bounds."""
        self.bounds = bounds

    def __get_pydantic_core_schema__(self, source: object, handler: Any) -> Any:  # noqa: ANN401 Pydantic's protocol
        """Add the bounds to the schema of the type."""
        return {**handler(source), **self.bounds}


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """Another way to write a value: what reads it, and how JSON Schema describes all ways."""

    read: Callable[[object], object]
    ways: Mapping[str, object]

    def __get_pydantic_core_schema__(self, source: object, handler: Any) -> Any:  # noqa: ANN401 likewise
        """Read the value before its type is looked at."""
        from pydantic_core.core_schema import (  # noqa: PLC0415 it is loaded by whoever asks this
            no_info_before_validator_function,
        )

        return no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> Any:  # noqa: ANN401 likewise
        """Describe how it is written, not what it becomes."""
        del schema, handler
        return dict(self.ways)


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What a value must fulfil besides its type; the check raises FieldError."""

    check: Callable[[Any], None]

    def __get_pydantic_core_schema__(self, source: object, handler: Any) -> Any:  # noqa: ANN401 likewise
        """Check the value once it has its type."""
        from pydantic_core.core_schema import (  # noqa: PLC0415 likewise
            no_info_after_validator_function,
        )

        return no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, value: Any) -> Any:  # noqa: ANN401 whatever it is
        self.check(value)
        return value
