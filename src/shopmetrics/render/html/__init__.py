"""Blocks as one page of HTML: no script, nothing from outside, text from files escaped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from shopmetrics.extra import required
from shopmetrics.page import Page
from shopmetrics.render.blocks import Block, Line, Title, roomy
from shopmetrics.render.charts import ALARM, BLUE, GROUND, INK, LINE, QUIET, narrow, svg
from shopmetrics.render.definition import definition_lines
from shopmetrics.render.gathered import divided
from shopmetrics.render.html.choices import Choices, digest
from shopmetrics.text import Words

_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_COLOURS = {
    INK: "ink",
    QUIET: "quiet",
    LINE: "line",
    BLUE: "accent",
    ALARM: "alarm",
    GROUND: "paper",
}


def html(
    blocks: Iterable[Block],
    pages: Sequence[Page],
    words: Words,
    choices: Choices | None = None,
) -> str:
    """Write a report as one file; `pages` are those whose definitions stand at its foot.

    With `choices` a script shows any platform, shop and SKU by itself: the one in this folder, for
    the page allows no other.
    """
    top, sections = divided(tuple(roomy(blocks)))
    title = next((block.text for block in top if isinstance(block, Title)), None)
    definitions = [
        {"title": words.say(f"page.{page.name}"), "sentences": definition_lines(page, words)}
        for page in pages
    ]
    jinja2 = required("jinja2", "report")
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        loader=jinja2.FunctionLoader(_resource),
    )
    markup, script = required("markupsafe", "report").Markup, _resource("choices.js")
    written: str = environment.get_template("page.html.j2").render(
        language=words.tag,
        title=title or words.say("verdicts.title"),
        head=[block for block in top if isinstance(block, Line)],
        sections=sections,
        definitions=definitions,
        say=words.say,
        style=markup(_resource("style.css")),
        choices=choices,
        data=markup(choices.data) if choices else "",
        script=markup(script),
        allowed=digest(script),
        draw=_drawn,
        narrow=narrow,
    )
    return written


def _resource(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _drawn(spec: Mapping[str, object]) -> object:
    """Draw a chart in the colours of the page, light or dark; its own are names of these."""
    drawn = _ROLES.sub("", svg(spec))  # the page names the picture as a whole
    for colour, name in _COLOURS.items():
        drawn = drawn.replace(f'"{colour}"', f'"var(--{name})"')
    return required("markupsafe", "report").Markup(drawn)
