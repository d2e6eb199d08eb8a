"""All tallies that the asked pages need, in one pass."""

from shopmetrics.engine.local import tally

__all__ = ["tally"]
