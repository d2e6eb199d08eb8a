"""A draft as a profile, and the YAML files that hold it."""

from collections.abc import Mapping, Sequence

import yaml
from yamlcore import CCoreDumper

from shopmetrics.ingest.profiles.profile import Profile, Totals, fold
from shopmetrics.ingest.propose.draft import Draft
from shopmetrics.ingest.propose.meanings import more_words
from shopmetrics.ingest.propose.synonyms import Synonyms
from shopmetrics.ingest.propose.totals import Whole
from shopmetrics.printable import printable
from shopmetrics.shop import Kind
from shopmetrics.value import value
from shopmetrics.yamlmodel import valid

_WORDS = {
    "state": "states",
    "kind": "kinds",
    "refund_state": "refund_states",
    "stage": "stages",
}
_WIDTH = 100


@value
class Setting:
    """What a person says of a profile besides its columns; None: nothing."""

    name: str
    platform: str
    timezone: str | None = None
    days: str | None = None


def profile_data(
    draft: Draft, setting: Setting, known: Synonyms, others: Sequence[Draft] = ()
) -> dict[str, object]:
    """Return the keys of the profile, in the order in which they are written."""
    data: dict[str, object] = {
        "name": setting.name,
        "platform": setting.platform,
        "kind": str(draft.kind),
        "grain": _grain(draft),
        "signature": _signature(draft, others),
    }
    for key in ("timezone", "days"):
        if value := getattr(setting, key):
            data[key] = value
    if draft.told is not None and draft.told.whole is not Whole.row:
        data["totals"] = str(draft.told.whole if draft.told.sure else Totals.found)
    if draft.kind is Kind.orders:
        data["paid_if_silent"] = True
    data["columns"] = _columns(draft)
    if draft.clock is not None:
        data["clock"] = {"ordered_at": draft.header[draft.clock]}
    data |= dict(_words(draft, known))
    valid(Profile, data)  # a mistake here would be a bug
    return data


def profile_text(data: Mapping[str, object], source: str) -> str:
    """Write a profile as YAML, with a word on where it comes from and what may be changed."""
    head = (
        f"# Made by shopmetrics init from {printable(source)}; yours to change.\n"
        "# A file is of this kind if it has every header of the signature.\n"
    )
    return head + _dumped(data)


def config_text(timezone: str | None, folder: str) -> str:
    """Write a shop.yaml that uses the profiles of a folder beside it."""
    head = (
        "# Made by shopmetrics init; yours to change. What is left out is as in shopmetrics' own\n"
        "# shop.yaml, where every setting is explained.\n"
    )
    return head + _dumped({"profiles": folder, **({"timezone": timezone} if timezone else {})})


def _dumped(data: Mapping[str, object]) -> str:
    return str(
        yaml.dump(data, Dumper=CCoreDumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    )


def _grain(draft: Draft) -> str:
    if draft.kind is Kind.refunds:
        return "refund"
    ids = draft.cells("order_id")
    repeated = ids is not None and ids.drop_nulls().n_unique() < ids.drop_nulls().len()
    return "line" if repeated or {"sku", "line_id"} & set(draft.mapped) else "order"


def _columns(draft: Draft) -> dict[str, str]:
    whole = draft.told is not None and draft.told.whole is not Whole.row
    names = {"paid": "order_paid"} if whole else {}
    return {names.get(field, field): draft.header[at] for field, at in sorted(_used(draft).items())}


def _used(draft: Draft) -> dict[str, int]:
    """Return the mapped columns without those of words of which none is understood."""
    silent = {field for field, words in draft.words.items() if not any(words.values())}
    return {field: at for field, at in draft.mapped.items() if field not in silent}


def _signature(draft: Draft, others: Sequence[Draft]) -> list[str]:
    """Return the headers of all mapped columns; one more where another file has them all too."""
    positions = set(_used(draft).values())
    headers = [draft.header[at] for at in sorted(positions)]
    for other in others:
        theirs = {fold(name) for name in other.header}
        if other.kind is not draft.kind and all(fold(name) in theirs for name in headers):
            own = [draft.header[at] for at in draft.seen.sample.usable]
            headers += [name for name in own if fold(name) not in theirs][:1]
    return headers


def _words(draft: Draft, known: Synonyms) -> list[tuple[str, dict[str, str]]]:
    found = []
    for field, words in draft.words.items():
        meant = {word: meaning for word, meaning in words.items() if meaning is not None}
        if meant:
            found.append((_WORDS[field], {**meant, **more_words(field, meant, known)}))
    return found
