"""Charts as pictures, by Vega-Lite: digits alone in them, so that no font is needed for words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from shopmetrics.extra import required

Picture = Literal["png", "svg"]
_INK, _QUIET, _LINE = "#18181b", "#71717a", "#e4e4e7"
_BLUE = "#2563eb"
_CONFIG: Mapping[str, object] = {
    "background": "#ffffff",
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": _QUIET,
        "labelFontSize": 12,
        "gridColor": _LINE,
        "domain": False,
        "ticks": False,
        "title": None,
        "labelPadding": 6,
    },
}


def rate_by_day(
    points: Sequence[tuple[date, float]], *, good: float | None, alarm: float | None
) -> dict[str, object]:
    """Return the chart of a rate over time, with the limits of its band as dashed lines."""
    values = [{"at": at.isoformat(), "rate": rate} for at, rate in points]
    limits = [{"rate": limit} for limit in (good, alarm) if limit is not None]
    scale = {"zero": True, "nice": True}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 520,
        "height": 150,
        "config": _CONFIG,
        "layer": [
            {
                "data": {"values": limits},
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": _QUIET},
                "encoding": {"y": {"field": "rate", "type": "quantitative"}},
            },
            {
                "data": {"values": values},
                "mark": {"type": "line", "color": _BLUE, "strokeWidth": 2.5, "point": True},
                "encoding": {
                    "x": {
                        "field": "at",
                        "type": "temporal",
                        "scale": {"type": "utc"},  # a day is a day, wherever it is drawn
                        "axis": {"format": "%-m-%-d", "grid": False, "labelOverlap": True},
                    },
                    "y": {
                        "field": "rate",
                        "type": "quantitative",
                        "scale": scale,
                        "axis": {"format": ".0%", "tickCount": 4},
                    },
                },
            },
        ],
    }


def png(spec: Mapping[str, object]) -> bytes:
    """Draw a chart at twice its size, for screens with fine dots."""
    drawn: bytes = required("vl_convert", "report").vegalite_to_png(dict(spec), scale=2)
    return drawn


def svg(spec: Mapping[str, object]) -> str:
    """Draw a chart as SVG; whatever text it holds is escaped."""
    drawn: str = required("vl_convert", "report").vegalite_to_svg(dict(spec))
    return drawn
