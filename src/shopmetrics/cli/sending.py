"""One run of `send`: the summary made, then handed to each recipient who does not have it yet."""

import os
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from shopmetrics.cli.asked import Asked, read
from shopmetrics.cli.asked import settings as settings_of
from shopmetrics.cli.output import check_target, write
from shopmetrics.cli.whole import period_named
from shopmetrics.config import Config
from shopmetrics.config import Mail as MailConfig
from shopmetrics.configfile import load_config
from shopmetrics.deliver.ledger import ledger, state_folder
from shopmetrics.deliver.message import Mail, message
from shopmetrics.deliver.secret import password
from shopmetrics.deliver.smtp import Server
from shopmetrics.deliver.smtp import send as hand_over
from shopmetrics.errors import ConfigError, DeliveryError
from shopmetrics.judge import Level, worst
from shopmetrics.pages import PAGES
from shopmetrics.playbook import load_playbook
from shopmetrics.printable import printable
from shopmetrics.render import Format, Look, render
from shopmetrics.render.charts import png, rate_by_day
from shopmetrics.render.mail import Summary, mail_html, mail_subject, mail_text
from shopmetrics.render.mail.summary import weeks
from shopmetrics.report import build
from shopmetrics.settings import Period, Settings
from shopmetrics.shop import Loaded
from shopmetrics.text import Words, language_of

_PORTS = {"starttls": 587, "tls": 465}
_EARLIER = 4  # periods before the one before
_WEEKS = 13  # in the picture
_FROM = {
    "always": frozenset({Level.good, Level.watch, Level.alarm, None}),
    "watch": frozenset({Level.watch, Level.alarm}),
    "alarm": frozenset({Level.alarm}),
}


@dataclass(frozen=True, slots=True)
class Sending:
    """What was typed about the mail."""

    period: str
    to: tuple[str, ...]
    when: str
    dry_run: Path | None
    again: bool
    state: Path | None
    language: str | None


def run(asked: Asked, sending: Sending) -> int:
    """Make the summary and send it; 0 also where there was nothing to send.

    Raises:
        DeliveryError: where a recipient did not get it.
    """
    check_target(sending.dry_run, asked.inputs)
    config = load_config(asked.config)
    words = Words(language_of(sending.language or config.language, os.environ))
    loaded = read(asked, config, words)
    settings = settings_of(asked, config, loaded)
    name, period = period_named(sending.period, settings.as_of)
    summary = _summary(loaded, settings, name, period, words)
    if worst(summary.now.verdicts) not in _FROM[sending.when]:
        return _say(words.say("send.quiet", period=name))
    mail = _mail(summary, loaded, settings, words)
    to = sending.to or (config.mail.to if config.mail else ())
    if sending.dry_run is not None:
        sender = config.mail.sender if config.mail else "shopmetrics@localhost"
        write(_post(mail, sender, to or (sender,)).as_bytes(), sending.dry_run)
        return _say(words.say("send.dry", path=printable(str(sending.dry_run))))
    return _deliver(mail, _configured(config), to, sending, words)


def _summary(
    loaded: Loaded, settings: Settings, name: str, period: Period, words: Words
) -> Summary:
    """Report the period, the one before, and the four before that, over the same files."""
    judged = [page for page in PAGES if page.judged]
    before = period.before() or period
    earlier = before
    spans = []
    for _ in range(_EARLIER):
        earlier = earlier.before() or earlier
        spans.append(earlier)
    long_ago = Period(spans[-1].since, spans[0].until)
    return Summary(
        name=name,
        now=build(loaded, PAGES, replace(settings, period=period)),
        before=build(loaded, judged, replace(settings, period=before)),
        earlier=build(loaded, judged, replace(settings, period=long_ago)),
        playbook=load_playbook(words.language, settings.config.playbook),
    )


def _mail(summary: Summary, loaded: Loaded, settings: Settings, words: Words) -> Mail:
    picture = _picture(loaded, settings, summary)
    book = render(summary.now, Format.xlsx, words, Look(), playbook=summary.playbook)
    name = summary.now.name or ""
    return Mail(
        key=f"shopmetrics:{name}:{summary.name}",
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


def _post(mail: Mail, sender: str, to: tuple[str, ...]) -> EmailMessage:
    return message(mail, sender, to, datetime.now(UTC))


def _configured(config: Config) -> MailConfig:
    if config.mail is None:
        raise ConfigError(
            "no mail server is configured: shop.yaml has no mail section",
            hint="see configs/shop.yaml for what belongs there; --dry-run FILE.eml needs none",
        )
    return config.mail


def _deliver(
    mail: Mail, config: MailConfig, to: tuple[str, ...], sending: Sending, words: Words
) -> int:
    """Hand the mail over, recipient by recipient; one who is refused keeps no one else waiting."""
    server = Server(
        host=config.host,
        port=config.port or _PORTS[config.security],
        security=config.security,
        user=config.user,
        password=password(config.password_file),
        ca_file=config.ca_file,
    )
    post = _post(mail, config.sender, to)
    failures: list[DeliveryError] = []
    with ledger(state_folder(sending.state)) as sent:
        for recipient in to:
            if sent.has(mail.key, recipient) and not sending.again:
                _say(words.say("send.already", to=printable(recipient)))
                continue
            try:
                hand_over(post, recipient, server)
            except DeliveryError as error:
                failures.append(error)
            else:
                sent.add(mail.key, recipient, datetime.now(UTC))
                _say(words.say("send.sent", to=printable(recipient)))
    if failures:
        said = "\n".join(error.message for error in failures)
        raise DeliveryError(said, hint=failures[0].hint)
    return 0


def _say(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 0
