"""Real mail servers on this machine: with TLS, accounts, and the tempers that servers have."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "shop", "correct horse"


@dataclass
class Box:
    """What a server took in, and how often it was asked."""

    posts: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    asked: int = 0
    answers: list[str] = field(default_factory=list)  # to the next messages, before the yes
    refused: dict[str, str] = field(default_factory=dict)  # recipients, and what is said to them
    hang_up: int = 0  # so many times in the middle of a message
    on_message: Callable[[], object] = bool  # called when one is taken in, before the yes
    farewell: str = "221 Bye"

    async def handle_RCPT(  # noqa: N802 aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        self.asked += 1
        if self.hang_up:
            self.hang_up -= 1
            server.transport.abort()  # type: ignore[union-attr] # a socket's
            return "451 gone"
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.on_message()
        self.posts.append(message_from_bytes(envelope.content, policy=default))
        self.to.append(list(envelope.rcpt_tos))
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session, envelope
        return self.farewell


@dataclass(frozen=True)
class Running:
    """A server that runs: where, its box, and the authority its certificate is signed by."""

    port: int
    box: Box
    ca_file: Path


@contextmanager
def mail_server(
    folder: Path, *, tls: str = "starttls", name: str = "localhost"
) -> Iterator[Running]:
    """Run a server: `tls` is starttls, tls (from the first byte) or none."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    box = Box()
    options: dict[str, Any] = {"authenticator": _known, "auth_require_tls": tls == "starttls"}
    if tls == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=_free_port(),
        ssl_context=context if tls == "tls" else None,
        **options,
    )
    controller.start()
    try:
        yield Running(controller.port, box, ca_file)
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _known(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, account: LoginPassword
) -> AuthResult:
    del server, session, envelope, mechanism
    right = (account.login, account.password) == (USER.encode(), PASSWORD.encode())
    # Not `handled`: the server itself says 535, or the client would wait for an answer.
    return AuthResult(success=right, handled=False)
