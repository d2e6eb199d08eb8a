"""How much is said beside the answer."""

from enum import StrEnum

from shopmetrics.errors import ConfigError


class Volume(StrEnum):
    """Nothing but errors; what changes how a number is to be read; everything."""

    quiet = "quiet"
    usual = "usual"
    verbose = "verbose"


def volume_of(*, quiet: bool, verbose: bool) -> Volume:
    """Return what --quiet and --verbose ask for.

    Raises:
        ConfigError: for both.
    """
    if quiet and verbose:
        raise ConfigError("--quiet and --verbose ask for opposites", hint="give one of them")
    if quiet:
        return Volume.quiet
    return Volume.verbose if verbose else Volume.usual
