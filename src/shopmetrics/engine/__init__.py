"""All tallies that the asked pages need, in one pass."""

from shopmetrics.engine.local import Tallies, tally

__all__ = ["Tallies", "tally"]
