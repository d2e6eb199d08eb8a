"""Charts as pictures, by Vega-Lite: digits alone in them, so that no font is needed for words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from shopmetrics.extra import required

Picture = Literal["png", "svg"]
# A page of HTML replaces these by its own, for light and dark.
INK, QUIET, LINE, BLUE, GROUND = "#18181b", "#52525b", "#e4e4e7", "#1d4ed8", "#ffffff"
_CONFIG: Mapping[str, object] = {
    "background": GROUND,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "labelFontSize": 12,
        "gridColor": LINE,
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
        **_frame(520, 150),
        "layer": [
            {
                "data": {"values": limits},
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": QUIET},
                "encoding": {"y": {"field": "rate", "type": "quantitative"}},
            },
            {
                "data": {"values": values},
                "mark": {"type": "line", "color": BLUE, "strokeWidth": 2.5, "point": True},
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


def share_by_day(
    points: Sequence[tuple[int, float, float | None, float | None]],
) -> dict[str, object]:
    """Return the chart of a share that grows with the days, and its interval as a band."""
    values = [
        {"day": day, "rate": rate, "low": rate if low is None else low, "high": high or rate}
        for day, rate, low, high in points
    ]
    x = {"field": "day", "type": "quantitative", "axis": {"grid": False, "tickCount": 8}}
    band = {"type": "area", "color": BLUE, "opacity": 0.15, "interpolate": "step-after"}
    y = {"type": "quantitative", "axis": {"format": ".0%", "tickCount": 4}}
    return {
        **_frame(640, 180),
        "data": {"values": values},
        "layer": [
            {
                "mark": band,
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "color": BLUE, "interpolate": "step-after"},
                "encoding": {"x": x, "y": {**y, "field": "rate"}},
            },
        ],
    }


def _frame(width: int, height: int) -> dict[str, object]:
    schema = "https://vega.github.io/schema/vega-lite/v5.json"
    return {"$schema": schema, "width": width, "height": height, "config": _CONFIG}


def png(spec: Mapping[str, object]) -> bytes:
    """Draw a chart at twice its size, for screens with fine dots."""
    drawn: bytes = required("vl_convert", "report").vegalite_to_png(dict(spec), scale=2)
    return drawn


def svg(spec: Mapping[str, object]) -> str:
    """Draw a chart as SVG; whatever text it holds is escaped."""
    drawn: str = required("vl_convert", "report").vegalite_to_svg(dict(spec))
    return drawn
