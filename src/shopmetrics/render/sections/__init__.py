"""What each page shows on the one-page report; a page that is not here has its own command only."""

from collections.abc import Callable, Iterator, Mapping

from shopmetrics.page import Answer
from shopmetrics.render.blocks import Block
from shopmetrics.render.cell import Writer
from shopmetrics.render.sections.abuse import searched
from shopmetrics.render.sections.appeals import unopposed
from shopmetrics.render.sections.compare import changed, compare
from shopmetrics.render.sections.exchanges import exchanges, looks_like
from shopmetrics.render.sections.hotspots import hotspots, overlapping
from shopmetrics.render.sections.maturity import maturity
from shopmetrics.render.sections.pipeline import pipeline
from shopmetrics.render.sections.reasons import reasons
from shopmetrics.render.sections.refund_rate import refund_rate
from shopmetrics.render.sections.repurchase import lookback, repurchase
from shopmetrics.render.sections.trend import told, trend

SECTIONS: Mapping[str, Callable[[Answer, Writer], Iterator[Block]]] = {
    "refund_rate": refund_rate,
    "exchanges": exchanges,
    "pipeline": pipeline,
    "reasons": reasons,
    "hotspots": hotspots,
    "trend": trend,
    "repurchase": repurchase,
    "compare": compare,
}

# What these cannot tell is told where they are asked by themselves: the one page stays short.
QUIET = frozenset({"trend", "compare", "exchanges", "true_cost", "pipeline", "abuse", "appeals"})

# What a page says under its tables when it is shown by itself.
NOTES: Mapping[str, Callable[[Answer, Writer], Iterator[Block]]] = {
    "refund_rate": maturity,
    "trend": told,
    "compare": changed,
    "hotspots": overlapping,
    "exchanges": looks_like,
    "abuse": searched,
    "appeals": unopposed,
    "repurchase": lookback,
}
