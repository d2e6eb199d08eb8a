"""How a person sees each table of a page: which of its rows, and what is said under it."""

from collections.abc import Mapping

from shopmetrics.render.views.abuse import ABUSE
from shopmetrics.render.views.compare import COMPARE
from shopmetrics.render.views.hotspots import HOTSPOTS
from shopmetrics.render.views.reasons import REASONS
from shopmetrics.render.views.refund_rate import REFUND_RATE
from shopmetrics.render.views.repurchase import REPURCHASE
from shopmetrics.render.views.view import View, newest

_VIEWS: Mapping[str, Mapping[str, View]] = {
    "refund_rate": REFUND_RATE,
    "hotspots": HOTSPOTS,
    "reasons": REASONS,
    "compare": COMPARE,
    "abuse": ABUSE,
    "repurchase": REPURCHASE,
    "trend": dict.fromkeys(("days", "weeks", "months"), View(rows=newest)),
}
_WHOLE = View()


def view_of(page: str, table: str) -> View:
    """Return how a table is seen; a name that ends in "_" stands for all so begun."""
    views = _VIEWS.get(page, {})
    begun = (views[name] for name in views if name.endswith("_") and table.startswith(name))
    return views.get(table) or next(begun, _WHOLE)
