"""Arithmetic that a statistics book would own: pure functions on small tables."""
