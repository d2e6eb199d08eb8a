"""How one's own shop.yaml is read and laid over the built-in one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from shopmetrics.config import Config
from shopmetrics.document import Document
from shopmetrics.errors import ConfigError
from shopmetrics.plain import built
from shopmetrics.readymade import readymade
from shopmetrics.yamlfile import read_yaml

Model = TypeVar("Model", bound=Any)

_PACKAGED = Path(__file__).parent / "data" / "shop.yaml"
_SECRETS = ("password", "passwd", "secret", "token", "api_key", "apikey")


def load_config(path: Path | None) -> Config:
    """Lay the user's file over the built-in one, key by key; lists and values replace.

    Raises:
        ConfigError: naming every wrong key with line, column, what was found and what is allowed.
    """
    if path is None:
        return built(Config, readymade("config")["shop"])
    from shopmetrics.yamlmodel import validated  # noqa: PLC0415 it loads Pydantic

    own = read_yaml(path)
    _refuse_secrets(own)
    hint = f"every key and what it means: {explained()}"
    config = validated(Config, own, _overlaid(readymade("config")["shop"], own.value), hint=hint)
    placed = _beside(path, config, ("profiles", "playbook", "rules"))
    mail = placed.mail and _beside(path, placed.mail, ("password_file", "ca_file"))
    notify = placed.notify and _beside(path, placed.notify, ("urls_file",))
    return replace(placed, mail=mail, notify=notify)


def explained() -> Path:
    """Return the shop.yaml that comes with shopmetrics: in the package, or in a checkout."""
    found = (_PACKAGED, _PACKAGED.parents[3] / "configs" / "shop.yaml")
    return next((path for path in found if path.exists()), _PACKAGED)


def _beside(path: Path, model: Model, names: Sequence[str]) -> Model:
    """Take paths as from the folder of the config file, wherever the command is run."""
    given = {name: getattr(model, name) for name in names}
    placed = {name: path.parent / one for name, one in given.items() if one is not None}
    return replace(model, **placed)


def _overlaid(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """Replace values key by key; a key left empty keeps what is built in."""
    merged = dict(base)
    for key, value in own.items():
        under = merged.get(key)
        both = isinstance(under, Mapping) and isinstance(value, Mapping)
        merged[key] = _overlaid(under, value) if both else value  # type: ignore[arg-type] # both are mappings
    return merged


def _refuse_secrets(own: Document) -> None:
    for path in own.places:
        if (what := _secret(path, own)) is not None:
            found = f"{path[-1]}: {what} does not belong in this file"
            hint = (
                "keep it in the environment or in a file that only you can read (permission 0600)"
            )
            raise ConfigError(_without_line(own.point(path, found)), hint=hint)


def _secret(path: Sequence[str | int], own: Document) -> str | None:
    key = str(path[-1]).lower()
    if key.endswith("_file"):
        return None
    if path[0] == "notify" and (len(path) > 1 or isinstance(own.value["notify"], str)):
        return "the address of a chat"
    return "a password" if any(word in key for word in _SECRETS) else None


def _without_line(pointed: str) -> str:
    """Drop the quoted line: it holds the secret."""
    return pointed.split("\n", 1)[0]
