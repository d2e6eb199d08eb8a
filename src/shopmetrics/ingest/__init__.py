"""Exports of any platform in, one canonical shop out."""

from shopmetrics.ingest.gather import Step
from shopmetrics.ingest.inspection import inspected
from shopmetrics.ingest.load import load
from shopmetrics.ingest.profiles.own import own_profiles

__all__ = ["Step", "inspected", "load", "own_profiles"]
