"""Whether a file holds orders or refunds: by the fields that its headers are the names of."""

from collections.abc import Mapping

from shopmetrics.ingest.propose.choice import Seen
from shopmetrics.ingest.propose.fit import called
from shopmetrics.ingest.propose.synonyms import Synonyms
from shopmetrics.shop import Kind
from shopmetrics.value import value

# What a field says for its kind of file; what both kinds have in common says nothing.
_ORDERS = {
    "ordered_at": 3.0,
    "paid_at": 2.0,
    "shipped_at": 1.5,
    "received_at": 1.0,
    "paid": 1.0,
    "unit_price": 1.0,
    "quantity": 0.5,
    "product": 0.5,
    "state": 0.5,
    "coupon": 1.0,
    "region": 0.5,
}
_REFUNDS = {
    "refund_id": 3.0,
    "requested_at": 2.0,
    "settled_at": 2.0,
    "reason": 1.5,
    "amount": 1.5,
    "refund_state": 1.5,
    "refund_quantity": 1.0,
    "kind": 1.0,
    "stage": 1.0,
}
_KNOWN_ORDERS = 2.0
_SHARED = 0.5
_BORROWED = (0.9, 0.96)  # what an order's name scores where it stands in for a refund's
_CLEAR = 1.0


@value
class Guess:
    """The likelier kind, and whether it is likely enough not to ask."""

    kind: Kind
    sure: bool


def kind_of(seen: Seen, known: Synonyms) -> Guess:
    """Weigh what the headers say; ids of another file's orders make refunds likelier."""
    orders, refunds = (
        _weight(seen, kind, known, weights)
        for kind, weights in ((Kind.orders, _ORDERS), (Kind.refunds, _REFUNDS))
    )
    if refunds and max(seen.shared.values(), default=0.0) >= _SHARED:
        refunds += _KNOWN_ORDERS
    kind = Kind.refunds if refunds > orders else Kind.orders
    return Guess(kind, abs(orders - refunds) >= _CLEAR)


def _weight(seen: Seen, kind: Kind, known: Synonyms, weights: Mapping[str, float]) -> float:
    heard: dict[str, float] = {}
    for at in seen.sample.usable:
        for field, score in called(seen.sample.names[at], kind, known).items():
            borrowed = _BORROWED[0] < score < _BORROWED[1]
            heard[field] = max(heard.get(field, 0.0), 0.0 if borrowed else score)
    return sum(weights.get(field, 0.0) * score for field, score in heard.items())
