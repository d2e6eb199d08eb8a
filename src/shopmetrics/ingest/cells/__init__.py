"""Cells as typed values: ids, money, moments, counts and words, from every way of writing them."""
