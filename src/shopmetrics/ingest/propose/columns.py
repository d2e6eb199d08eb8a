"""The fields of a file and their columns: the surest name first, one column a field."""

from collections.abc import Iterator, Mapping

from shopmetrics.ingest.propose.choice import Choice, How, Seen
from shopmetrics.ingest.propose.fit import EXACT, called, suits
from shopmetrics.ingest.propose.guessed import by_values
from shopmetrics.ingest.propose.synonyms import Synonyms
from shopmetrics.shop import Kind

_SURE = EXACT - 0.06  # the very name, as far down its list as any
_CLOSE = 0.0004  # less than a place in a list: neither name is the surer
_FITTING = 0.2  # of ids that a column must share with a file of orders
_REQUIRED = {
    Kind.orders: (("order_id",), ("ordered_at", "paid_at")),
    Kind.refunds: (("order_id", "refund_id", "customer_id"),),
}


def required(kind: Kind) -> tuple[tuple[str, ...], ...]:
    """Return of which fields a file of a kind must have one each."""
    return _REQUIRED[kind]


def choose(seen: Seen, kind: Kind, known: Synonyms) -> Mapping[str, Choice]:
    """Propose at most one column a field and one field a column: the surest first."""
    scores = dict(_scores(seen, kind, known))
    chosen: dict[str, Choice] = {}
    taken: set[int] = set()
    for (field, at), score in sorted(scores.items(), key=lambda one: (-one[1], one[0])):
        if field not in chosen and at not in taken:
            how = How.name if score >= _SURE else How.similar
            chosen[field] = Choice(at, how)
            taken.add(at)
    chosen |= dict(by_values(seen, kind, known, chosen))
    if kind is Kind.orders and "refund_amount" not in chosen:
        chosen.pop("refund_state", None)  # a state of nothing
    return _with_rivals(chosen, scores)


def _scores(seen: Seen, kind: Kind, known: Synonyms) -> Iterator[tuple[tuple[str, int], float]]:
    for at in seen.sample.usable:
        for field, score in called(seen.sample.names[at], kind, known).items():
            if suits(field, seen.looks[at]) and not _stranger(field, at, seen):
                yield (field, at), score


def _stranger(field: str, at: int, seen: Seen) -> bool:
    """Say whether a column of order ids knows none of the orders, while another one does."""
    best = max(seen.shared.values(), default=0.0)
    return field == "order_id" and best >= _FITTING > seen.shared.get(at, 0.0)


def _with_rivals(
    chosen: Mapping[str, Choice], scores: Mapping[tuple[str, int], float]
) -> dict[str, Choice]:
    """Add to each choice the columns that are left and sound as much like it."""
    taken = {choice.at for choice in chosen.values()}
    found = {}
    for field, choice in chosen.items():
        mine = scores.get((field, choice.at if choice.at is not None else -1), 0.0)
        more = [
            at
            for (other, at), score in scores.items()
            if other == field and at not in taken and score >= mine - _CLOSE
        ]
        found[field] = Choice(choice.at, choice.how, (*choice.rivals, *more))
    return found
