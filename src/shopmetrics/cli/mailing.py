"""The summary as a mail: its picture, its workbook, and the server that takes it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from typing import cast

from shopmetrics.config import Mail as MailConfig
from shopmetrics.deliver import smtp
from shopmetrics.deliver.message import Mail, message
from shopmetrics.deliver.once import Parcel
from shopmetrics.deliver.secret import PASSWORD, secret
from shopmetrics.pages import PAGES
from shopmetrics.printable import printable
from shopmetrics.render import Format, Look, render
from shopmetrics.render.cell import Writer
from shopmetrics.render.charts import png
from shopmetrics.render.mail import Summary, bare, mail_html, mail_subject, mail_text
from shopmetrics.render.sections.trend import trend_chart
from shopmetrics.report import build
from shopmetrics.settings import Period, Settings
from shopmetrics.source import Loaded
from shopmetrics.text import Words

_PORTS = {"starttls": 587, "tls": 465}
_WEEKS = 13  # in the picture
_SIZE = {"width": 400, "height": 160}  # its digits can be read on a phone and on a desk


def mail_of(summary: Summary, loaded: Loaded, settings: Settings, words: Words) -> Mail:
    """Write the summary as a mail, with the trend as a picture and every table as a workbook."""
    picture = _picture(loaded, settings, summary, words)
    book = render(bare(summary.now), Format.xlsx, words, Look(), playbook=summary.playbook)
    return Mail(
        key=summary.key,
        subject=mail_subject(summary, words),
        text=mail_text(summary, words),
        html=mail_html(summary, words, picture=picture is not None),
        pictures={"trend": picture} if picture else {},
        workbooks={f"shopmetrics-{summary.name}.xlsx": book} if isinstance(book, bytes) else {},
    )


def _picture(loaded: Loaded, settings: Settings, summary: Summary, words: Words) -> bytes | None:
    """Draw the weeks up to the period's end; one week is no line."""
    until = cast("date", summary.now.until)  # a summary is of a whole week or month
    span = Period(until - timedelta(weeks=_WEEKS) + timedelta(days=1), until)
    trend = [page for page in PAGES if page.name == "trend"]
    report = build(loaded, trend, replace(settings, period=span, by=("week",)))
    writer = Writer(words, report.currency, report.decimals)
    chart = trend_chart(report.answers["trend"], writer)
    return png({**chart.spec, **_SIZE}) if chart else None


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
