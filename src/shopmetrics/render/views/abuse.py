"""Customers who return far more: who was looked at is said in a sentence."""

from collections.abc import Mapping

from shopmetrics.render.views.view import View

ABUSE: Mapping[str, View] = {"searched": View(shown=False)}
