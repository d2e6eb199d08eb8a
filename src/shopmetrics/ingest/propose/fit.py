"""How well a column suits a field: by what it is called, and by what its cells look like."""

from collections.abc import Mapping
from difflib import SequenceMatcher

from shopmetrics.ingest.profiles.columns import COUNTS, MOMENTS, MONEY
from shopmetrics.ingest.propose.looks import Looks
from shopmetrics.ingest.propose.synonyms import Names, Synonyms, forms
from shopmetrics.shop import Kind

EXACT, CONTAINED, ALIKE = 1.0, 0.7, 0.65
WORDY = ("state", "kind", "refund_state", "stage")
_MOST = 0.9
_RATIO = 0.87
_SHORTEST = 5
_SHORTEST_WIDE = 3
_TOKENS = 2
_WIDE = "\u2e80"
_STEP = 0.0005  # how much a place further down the list costs


def called(header: str, kind: Kind, known: Synonyms) -> Mapping[str, float]:
    """Return, by field, how much a header sounds like it: 1 for its very name.

    A header that is the very name of a field, or of something else, sounds like no other.
    """
    written = forms(header)
    exact = {
        field: EXACT - _STEP * min(names[name] for name in written if name in names)
        for field, names in known.names[kind].items()
        if any(name in names for name in written)
    }
    if exact or any(name in known.others for name in written):
        return exact
    near = {field: _near(written, names) for field, names in known.names[kind].items()}
    return {field: score for field, score in near.items() if score}


def suits(field: str, looks: Looks) -> bool:
    """Say whether the cells of a column can be what the field needs."""
    dated, amounts = looks.dated >= _MOST, looks.amounts >= _MOST
    if looks.distinct == 0:
        fits = False
    elif field in MOMENTS:
        fits = looks.moments >= _MOST
    elif field in MONEY:
        fits = amounts and not dated
    elif field in COUNTS:
        fits = looks.counts >= _MOST
    elif field in WORDY:
        fits = bool(looks.words) and not amounts and not dated
    elif field == "currency":
        fits = looks.codes >= _MOST
    else:
        fits = not dated and not (looks.fractions and amounts)
    return fits


def _near(written: tuple[str, ...], names: Names) -> float:
    return max((_likeness(one, name) for one in written for name in names), default=0.0)


def _likeness(header: str, name: str) -> float:
    """Compare two names: one inside the other as whole words, or nearly the same letters."""
    if max(header) >= _WIDE:
        return CONTAINED if len(name) >= _SHORTEST_WIDE and name in header else 0.0
    tokens = name.split()
    if len(tokens) >= _TOKENS and set(tokens) <= set(header.split()):
        return CONTAINED
    if min(len(header), len(name)) < _SHORTEST:
        return 0.0
    alike = SequenceMatcher(None, header, name)
    return ALIKE if alike.quick_ratio() >= _RATIO and alike.ratio() >= _RATIO else 0.0
