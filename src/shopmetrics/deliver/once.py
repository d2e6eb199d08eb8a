"""Each who is to get a thing gets it once; one who is refused keeps no one else waiting."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from shopmetrics.deliver.ledger import Ledger
from shopmetrics.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing for one who is to get it: how it is noted, how it is told, how it is handed over.

    `hand_over` raises DeliveryError where it did not arrive.
    """

    key: str  # tells it from every other, of whatever period
    to: str  # as noted; holds no secret
    name: str  # of the one who gets it, for a screen
    hand_over: Callable[[], None]


def each_once(
    parcels: Iterable[Parcel], sent: Ledger, say: Callable[[str, str], object], *, again: bool
) -> None:
    """Hand over what was not handed over yet; `say` is told sent or already, and to whom.

    Raises:
        DeliveryError: once all were tried, naming everyone who did not get it.
    """
    failures: list[DeliveryError] = []
    for parcel in parcels:
        if sent.has(parcel.key, parcel.to) and not again:
            say("already", parcel.name)
            continue
        try:
            parcel.hand_over()
        except DeliveryError as error:
            failures.append(error)
        else:
            sent.add(parcel.key, parcel.to, datetime.now(UTC))
            say("sent", parcel.name)
    if failures:
        said = "\n".join(error.message for error in failures)
        hints = dict.fromkeys(error.hint for error in failures)
        raise DeliveryError(said, hint="\n".join(hints))
