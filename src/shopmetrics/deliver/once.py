"""Each who is to get a thing gets it once; one who is refused keeps no one else waiting."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from shopmetrics.deliver.ledger import Ledger
from shopmetrics.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing for one who is to get it: how it is noted, how it is told, how it is handed over.

    `hand_over` says that it arrived by what it is given, or raises DeliveryError.
    """

    key: str  # tells it from every other, of whatever period
    to: str  # as noted; holds no secret
    name: str  # of the one who gets it, for a screen
    hand_over: Callable[[Callable[[], None]], None]


def each_once(
    parcels: Iterable[Parcel], sent: Ledger, say: Callable[[str, str], object], *, again: bool
) -> None:
    """Hand over what was not handed over yet; `say` is told sent or already, and to whom.

    Raises:
        DeliveryError: once all were tried, naming everyone who did not get it.
        OutputError: at once, where what is sent cannot be noted.
    """
    failures: list[DeliveryError] = []
    for parcel in parcels:
        if sent.has(parcel.key, parcel.to) and not again:
            say("already", parcel.name)
            continue
        try:
            _hand_over(parcel, sent, say)
        except DeliveryError as error:
            failures.append(error)
    if failures:
        said = "\n".join(error.message for error in failures)
        hints = dict.fromkeys(error.hint for error in failures)
        raise DeliveryError(said, hint="\n".join(hints))


def _hand_over(parcel: Parcel, sent: Ledger, say: Callable[[str, str], object]) -> None:
    with sent.line(parcel.key, parcel.to, datetime.now(UTC)) as note:

        def arrived() -> None:
            note()
            say("sent", parcel.name)

        parcel.hand_over(arrived)
