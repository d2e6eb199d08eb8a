"""Whether colour is wanted, where nobody typed it."""

import os


def coloured(*, screen: bool) -> bool:
    """Follow NO_COLOR, FORCE_COLOR and a dumb terminal, in this order."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return screen and os.environ.get("TERM") != "dumb"
