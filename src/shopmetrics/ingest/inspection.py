"""Why each file was taken for what it is: what matched, what else came close, what is unread."""

from collections.abc import Iterator, Sequence

from shopmetrics.ingest.profiles.profile import Profile, fold
from shopmetrics.ingest.profiles.recognise import Known, columns_of, known, missing
from shopmetrics.source import Close, Inspected, Loaded, Source

_CLOSE = 1  # how many headers a profile may lack and still be close
_MOST = 3


def inspected(loaded: Loaded, profiles: Sequence[Profile]) -> tuple[Inspected, ...]:
    """Return for each file by which headers it was recognised; `profiles` are one's own."""
    among = known(profiles)
    return tuple(_inspected(source, among) for source in loaded.sources)


def _inspected(source: Source, among: Known) -> Inspected:
    profile = next(one for one in among.profiles if one.name == source.profile)
    read = set(columns_of(profile, source.header).values())
    marks = {fold(name) for name in _marks(profile)}
    names = [name.strip() for name in source.header]
    return Inspected(
        source=source,
        signature=tuple(name for name in names if fold(name) in marks),
        close=tuple(_close(source, profile, among))[:_MOST],
        unread=tuple(name for at, name in enumerate(names) if at not in read and name),
    )


def _marks(profile: Profile) -> Iterator[str]:
    """Yield the header names that a profile is recognised by."""
    for names in profile.signature:
        yield from names
    for group in profile.needs:
        for column in group:
            yield from profile.columns[column]


def _close(source: Source, profile: Profile, among: Known) -> Iterator[Close]:
    """Yield the other profiles of the kind that lack one header at most, those that fit first."""
    names = frozenset(map(fold, source.header))
    found = [
        Close(one.name, lacking)
        for one in among.profiles
        if one is not profile
        and one.kind is profile.kind
        and len(lacking := missing(one, names)) <= _CLOSE
        and len(lacking) < len(one.signature) + len(one.needs)
    ]
    yield from sorted(found, key=lambda one: len(one.lacking))
