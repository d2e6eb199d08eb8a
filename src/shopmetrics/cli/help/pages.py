"""The pages that can be explained, each with its line: what `explain` answers alone."""

from collections.abc import Mapping

from shopmetrics.cli.help.sheet import Entry, Panel
from shopmetrics.cli.pages import COMMANDS


def pages(known: Mapping[str, str]) -> Panel:
    """List the pages in the language of `known`, English where that is silent."""
    title = "What can be explained: shopmetrics explain PAGE"
    return Panel(
        known.get(title, title),
        tuple(Entry(one.name, known.get(one.help, one.help)) for one in COMMANDS if one.page),
    )
