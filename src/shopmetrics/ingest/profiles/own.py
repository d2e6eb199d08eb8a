"""Profiles of the user's own: files that were named and a folder's, read strictly."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from shopmetrics.document import Document
from shopmetrics.errors import ConfigError
from shopmetrics.ingest.profiles.columns import COLUMNS
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.profiles.sense import senseless
from shopmetrics.ingest.profiles.shipped import shipped
from shopmetrics.yamlfile import read_yaml

_SUFFIXES = frozenset({".yaml", ".yml"})
_MOST = 200
_HINT = "shopmetrics' own configs/profile.schema.json says what a profile can hold"


def own_profiles(files: Sequence[Path], folder: Path | None = None) -> tuple[Profile, ...]:
    """Read profiles from files and from the YAML files that lie in a folder.

    Raises:
        ConfigError: for what is no profile, with file, line, column, what was found and what is
            allowed; for a name that stands twice or is a built-in one; for a folder without any.
    """
    paths = dict.fromkeys((*files, *_inside(folder)))
    first: dict[str, str] = {one.name: "built in" for one in shipped()}
    read = []
    for path in paths:
        document = read_yaml(path)
        profile = _profile(document)
        if profile.name in first:
            found = f"name: {profile.name!r} is taken: {first[profile.name]}"
            raise ConfigError(document.point(("name",), found), hint="give it another name")
        first[profile.name] = str(path)
        read.append(profile)
    return tuple(read)


def profile_schema() -> dict[str, Any]:
    """Return the JSON Schema of a profile, for editors."""
    from shopmetrics.yamlmodel import schema  # noqa: PLC0415 it loads Pydantic

    made = schema(Profile)
    for name in ("columns", "fallbacks"):
        made["properties"][name]["propertyNames"] = {"enum": sorted(COLUMNS)}
    return made


def _profile(document: Document) -> Profile:
    from shopmetrics.yamlmodel import validated  # noqa: PLC0415 it loads Pydantic

    profile = validated(Profile, document, document.value, hint=_HINT)
    faults = [document.point(path, found) for path, found in senseless(profile)]
    if faults:
        raise ConfigError("\n".join(faults), hint=_HINT)
    return profile


def _inside(folder: Path | None) -> Iterator[Path]:
    if folder is None:
        return
    if not folder.is_dir():
        raise ConfigError(
            f"{folder}: no such folder of profiles", hint="correct `profiles:` in the config"
        )
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    if not found:
        raise ConfigError(
            f"{folder}: no profile in it: no file that ends in .yaml or .yml",
            hint="make one with: shopmetrics init FILE",
        )
    if len(found) > _MOST:
        raise ConfigError(f"{folder}: {len(found)} profiles; at most {_MOST} are read")
    yield from found
