"""Exports of any platform in, one canonical shop out."""

from shopmetrics.ingest.load import load

__all__ = ["load"]
