"""One run of `send`: the summary made, then handed to each who does not have it yet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from shopmetrics.cli.aside import Aside
from shopmetrics.cli.asked import Asked, read
from shopmetrics.cli.asked import settings as settings_of
from shopmetrics.cli.chatting import chat_parcels
from shopmetrics.cli.mailing import mail_of, mail_parcels, post
from shopmetrics.cli.output import check_target, write
from shopmetrics.cli.silence import left_open, refuse_silence
from shopmetrics.cli.speech import words_of
from shopmetrics.cli.whole import period_named
from shopmetrics.config import Config
from shopmetrics.configfile import explained, load_config
from shopmetrics.deliver.chat import Target, targets
from shopmetrics.deliver.ledger import ledger, state_folder
from shopmetrics.deliver.message import Mail
from shopmetrics.deliver.once import Parcel, each_once
from shopmetrics.deliver.secret import ADDRESSES, secret
from shopmetrics.errors import ConfigError
from shopmetrics.judge import Level, worst
from shopmetrics.pages import PAGES
from shopmetrics.playbook import load_playbook
from shopmetrics.printable import printable
from shopmetrics.render.mail import Summary
from shopmetrics.report import build
from shopmetrics.settings import Period, Settings
from shopmetrics.source import Loaded
from shopmetrics.text import Words

_EARLIER = 4  # periods before the one before
_FROM = {
    "always": frozenset({Level.good, Level.watch, Level.alarm, None}),
    "watch": frozenset({Level.watch, Level.alarm}),
    "alarm": frozenset({Level.alarm}),
}


@dataclass(frozen=True, slots=True)
class Sending:
    """What was typed about what is sent."""

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
        DeliveryError: where somebody did not get it.
    """
    check_target(sending.dry_run, asked.inputs)
    config = load_config(asked.config)
    words = words_of(sending.language, config.language, on_screen=False)
    to = sending.to or (config.mail.to if config.mail else ())
    chats = _chats(config) if sending.dry_run is None else ()
    aside = Aside(words, asked.volume)
    with aside.timed("reading"):
        loaded = read(asked, config, words)
    aside.files(loaded)
    settings = settings_of(asked, config, loaded)
    name, period = period_named(sending.period, settings.as_of)
    with aside.timed("counting"):
        summary = _summary(loaded, settings, name, period, words)
    refuse_silence(summary.now)
    aside.times()
    if worst(summary.now.verdicts) not in _FROM[sending.when] and not left_open(summary.now):
        aside.say(words.say("send.quiet", period=words.period(name)))
        return 0
    mail = mail_of(summary, loaded, settings, words) if to or not chats else None
    if mail and sending.dry_run is not None:
        write(_letter(mail, to, config), sending.dry_run)
        aside.say(words.say("send.dry", path=printable(str(sending.dry_run))))
        return 0
    parcels = [*_mails(mail, to, config), *chat_parcels(summary, chats, words)]
    with ledger(state_folder(sending.state)) as sent:
        each_once(parcels, sent, _teller(aside), again=sending.again)
    return 0


def _letter(mail: Mail, to: tuple[str, ...], config: Config) -> bytes:
    sender = config.mail.sender if config.mail else "shopmetrics@localhost"
    return post(mail, sender, to or (sender,)).as_bytes()


def _chats(config: Config) -> tuple[Target, ...]:
    file = config.notify.urls_file if config.notify else None
    return targets(secret(ADDRESSES, file) or "")


def _summary(
    loaded: Loaded, settings: Settings, name: str, period: Period, words: Words
) -> Summary:
    """Report the period, the one before, and up to four before that, over the same files."""
    judged = [page for page in PAGES if page.judged]
    before = period.before() or period
    spans = _loaded_before(before, settings)
    long_ago = Period(spans[-1].since, spans[0].until) if spans else None
    return Summary(
        name=name,
        now=build(loaded, PAGES, replace(settings, period=period)),
        before=build(loaded, judged, replace(settings, period=before)),
        earlier=build(loaded, judged, replace(settings, period=long_ago)) if long_ago else None,
        periods=len(spans),
        playbook=load_playbook(words.language, settings.config.playbook),
    )


def _loaded_before(period: Period, settings: Settings) -> list[Period]:
    """Return the last few periods before this one of which every day may have been loaded."""
    found: list[Period] = []
    earlier = period.before()
    while earlier and earlier.since and len(found) < _EARLIER:
        if settings.first_day is None or earlier.since < settings.first_day:
            break
        found.append(earlier)
        earlier = earlier.before()
    return found


def _mails(mail: Mail | None, to: tuple[str, ...], config: Config) -> Iterator[Parcel]:
    if mail is None:
        return
    if config.mail is None:
        raise ConfigError(
            "no mail server is configured: shop.yaml has no mail section",
            hint=f"{explained()} says what belongs there; --dry-run FILE.eml needs none,"
            f" and chats alone are given by {ADDRESSES.variable}",
        )
    yield from mail_parcels(mail, config.mail, to)


def _teller(aside: Aside) -> Callable[[str, str], None]:
    return lambda what, name: aside.say(aside.words.say(f"send.{what}", to=name))
