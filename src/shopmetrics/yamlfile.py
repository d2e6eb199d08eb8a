"""YAML files of a user's, read strictly."""

from pathlib import Path

from shopmetrics.document import Document
from shopmetrics.errors import ConfigError

MAX_BYTES = 64 * 1024


def read_yaml(path: Path) -> Document:
    """Read a file as a mapping.

    Raises:
        ConfigError: for a file that is missing, too large, not UTF-8 or not such a mapping.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", hint="check the path of the file") from None
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"{path}: {len(raw)} bytes; at most {MAX_BYTES} are read")
    from shopmetrics.yamltext import parse  # noqa: PLC0415 what comes with shopmetrics is no YAML

    try:
        return parse(raw.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: not UTF-8", hint="save the file as UTF-8") from None
