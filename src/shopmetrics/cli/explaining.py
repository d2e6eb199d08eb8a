"""What `explain` prints: the definition of one page, or which pages there are."""

from difflib import get_close_matches

from shopmetrics.cli.help.pages import pages
from shopmetrics.cli.help.screen import listed, screen_of
from shopmetrics.cli.look import look_of
from shopmetrics.config import Config
from shopmetrics.errors import ConfigError
from shopmetrics.pages import PAGES
from shopmetrics.plain import plain
from shopmetrics.render import Format, render_definition
from shopmetrics.text import Words
from shopmetrics.text.catalogue import catalogue

_BEGUN = 3  # letters that were typed right, most likely


def definition(page: str, config: Config, words: Words) -> str:
    """Write what the numbers of a page mean, with the settings in force.

    Raises:
        ConfigError: for a name that no page has.
    """
    known = {one.name.replace("_", "-"): one for one in PAGES}
    wanted = page.replace("_", "-")
    if wanted not in known:
        part = [one for one in known if wanted in one or one.startswith(wanted[:_BEGUN])]
        near = part or get_close_matches(wanted, known, 1)
        names = ", ".join(known)
        hint = f"did you mean {near[0]!r}?" if near else f"the pages are {names}"
        raise ConfigError(f"no page {page!r}", hint=hint)
    values = plain(config)
    look = look_of(None, None)
    return render_definition(known[wanted], Format.terminal, words, look, config=values)


def listing(words: Words) -> str:
    """Write the pages that can be explained, a line each."""
    known = {} if words.language == "en" else catalogue(f"{words.language}.help")
    return listed(pages(known), screen_of())
