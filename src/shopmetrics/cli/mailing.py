"""The summary as a mail: its picture, its workbook, and the server that takes it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial

from shopmetrics.config import Mail as MailConfig
from shopmetrics.deliver import smtp
from shopmetrics.deliver.message import Mail, message
from shopmetrics.deliver.once import Parcel
from shopmetrics.deliver.secret import PASSWORD, secret
from shopmetrics.pages import PAGES
from shopmetrics.printable import printable
from shopmetrics.render import Format, Look, render
from shopmetrics.render.charts import png, rate_by_day
from shopmetrics.render.mail import Summary, mail_html, mail_subject, mail_text
from shopmetrics.render.mail.summary import weeks
from shopmetrics.report import build
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import Loaded
from shopmetrics.text import Words

_PORTS = {"starttls": 587, "tls": 465}
_WEEKS = 13  # in the picture


def mail_of(summary: Summary, loaded: Loaded, settings: Settings, words: Words) -> Mail:
    """Write the summary as a mail, with the trend as a picture and every table as a workbook."""
    picture = _picture(loaded, settings, summary)
    book = render(summary.now, Format.xlsx, words, Look(), playbook=summary.playbook)
    return Mail(
        key=summary.key,
        subject=mail_subject(summary, words),
        text=mail_text(summary, words),
        html=mail_html(summary, words, picture=picture is not None),
        pictures={"trend": picture} if picture else {},
        workbooks={f"shopmetrics-{summary.name}.xlsx": book} if isinstance(book, bytes) else {},
    )


def _picture(loaded: Loaded, settings: Settings, summary: Summary) -> bytes | None:
    """Draw the weeks up to the period's end; one point is no line."""
    until = summary.now.until or settings.as_of
    if until is None:
        return None
    span = Period(until - timedelta(weeks=_WEEKS) + timedelta(days=1), until)
    asked = replace(settings, period=span, by=("week",))
    refund_rate = [page for page in PAGES if page.name == "refund_rate"]
    points = [
        (row["week"], row["rate"])
        for row in weeks(build(loaded, refund_rate, asked)).rows(named=True)
        if row["rate"] is not None
    ]
    band = settings.config.bands.refund_rate
    limits = (band.good, band.alarm) if band else (None, None)
    return png(rate_by_day(points, good=limits[0], alarm=limits[1])) if len(points) > 1 else None


def post(mail: Mail, sender: str, to: Sequence[str]) -> EmailMessage:
    """Put the mail together, dated now."""
    return message(mail, sender, to, datetime.now(UTC))


def mail_parcels(mail: Mail, config: MailConfig, to: Sequence[str]) -> Iterator[Parcel]:
    """Yield the mail for each recipient.

    Raises:
        ConfigError: where the password cannot be read, or for an address that is none.
    """
    server = smtp.Server(
        host=config.host,
        port=config.port or _PORTS[config.security],
        security=config.security,
        user=config.user,
        password=secret(PASSWORD, config.password_file),
        ca_file=config.ca_file,
    )
    whole = post(mail, config.sender, to)
    for one in to:
        yield Parcel(mail.key, one, printable(one), partial(smtp.send, whole, one, server))
