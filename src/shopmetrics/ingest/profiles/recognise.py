"""Which profile a header is: the one whose whole signature it holds; never a guess."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache

from shopmetrics.facts.match import ANY_PLATFORM
from shopmetrics.ingest.cells.compose import CLOCK, ELSE
from shopmetrics.ingest.profiles.profile import Profile, fold
from shopmetrics.ingest.profiles.shipped import shipped
from shopmetrics.shop import Kind
from shopmetrics.value import value

_MUCH_MORE = 3  # columns that a platform's profile knows and a generic one does not


@value
class Known:
    """The profiles of one run in the order in which they are tried, and their names, folded."""

    profiles: tuple[Profile, ...]
    names: frozenset[str]


def known(own: Sequence[Profile] = ()) -> Known:
    """Join one's own profiles, which are tried first, and those that come with shopmetrics."""
    base = _shipped()
    if not own:
        return base
    return Known((*_longest_first(own), *base.profiles), base.names | _names(own))


def knows(known: Known) -> Callable[[str], bool]:
    """Return what tells whether a cell is the name of a column that some profile knows."""
    return lru_cache(2**14)(lambda name: fold(name) in known.names)


@cache
def _shipped() -> Known:
    return Known(_longest_first(shipped()), _names(shipped()))


def _longest_first(profiles: Sequence[Profile]) -> tuple[Profile, ...]:
    return tuple(sorted(profiles, key=lambda one: (-len(one.signature), -len(one.needs), one.name)))


def _names(profiles: Sequence[Profile]) -> frozenset[str]:
    return frozenset(fold(name) for one in profiles for name in one.names())


def match(header: Sequence[str], among: Known, kind: Kind | None = None) -> Profile | None:
    """Return the profile whose whole signature the header holds; one's own, then the longest."""
    names = frozenset(map(fold, header))
    of_kind = (one for one in among.profiles if kind in {None, one.kind})
    return next((one for one in of_kind if fits(one, names)), None)


def fits(profile: Profile, names: Collection[str]) -> bool:
    """Say whether folded names have all that a profile asks for, and none that it rules out."""
    return not missing(profile, names) and not any(fold(name) in names for name in profile.without)


def missing(profile: Profile, names: Collection[str]) -> tuple[str, ...]:
    """Name what a profile must have and the folded names lack, as the profile calls it first."""
    asked = (one for one in profile.signature if not any(fold(name) in names for name in one))
    lacking = [one[0] for one in asked]
    for needed in profile.needs:
        aliases = [alias for column in needed for alias in profile.columns[column]]
        if not any(fold(alias) in names for alias in aliases):
            lacking.append(aliases[0])
    return tuple(lacking)


def nearest(
    header: Sequence[str], among: Known, kind: Kind | None = None
) -> tuple[Profile, tuple[str, ...]]:
    """Return the profile that has the most in common with the header, and what of it is missing.

    Of several, orders and refunds come first: those are what most files hold.
    """
    names = frozenset(map(fold, header))
    of_kind = [one for one in among.profiles if kind in {None, one.kind}]
    usual = (Kind.orders, Kind.refunds)
    best = max(
        of_kind,
        key=lambda one: (
            len(columns_of(one, header)) - len(missing(one, names)),
            one.kind in usual,
        ),
    )
    return best, missing(best, names)


def eclipsed(profile: Profile, header: Sequence[str], among: Known) -> bool:
    """Say whether a generic list is hardly that, but a platform's export that lacks one column.

    Read as a list it would lose what the platform's words and amounts mean, without a word.
    """
    if profile not in shipped() or profile.platform != ANY_PLATFORM:
        return False
    best, lacking = nearest(header, among, profile.kind)
    more = len(columns_of(best, header)) - len(columns_of(profile, header))
    return best.platform != ANY_PLATFORM and len(lacking) == 1 and more >= _MUCH_MORE


def columns_of(profile: Profile, header: Sequence[str]) -> Mapping[str, int]:
    """Map canonical names to header positions: the first alias that is there.

    What completes a column stands after it: `sku~1` where `sku` is blank, `ordered_at@` its hour.
    """
    at: dict[str, int] = {}
    for index, name in enumerate(header):
        at.setdefault(fold(name), index)
    found = {name: _places(aliases, at)[:1] for name, aliases in profile.columns.items()}
    for name, others in profile.fallbacks.items():
        places = [*found.get(name, ()), *_places(others, at)]
        found |= {name if not n else f"{name}{ELSE}{n}": [at] for n, at in enumerate(places)}
    for name, clock in profile.clock.items():
        found[f"{name}{CLOCK}"] = _places(clock, at)[:1]
    return {name: places[0] for name, places in found.items() if places}


def _places(names: Sequence[str], at: Mapping[str, int]) -> list[int]:
    return [at[fold(name)] for name in names if fold(name) in at]
