"""`python -m shopmetrics`."""

from shopmetrics.cli import run

run()
