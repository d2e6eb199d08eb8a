"""Which column of a file is proposed for which field, how it was found, and what else it may be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopmetrics.ingest.columns import MONEY
from shopmetrics.ingest.propose.fit import EXACT, called, suits
from shopmetrics.ingest.propose.looks import Looks
from shopmetrics.ingest.propose.sample import Sample
from shopmetrics.ingest.propose.synonyms import Synonyms, forms
from shopmetrics.shop import Kind

_SURE = EXACT - 0.06  # the very name, as far down its list as any
_CLOSE = 0.0004  # less than a place in a list: neither name is the surer
_MOST = 0.9
_FITTING = 0.2  # of ids that a column must share with a file of orders
_REQUIRED = {
    Kind.orders: (("order_id",), ("ordered_at", "paid_at")),
    Kind.refunds: (("order_id", "refund_id", "customer_id"),),
}


class How(StrEnum):
    """By what a column was found."""

    name = "name"
    similar = "similar"  # a name that sounds like it
    values = "values"  # nothing but what its cells look like
    ids = "ids"  # its ids stand in a file of orders too
    chosen = "chosen"  # by the user


@dataclass(frozen=True, slots=True)
class Choice:
    """The position of a column, None for none; `rivals` could be meant as well."""

    at: int | None
    how: How
    rivals: tuple[int, ...] = ()

    @property
    def open(self) -> bool:
        """Say whether only a person can decide."""
        return self.how is not How.chosen and bool(self.rivals)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file's first rows with what its columns look like, by position.

    `shared` is the share of a column's values that are ids of orders in another file.
    """

    sample: Sample
    looks: Mapping[int, Looks]
    shared: Mapping[int, float]


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
    chosen |= dict(_by_values(seen, kind, known, chosen))
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


def _by_values(
    seen: Seen, kind: Kind, known: Synonyms, chosen: Mapping[str, Choice]
) -> Iterator[tuple[str, Choice]]:
    """Yield for what was not found by name: the main moment, money, ids and words."""
    taken = {choice.at for choice in chosen.values()}
    free = [
        at for at in seen.sample.usable if at not in taken and not _other(at, seen, kind, known)
    ]
    money, moment = ("paid", "ordered_at") if kind is Kind.orders else ("amount", "requested_at")
    if "order_id" not in chosen:
        yield from _ids(seen, free, known)
    if kind is Kind.refunds and "refund_id" not in chosen:
        yield from _case_id(seen, free)
    if not {"ordered_at", "paid_at", "requested_at", "settled_at"} & set(chosen):
        dated = [at for at in free if seen.looks[at].dated >= _MOST]
        yield from _candidates(moment, _first(dated, seen, known.moments))
    if not (set(MONEY) - {"unit_price"}) & set(chosen):
        amounts = [at for at in free if suits(money, seen.looks[at]) and seen.looks[at].fractions]
        yield from _candidates(money, amounts)


def _other(at: int, seen: Seen, kind: Kind, known: Synonyms) -> bool:
    """Say whether a header is the very name of what a file of this kind has no use for."""
    lists = [known.others]
    if {
        word for name in forms(seen.sample.names[at]) for word in name.split()
    } & known.others.keys():
        return True  # item-tax is a tax
    if kind is Kind.refunds:
        orders, own = known.names[Kind.orders], known.names[kind]
        lists += [names for field, names in orders.items() if field not in own]
    return any(name in names for name in forms(seen.sample.names[at]) for names in lists)


def _ids(seen: Seen, free: Sequence[int], known: Synonyms) -> Iterator[tuple[str, Choice]]:
    fitting = sorted(free, key=lambda at: -seen.shared.get(at, 0.0))
    if fitting and seen.shared.get(fitting[0], 0.0) >= _FITTING:
        yield "order_id", Choice(fitting[0], How.ids)
        return
    named = [at for at in free if any(name in known.ids for name in forms(seen.sample.names[at]))]
    yield from _candidates("order_id", [at for at in named if suits("order_id", seen.looks[at])])


def _case_id(seen: Seen, free: Sequence[int]) -> Iterator[tuple[str, Choice]]:
    """Yield the one column whose values all differ and are ids of no order."""
    found = [at for at in free if _is_code(at, seen) and not seen.shared.get(at)]
    if len(found) == 1:
        yield "refund_id", Choice(found[0], How.values)


def _is_code(at: int, seen: Seen) -> bool:
    looks = seen.looks[at]
    return looks.unique and looks.filled == 1 and suits("refund_id", looks) and looks.coded


def _first(columns: Sequence[int], seen: Seen, generic: Mapping[str, int]) -> list[int]:
    """Return the columns that are called a date or a time, where there are such, else all."""
    named = [at for at in columns if any(name in generic for name in forms(seen.sample.names[at]))]
    return list(named or columns)


def _candidates(field: str, columns: Sequence[int]) -> Iterator[tuple[str, Choice]]:
    if columns:
        yield field, Choice(columns[0], How.values, tuple(columns[1:]))


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
