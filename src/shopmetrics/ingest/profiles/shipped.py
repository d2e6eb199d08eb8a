"""The profiles that come with shopmetrics (data/profiles), made once, because they never change."""

from functools import cache

from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.plain import built
from shopmetrics.readymade import readymade


@cache
def shipped() -> tuple[Profile, ...]:
    """Return the built-in profiles by name."""
    return tuple(built(Profile, one) for one in readymade("profiles").values())
