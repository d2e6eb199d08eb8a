"""The summary as a short note, for each chat."""

from collections.abc import Iterator, Sequence
from functools import partial

from shopmetrics.deliver import chat
from shopmetrics.deliver.once import Parcel
from shopmetrics.judge import Level, worst
from shopmetrics.render.mail import Summary
from shopmetrics.render.mail.chat import chat_markdown, chat_text, chat_title
from shopmetrics.text import Words

_KINDS = {Level.good: "success", Level.watch: "warning", Level.alarm: "failure"}


def chat_parcels(
    summary: Summary, targets: Sequence[chat.Target], words: Words
) -> Iterator[Parcel]:
    """Yield the note for each chat; its kind, a colour there, is that of the worst verdict."""
    level = worst(summary.now.verdicts)
    note = chat.Note(
        title=chat_title(summary, words),
        text=chat_text(summary, words),
        markdown=chat_markdown(summary, words),
        kind=_KINDS[level] if level else "info",
    )
    for target in targets:
        yield Parcel(summary.key, target.id, target.name, partial(chat.send, note, target))
