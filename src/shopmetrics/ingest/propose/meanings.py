"""What the words of a column mean: those of the list of synonyms, else a question."""

from collections.abc import Mapping
from enum import StrEnum

from shopmetrics.ingest.profiles.profile import fold
from shopmetrics.ingest.propose.synonyms import Synonyms
from shopmetrics.shop import OrderState, RefundKind, RefundState, Stage

CHOICES: Mapping[str, type[StrEnum]] = {
    "state": OrderState,
    "kind": RefundKind,
    "refund_state": RefundState,
    "stage": Stage,
}
_SHORTEST = 2


def meanings(field: str, words: tuple[str, ...], known: Synonyms) -> Mapping[str, str | None]:
    """Return what each word means, None where that is not known."""
    return {word: _meaning(word, known.words[field]) for word in words}


def more_words(field: str, given: Mapping[str, str], known: Synonyms) -> Mapping[str, str]:
    """Return known words that hold one of the given and mean something else.

    A cell that only contains a word is read as that word; `unpaid` must not be read as `paid`.
    """
    folded = {fold(word): meaning for word, meaning in given.items()}
    return {
        word: meaning
        for word, meaning in known.words[field].items()
        if word not in folded
        and any(part in word and meaning != other for part, other in folded.items())
    }


def _meaning(word: str, known: Mapping[str, str]) -> str | None:
    """Return the meaning of the word itself, else of the longest known word that it contains."""
    folded = fold(word)
    if folded in known:
        return known[folded]
    inside = [part for part in known if len(part) >= _SHORTEST and part in folded]
    return known[max(inside, key=len)] if inside else None
