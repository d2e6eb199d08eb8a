"""Which profile a header is: the one whose whole signature it holds; never a guess."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml

from shopmetrics.ingest.profile import Profile, fold
from shopmetrics.shop import Kind

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def profiles() -> tuple[Profile, ...]:
    """Read all built-in profiles, those with the longer signature first."""
    folder = files("shopmetrics") / "data" / "profiles"
    texts = (file.read_text(encoding="utf-8") for file in folder.iterdir())
    # The loader is the safe one, in C where there is one: all profiles in 5 ms instead of 60.
    found = [Profile.model_validate(yaml.load(text, Loader=_LOADER)) for text in texts]  # noqa: S506
    return tuple(sorted(found, key=lambda one: (-len(one.signature), -len(one.needs), one.name)))


@cache
def known_names() -> frozenset[str]:
    """Return every header name that some profile knows, folded."""
    return frozenset(fold(name) for one in profiles() for name in _names(one))


def _names(profile: Profile) -> Iterator[str]:
    yield from profile.signature
    for aliases in profile.columns.values():
        yield from aliases


def match(header: Sequence[str], kind: Kind | None = None) -> Profile | None:
    """Return the profile whose whole signature the header holds; the longest wins."""
    of_kind = (one for one in profiles() if kind is None or one.kind is kind)
    return next((one for one in of_kind if not missing(one, header)), None)


def missing(profile: Profile, header: Sequence[str]) -> tuple[str, ...]:
    """Name what a profile must have and the header lacks, as the profile calls it first."""
    names = {fold(name) for name in header}
    lacking = [name for name in profile.signature if fold(name) not in names]
    for needed in profile.needs:
        aliases = [alias for column in needed for alias in profile.columns[column]]
        if not any(fold(alias) in names for alias in aliases):
            lacking.append(aliases[0])
    return tuple(lacking)


def nearest(header: Sequence[str], kind: Kind | None = None) -> tuple[Profile, tuple[str, ...]]:
    """Return the profile with the most of its columns in the header, and what of it is missing."""
    of_kind = [one for one in profiles() if kind in {None, one.kind}]
    best = max(of_kind, key=lambda one: (len(columns_of(one, header)), -len(missing(one, header))))
    return best, missing(best, header)


def columns_of(profile: Profile, header: Sequence[str]) -> Mapping[str, int]:
    """Map canonical names to header positions: the first alias that is there."""
    at: dict[str, int] = {}
    for index, name in enumerate(header):
        at.setdefault(fold(name), index)
    found = {}
    for canonical, aliases in profile.columns.items():
        position = next((at[fold(name)] for name in aliases if fold(name) in at), None)
        if position is not None:
            found[canonical] = position
    return found
