"""A weekly summary as a mail: short, whole without pictures and styles, for a phone and a print."""

from importlib.resources import files

from shopmetrics.extra import required
from shopmetrics.render.blocks import Line, short
from shopmetrics.render.gathered import divided
from shopmetrics.render.look import Look
from shopmetrics.render.mail.summary import Summary, bare, summary_blocks, title
from shopmetrics.render.terminal import terminal
from shopmetrics.text import Words

__all__ = ["Summary", "bare", "mail_html", "mail_subject", "mail_text"]

TREND = "trend"  # the id of the picture in the HTML
_WIDTH = 72


def mail_subject(summary: Summary, words: Words) -> str:
    """Return the heading and the first verdict: what is read before the mail is opened."""
    return title(summary, words, verdict=True)


def mail_text(summary: Summary, words: Words) -> str:
    """Write the mail for those who read text."""
    return terminal(summary_blocks(summary, words), Look(width=_WIDTH))


def mail_html(summary: Summary, words: Words, *, picture: bool) -> str:
    """Write the mail as HTML: tables within tables, every style beside what it dresses.

    `picture` says whether the trend is drawn beside it, to be shown under the id `trend`.
    """
    top, sections = divided(tuple(short(summary_blocks(summary, words))))
    jinja2 = required("jinja2", "report")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(
        (files(__package__) / "mail.html.j2").read_text(encoding="utf-8")
    )
    written = page.render(
        language=words.tag,
        title=title(summary, words),
        head=[block for block in top if isinstance(block, Line)],
        sections=sections,
        picture=TREND if picture else None,
        say=words.say,
    )
    inliner = required("css_inline", "report").CSSInliner(
        load_remote_stylesheets=False, keep_style_tags=False
    )
    inlined: str = inliner.inline(written)
    return inlined
