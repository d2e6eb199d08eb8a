"""Typed rows of files as one shop: canonical lines and refunds, joined, overlaps settled."""
