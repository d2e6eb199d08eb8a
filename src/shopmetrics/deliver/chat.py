"""A short message to a chat or a program: through apprise, over TLS that is checked."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import pbkdf2_hmac
from types import ModuleType
from typing import Any

from shopmetrics.deliver.again import PAUSES, patiently
from shopmetrics.deliver.answer import RefusedError, listening, refuse_failure
from shopmetrics.deliver.held import held
from shopmetrics.deliver.secret import ADDRESSES
from shopmetrics.errors import ConfigError, DeliveryError
from shopmetrics.extra import required

TIMEOUT = 30.0  # seconds for every answer
# Services, and the field of their answer that is 0 where all is well.
SERVICES = {
    "dingtalk": "errcode",
    "feishu": "code",
    "lark": "code",
    "wecombot": "errcode",
    "slack": None,
    "json": None,
    "jsons": None,
}
_ROUNDS = 200_000  # so that a weak password within an address cannot be guessed from the ledger


@dataclass(frozen=True, slots=True)
class Note:
    """A short message, in both writings, and what it is: success, info, warning or failure."""

    title: str
    text: str
    markdown: str
    kind: str


@dataclass(frozen=True, slots=True)
class Target:
    """A chat or a program: `name` for a screen, `id` for the ledger; neither tells its address."""

    name: str
    id: str
    scheme: str
    service: Any  # apprise's


def targets(addresses: str) -> tuple[Target, ...]:
    """Read addresses, parted by spaces or line breaks; the same one twice is one.

    Raises:
        ConfigError: for one that is none, that checks no certificate, or where apprise is missing.
    """
    return tuple(_targets(list(dict.fromkeys(addresses.split()))))


def _targets(addresses: Sequence[str]) -> Iterator[Target]:
    for number, address in enumerate(addresses, 1):
        service = _service(address)
        scheme = service.url(privacy=True).partition("://")[0] if service else ""
        if scheme not in SERVICES:
            found = f"{ADDRESSES.variable}: address {number} of {len(addresses)} cannot be used"
            known = ", ".join(f"{one}://" for one in SERVICES)
            raise ConfigError(found, hint=f"docs/operating.md says how to write one: {known}")
        if not service.verify_certificate:
            found = f"{ADDRESSES.variable}: address {number} says verify=no"
            raise ConfigError(found, hint="leave it out: certificates are always checked")
        digest = pbkdf2_hmac("sha256", address.encode(), b"shopmetrics", _ROUNDS).hex()
        yield Target(f"{scheme} #{number}", f"{scheme}:{digest[:24]}", scheme, service)


def _service(address: str) -> Any:  # noqa: ANN401 apprise's
    library = _apprise()
    asset = library.AppriseAsset(
        app_id="shopmetrics",
        app_desc="shopmetrics",
        http_redirects=False,  # elsewhere nobody was asked to send
        image_url_mask="",  # no pictures from servers of others
        image_url_logo="",
        storage_mode="memory",
    )
    service = library.Apprise.instantiate(address, asset=asset)
    if service:
        service.socket_connect_timeout = service.socket_read_timeout = TIMEOUT
    return service


def _apprise() -> ModuleType:
    """Import apprise, and keep its log silent: it may hold addresses."""
    library = required("apprise", "notify")
    logging.getLogger("apprise").disabled = True
    return library


def send(
    note: Note,
    target: Target,
    arrived: Callable[[], None],
    *,
    pauses: Sequence[float] = PAUSES,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Hand a note over, and call `arrived`; a failure that may pass is tried again after a pause.

    Raises:
        DeliveryError: saying what was answered, without the address.
    """
    try:
        patiently(lambda: _post(note, target, arrived), _may_pass, pauses=pauses, sleep=sleep)
    except RefusedError as error:
        raise DeliveryError(f"{target.name}: {error.found}", hint=error.hint) from None


def _post(note: Note, target: Target, arrived: Callable[[], None]) -> None:
    """Send text, in which names stand as they are; Markdown, of many dialects, where asked for."""
    form = "markdown" if target.service.resolve_format("text") == "markdown" else "text"
    body = note.markdown if form == "markdown" else note.text
    messenger = _apprise().Apprise()
    messenger.add(target.service)
    with held():
        with listening() as heard:
            taken = messenger.notify(
                body=body, title=note.title, notify_type=note.kind, body_format=form
            )
        refuse_failure(heard, SERVICES[target.scheme], taken=bool(taken))
        arrived()


def _may_pass(error: Exception) -> bool:
    return isinstance(error, RefusedError) and error.passes
