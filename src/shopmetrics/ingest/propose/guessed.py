"""Columns that no name tells: by what their cells look like, and by the ids they share."""

from collections.abc import Iterator, Mapping, Sequence

from shopmetrics.ingest.profiles.columns import MONEY
from shopmetrics.ingest.propose.choice import Choice, How, Seen
from shopmetrics.ingest.propose.fit import suits
from shopmetrics.ingest.propose.synonyms import Synonyms, forms
from shopmetrics.shop import Kind

_MOST = 0.9
_FITTING = 0.2  # of ids that a column must share with a file of orders
_MAIN_MOMENTS = frozenset({"ordered_at", "paid_at", "requested_at", "settled_at"})


def by_values(
    seen: Seen, kind: Kind, known: Synonyms, chosen: Mapping[str, Choice]
) -> Iterator[tuple[str, Choice]]:
    """Yield for what was not found by name: the main moment, money, ids and words."""
    taken = {choice.at for choice in chosen.values()}
    free = [
        at for at in seen.sample.usable if at not in taken and not _other(at, seen, kind, known)
    ]
    money, moment = ("paid", "ordered_at") if kind is Kind.orders else ("amount", "requested_at")
    yield from _ids(seen, free, kind, known, chosen)
    if not _MAIN_MOMENTS & set(chosen):
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


def _ids(
    seen: Seen,
    free: Sequence[int],
    kind: Kind,
    known: Synonyms,
    chosen: Mapping[str, Choice],
) -> Iterator[tuple[str, Choice]]:
    """Yield ids that a file of orders knows, and those that are called a number and no more.

    Of refunds, a number that is no order's is their own.
    """
    order = None if "order_id" in chosen else _of_orders(seen, free)
    if order is not None:
        yield "order_id", Choice(order, How.ids)
    rest = [at for at in free if at != order]
    codes = [at for at in rest if _is_code(at, seen) and not seen.shared.get(at)]
    named = [at for at in rest if any(name in known.ids for name in forms(seen.sample.names[at]))]
    if kind is Kind.refunds and "refund_id" not in chosen:
        yield from _candidates(
            "refund_id", [at for at in named if at in codes] or (codes if len(codes) == 1 else [])
        )
    elif kind is Kind.orders and "order_id" not in chosen and order is None:
        yield from _candidates(
            "order_id", [at for at in named if suits("order_id", seen.looks[at])]
        )


def _of_orders(seen: Seen, free: Sequence[int]) -> int | None:
    """Return the column that shares the most ids with a file of orders, None if hardly any."""
    best = max(free, key=lambda at: seen.shared.get(at, 0.0), default=None)
    return best if best is not None and seen.shared.get(best, 0.0) >= _FITTING else None


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
