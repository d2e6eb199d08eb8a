"""What shops call their columns, and the words in them: data/synonyms.yaml, made comparable."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from shopmetrics.ingest.profiles.profile import fold
from shopmetrics.shop import Kind
from shopmetrics.value import value

KINDS = (Kind.orders, Kind.refunds)
# What a file of refunds may hold besides what is its own, and under which name.
_SHARED = ("order_id", "line_id", "customer_id", "sku", "currency", "shop")
_ALSO = {"refund_quantity": "quantity", "refund_state": "state", "amount": "money"}
_LATE = 100  # a word that says nothing of refunds comes after all that do
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_WIDE = 0x2E80

Names = Mapping[str, int]  # comparable name -> place in its list, 0 for the surest


@value
class Synonyms:
    """Names by kind and field, names of any moment or id, names of neither, meanings of words."""

    names: Mapping[Kind, Mapping[str, Names]]
    moments: Names
    ids: Names
    others: Names
    words: Mapping[str, Mapping[str, str]]


@cache
def synonyms() -> Synonyms:
    """Read the list that comes with shopmetrics, once: it never changes."""
    from shopmetrics.yamltext import parse  # noqa: PLC0415 for files that no profile knows

    file = files("shopmetrics") / "data" / "synonyms.yaml"
    told: Mapping[str, Any] = parse(file.read_text(encoding="utf-8"), "synonyms.yaml").value
    orders = {field: _names(by) for field, by in told["orders"].items()}
    own = {field: _names(by) for field, by in told["refunds"].items()}
    generic = told["generic"]
    orders["refund_state"] = own["refund_state"]
    refunds = {**{field: orders[field] for field in _SHARED}, **own}
    for field, other in _ALSO.items():
        late = {name: place + _LATE for name, place in _names(generic[other]).items()}
        refunds[field] = {**late, **refunds[field]}
    words = {
        field: {fold(word): meaning for meaning, by in meanings.items() for word in _each(by)}
        for field, meanings in told["words"].items()
    }
    return Synonyms(
        {Kind.orders: orders, Kind.refunds: refunds},
        _names(generic["moment"]),
        _names(generic["id"]),
        _names(told["other"]),
        words,
    )


def forms(header: str) -> tuple[str, ...]:
    """Return a header as it is compared: whole, and without what stands in brackets."""
    found = (loose(header), loose(_BRACKETS.sub(" ", header)))
    return tuple(dict.fromkeys(name for name in found if name))


def is_name(header: str, known: Synonyms) -> bool:
    """Say whether a header is the very name of something."""
    lists = [names for kind in KINDS for names in known.names[kind].values()]
    lists += [known.moments, known.ids, known.others]
    return any(name in names for name in forms(header) for names in lists)


@cache
def loose(name: str) -> str:
    """Write a name without case, accents, punctuation and, between wide letters, spaces."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", fold(apart)).replace("đ", "d")
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    text = re.sub(r"[\W_]+", " ", bare).strip()
    wide = any(ord(letter) > _WIDE for letter in text)
    return text.replace(" ", "") if wide else text


def _names(by: Mapping[str, list[str]]) -> Names:
    found: dict[str, int] = {}
    for names in by.values():
        for place, name in enumerate(names):
            found.setdefault(loose(name), place)
    return found


def _each(by: Mapping[str, list[str]]) -> Iterator[str]:
    for words in by.values():
        yield from words
