"""Charts as pictures, by Vega-Lite: digits alone in them, so that no font is needed for words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from shopmetrics.extra import required
from shopmetrics.value import value

Picture = Literal["png", "svg"]
# A page of HTML replaces these by its own, for light and dark.
INK, QUIET, LINE, GROUND = "#18181b", "#52525b", "#e4e4e7", "#ffffff"
BLUE, ALARM = "#1d4ed8", "#b91c1c"
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


_DAYS: Mapping[str, object] = {"format": "%-m-%-d", "grid": False, "labelOverlap": True}


@value
class Point:
    """A period's rate as seen and as to be expected, its control limits, whether it signals."""

    at: date
    rate: float | None
    projected: float | None
    lower: float | None
    upper: float | None
    signal: bool
    good: bool = False  # of a signal: that it is good news


def rate_over_time(points: Sequence[Point], events: Sequence[date]) -> dict[str, object]:
    """Return the chart of a rate over time: seen, to come (dashed), limits, signals, events."""
    values = [
        {
            "at": one.at.isoformat(),
            "rate": one.rate,
            "projected": one.projected,
            "lower": one.lower,
            "upper": one.upper,
        }
        for one in points
    ]
    signals = [
        value | {"good": one.good} for value, one in zip(values, points, strict=True) if one.signal
    ]
    x = {
        "field": "at",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {**_DAYS, "values": [_stamp(one.at) for one in points]},
    }
    y = {"type": "quantitative", "axis": {"format": ".0%", "tickCount": 5}}

    def line(field: str, **look: object) -> dict[str, object]:
        mark = {"type": "line", "color": BLUE, **look}
        return {"mark": mark, "encoding": {"x": x, "y": {**y, "field": field}}}

    limits = {
        "mark": {"type": "area", "color": QUIET, "opacity": 0.12, "interpolate": "step"},
        "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}},
    }
    marked = {
        "data": {"values": signals},
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
        "encoding": {
            "x": x,
            "y": {**y, "field": "rate"},
            "color": {"condition": {"test": "datum.good", "value": BLUE}, "value": ALARM},
        },
    }
    happened = {
        "data": {"values": [{"at": day.isoformat()} for day in events]},
        "mark": {"type": "rule", "color": INK, "strokeDash": [2, 3]},
        "encoding": {"x": x},
    }
    seen, coming = line("rate", strokeWidth=2.5), line("projected", strokeDash=[5, 4])
    layer = [limits, coming, seen, marked, happened]
    return {**_frame(640, 200), "data": {"values": values}, "layer": layer}


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


def share_of_days(points: Sequence[tuple[int, float]]) -> dict[str, object]:
    """Return the chart of what share of all fell on each day: a bar a day."""
    values = [{"day": day, "rate": share} for day, share in points]
    shown = [day for day, _ in points if day % 5 == 0]
    axis = {"grid": False, "labelAngle": 0, "values": shown}
    x = {"field": "day", "type": "ordinal", "axis": axis}
    y = {"field": "rate", "type": "quantitative", "axis": {"format": ".0%", "tickCount": 4}}
    return {
        **_frame(640, 150),
        "data": {"values": values},
        "mark": {"type": "bar", "color": BLUE},
        "encoding": {"x": x, "y": y},
    }


def _stamp(day: date) -> int:
    """Write a day as Vega's milliseconds: ticks stand on the days of the points."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def _frame(width: int, height: int) -> dict[str, object]:
    schema = "https://vega.github.io/schema/vega-lite/v5.json"
    return {"$schema": schema, "width": width, "height": height, "config": _CONFIG}


def narrow(spec: Mapping[str, object]) -> dict[str, object]:
    """Return a chart as wide as a phone, for its digits stay as large as they are."""
    return {**spec, "width": 270, "height": 150}


def png(spec: Mapping[str, object]) -> bytes:
    """Draw a chart at twice its size, for screens with fine dots."""
    drawn: bytes = required("vl_convert", "report").vegalite_to_png(dict(spec), scale=2)
    return drawn


def svg(spec: Mapping[str, object]) -> str:
    """Draw a chart as SVG; whatever text it holds is escaped."""
    drawn: str = required("vl_convert", "report").vegalite_to_svg(dict(spec))
    return drawn
