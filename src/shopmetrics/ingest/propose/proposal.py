"""Proposals for all files that no profile fits, held against each other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shopmetrics.ingest.propose.beside import Beside, Check, checks, nearest, of_draft, shared
from shopmetrics.ingest.propose.choice import Seen
from shopmetrics.ingest.propose.draft import Draft, drafted
from shopmetrics.ingest.propose.looks import looks
from shopmetrics.ingest.propose.sample import Sample
from shopmetrics.ingest.propose.synonyms import Synonyms
from shopmetrics.shop import Kind
from shopmetrics.value import value


@value
class Findings:
    """What speaks for a draft: the orders it belongs to, and the rules that it keeps."""

    other: Beside | None
    checks: tuple[Check, ...]


def propose(
    samples: Sequence[Sample],
    recognised: Sequence[Beside],
    known: Synonyms,
    kinds: Mapping[int, Kind],
) -> tuple[Draft, ...]:
    """Propose for every file; `kinds` are those that a person has said, by position.

    Files of orders come first, because refunds are known by the ids they share with them.
    """
    seen = [
        Seen(sample, {at: looks(sample.column(at)) for at in sample.usable}, {})
        for sample in samples
    ]
    first = [drafted(one, known, kinds.get(at)) for at, one in enumerate(seen)]
    found = []
    for at, one in enumerate(seen):
        if first[at].kind is Kind.orders and first[at].guess.sure:
            found.append(first[at])
            continue
        others = [*recognised, *_orders(first, besides=at)]
        share = shared(one.sample, dict(one.looks), others)
        found.append(drafted(replace(one, shared=share), known, kinds.get(at)))
    return tuple(found)


def findings(draft: Draft, drafts: Sequence[Draft], recognised: Sequence[Beside]) -> Findings:
    """Hold a file of refunds against the orders of the other files."""
    if draft.kind is not Kind.refunds:
        return Findings(None, ())
    others = [*recognised, *_orders(drafts, besides=None)]
    other = nearest(draft, others)
    return Findings(other, tuple(checks(draft, other)) if other else ())


def _orders(drafts: Sequence[Draft], besides: int | None) -> list[Beside]:
    found = [of_draft(draft) for at, draft in enumerate(drafts) if at != besides]
    return [one for one in found if one is not None]
