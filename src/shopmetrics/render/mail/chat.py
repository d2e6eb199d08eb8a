"""A weekly summary in a few lines, for a chat: the verdicts, and what stands out."""

from collections.abc import Iterator

from shopmetrics.render.blocks import Card, line
from shopmetrics.render.cell import Writer
from shopmetrics.render.finding import costs, sentence
from shopmetrics.render.mail.summary import Summary, cards, sure, title
from shopmetrics.render.markdown import markdown
from shopmetrics.render.todo import overlapping
from shopmetrics.text import Words

_FINDINGS = 5
_BYTES = 200  # of a line; WeCom takes 2,048 in all
_TAGS = str.maketrans("<>", "‹›")  # <at id=all> in a name would call everybody


def chat_title(summary: Summary, words: Words) -> str:
    """Return the heading, as one line without markup."""
    return _brief(title(summary, words))


def chat_text(summary: Summary, words: Words) -> str:
    """Write the lines as they are."""
    return "\n".join(_lines(summary, words))


def chat_markdown(summary: Summary, words: Words) -> str:
    """Write the lines as Markdown; names cannot become markup."""
    return markdown(line(one) for one in _lines(summary, words))


def _lines(summary: Summary, words: Words) -> Iterator[str]:
    """Yield a line a verdict, beside the period before, then a line a finding."""
    report = summary.now
    for verdict, card in zip(report.verdicts, cards(summary, words), strict=True):
        yield _brief(_verdict(card, "" if sure(verdict) else words.say("mail.unsure")))
    writer = Writer(words, report.currency, report.decimals)
    for number, finding in enumerate(report.findings[:_FINDINGS], 1):
        yield _brief(f"{number}. {sentence(finding, writer)}", costs(finding, writer))
    if overlapping(report.findings[:_FINDINGS]):
        yield _brief(words.say("todo.overlap"))


def _verdict(card: Card, doubt: str) -> str:
    before = card.details[1]  # as `cards` puts it
    return f"{card.mark} {card.name} {card.value} {card.level}{doubt}{card.parting}{before}"


def _brief(text: str, end: str = "") -> str:
    """Cut a line where it is too long, between letters; its end stays whole."""
    said, room = text.translate(_TAGS), _BYTES - len(end.encode())
    if len(said.encode()) > room:
        said = said.encode()[: room - len("…".encode())].decode(errors="ignore") + "…"
    return said + end
