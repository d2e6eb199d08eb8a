"""A mail as a message: text, HTML with its pictures, and files; the same mail has the same id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from shopmetrics.errors import ConfigError
from shopmetrics.printable import printable

_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Subject(UniqueUnstructuredHeader):
    """A subject whose spaces all arrive: Python's own folding loses one between encoded words."""

    name: str  # by BaseHeader, with which the registry makes a class of this

    def fold(self, *, policy: Policy) -> str:
        """Write the header, encoded as a whole where it is more than ASCII."""
        written = Header(str(self), header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {written}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Subject)  # type: ignore[arg-type] # see above
_POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class Mail:
    """What is to be sent: its parts, and `key`, which tells it from every other mail."""

    key: str
    subject: str
    text: str
    html: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # by the id that the HTML names
    workbooks: Mapping[str, bytes] = field(default_factory=dict)  # by file name


def message(mail: Mail, sender: str, recipients: Sequence[str], sent_at: datetime) -> EmailMessage:
    """Put a mail together; what is in its headers is one line, whatever the shop is called.

    Raises:
        ConfigError: for an address that is none.
    """
    post = EmailMessage(policy=_POLICY)
    post["Subject"] = printable(mail.subject)
    post["From"] = address(sender)
    post["To"] = [address(one) for one in recipients]
    post["Date"] = format_datetime(sent_at)
    post["Message-ID"] = f"<{uuid5(NAMESPACE_URL, mail.key)}@shopmetrics>"
    post["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers it
    post.set_content(mail.text)
    post.add_alternative(mail.html, subtype="html")
    page = cast("list[EmailMessage]", post.get_payload())[1]
    for name, picture in mail.pictures.items():
        page.add_related(picture, "image", "png", cid=f"<{name}>", filename=f"{name}.png")
    for name, book in mail.workbooks.items():
        post.add_attachment(book, "application", _XLSX, filename=name)
    return post


def address(text: str) -> Address:
    """Read `Name <a@b.c>` or `a@b.c`.

    Raises:
        ConfigError: for anything else.
    """
    name, plain = parseaddr(text)
    user, at, domain = plain.partition("@")
    if not (user and at and domain) or any(letter.isspace() for letter in plain):
        raise ConfigError(
            f"{printable(text)!r} is no mail address", hint="addresses look like shop@example.com"
        )
    return Address(display_name=printable(name), username=user, domain=domain)
