"""Libraries that only some forms of output need: asked for when used, named when missing."""

from importlib import import_module
from types import ModuleType

from shopmetrics.errors import ConfigError


def required(module: str, extra: str) -> ModuleType:
    """Import a module of an optional extra.

    Raises:
        ConfigError: where it is not installed, with the line that installs it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"this needs {error.name}, which is not installed",
            hint=f"pip install 'shopmetrics[{extra}]'",
        ) from None
