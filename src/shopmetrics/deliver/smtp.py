"""A message to a mail server: over TLS that is checked, and again where the failure may pass."""

import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from shopmetrics.deliver.again import PAUSES, patiently
from shopmetrics.deliver.held import held
from shopmetrics.errors import DeliveryError

TIMEOUT = 30.0  # seconds for every answer of the server
_TEMPORARY = range(400, 500)


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, and how it is spoken to; there is no way without TLS."""

    host: str
    port: int
    security: Literal["starttls", "tls"] = "starttls"
    user: str | None = None
    password: str | None = None
    ca_file: Path | None = None  # a certificate authority of one's own


def send(  # noqa: PLR0913 what, to whom, through whom, and how patiently
    post: EmailMessage,
    recipient: str,
    server: Server,
    arrived: Callable[[], None],
    *,
    pauses: Sequence[float] = PAUSES,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Hand a message over for one recipient; a failure that may pass is tried again after a pause.

    Once the server has taken it, `arrived` is called, whatever comes after: nothing is sent twice.

    Raises:
        DeliveryError: saying what the server answered, without the password.
    """

    def attempt() -> None:
        with _session(server) as session:
            with held():
                session.send_message(post, to_addrs=[recipient])
                arrived()
            with suppress(smtplib.SMTPException, OSError):
                session.quit()

    try:
        patiently(attempt, _may_pass, pauses=pauses, sleep=sleep)
    except (smtplib.SMTPException, OSError) as error:
        raise _failure(error, server, recipient) from None


@contextmanager
def _session(server: Server) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context(cafile=server.ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.security == "tls":
        session: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            session.starttls(context=context)
        if server.user is not None:
            session.login(server.user, server.password or "")
        yield session
    finally:
        session.close()


def _may_pass(error: Exception) -> bool:
    """Say whether the same might go well later: a busy server, a broken line; no wrong password."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code in _TEMPORARY for code, _ in error.recipients.values())
        case smtplib.SMTPResponseException():
            return error.smtp_code in _TEMPORARY or error.smtp_code == -1
        case smtplib.SMTPNotSupportedError() | ssl.SSLError():
            return False
        case _:
            return isinstance(error, smtplib.SMTPException | OSError)


def _failure(error: Exception, server: Server, recipient: str) -> DeliveryError:
    where = f"{server.host}:{server.port}"
    match error:
        case smtplib.SMTPAuthenticationError():
            found, hint = "the server refused the user or the password", "check mail.user"
        case smtplib.SMTPNotSupportedError():
            found = "the server offers no TLS, and without it nothing is sent"
            hint = "set mail.security: tls with port 465, or ask for a server with STARTTLS"
        case ssl.SSLCertVerificationError():
            found = f"the server's certificate cannot be trusted ({error.verify_message})"
            hint = "check mail.host; a certificate authority of your own goes into mail.ca_file"
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            found, hint = f"{recipient} was refused: {code} {_text(said)}", "check mail.to"
        case smtplib.SMTPResponseException():
            found = f"the server answered {error.smtp_code} {_text(error.smtp_error)}"
            hint = "the server's own words say what to do"
        case _:
            found = f"no mail server could be reached ({error})"
            hint = "check mail.host and mail.port, and that the network lets it through"
    return DeliveryError(f"{where}: {found}", hint=hint)


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
