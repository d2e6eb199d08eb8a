"""Seconds of wall and CPU for one step in a process of its own: python benchmarks/page.py html|svg.

html: a page of HTML from the tables of a report that is computed already, the whole of a first
rendering: imports, template, charts. svg: one trivial chart by vl-convert, its start included. Both
are timed from within, so that neither the interpreter's start nor reading the exports is counted.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from shopmetrics.configfile import load_config
from shopmetrics.facts.tells import tells
from shopmetrics.ingest import load
from shopmetrics.pages import PAGES
from shopmetrics.render import Format, Look, render
from shopmetrics.report import build
from shopmetrics.settings import Settings
from shopmetrics.text import Words

SAMPLE = Path(__file__).parents[1] / "sample_data"
CHART = {
    "data": {"values": [{"x": 1, "y": 2}]},
    "mark": "point",
    "encoding": {"x": {"field": "x"}, "y": {"field": "y"}},
}


def main(what: str) -> None:
    """Print the seconds of one of the two."""
    done = _html() if what == "html" else _svg
    wall, cpu = time.perf_counter(), time.process_time()
    done()
    print(time.perf_counter() - wall, time.process_time() - cpu)


def _html() -> Callable[[], object]:
    loaded = load([SAMPLE])
    shop = loaded.shop
    settings = Settings(
        config=load_config(None),
        tells=tells(loaded),
        decimals=shop.decimals,
        as_of=shop.as_of.date() if shop.as_of else None,
    )
    report = build(loaded, PAGES, settings, choices=True)
    return lambda: render(report, Format.html, Words("en"), Look())


def _svg() -> None:
    import vl_convert  # noqa: PLC0415 its import is part of its start

    vl_convert.vegalite_to_svg(CHART)


if __name__ == "__main__":
    main(sys.argv[1])
