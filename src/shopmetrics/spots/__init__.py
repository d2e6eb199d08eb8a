"""The hotspots' tables one by one, what money they hold, and which of them are worth naming."""
