"""`shopmetrics explain PAGE`: the definition of every number of a page."""

import os
from typing import Annotated

import typer

from shopmetrics.cli import options

Name = Annotated[str | None, typer.Argument(help="A page: refund-rate, hotspots …")]


def explain(
    page: Name = None, config: options.ConfigFile = None, language: options.Language = None
) -> None:
    """Print what the numbers of a page mean, the settings in force, and worked examples."""
    from shopmetrics.cli.look import look_of  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.output import write  # noqa: PLC0415 likewise
    from shopmetrics.configfile import load_config  # noqa: PLC0415 likewise
    from shopmetrics.errors import ConfigError  # noqa: PLC0415 likewise
    from shopmetrics.pages import PAGES  # noqa: PLC0415 likewise
    from shopmetrics.render import Format, render_definition  # noqa: PLC0415 likewise
    from shopmetrics.text import Words, language_of  # noqa: PLC0415 likewise

    known = {one.name: one for one in PAGES}
    wanted = (page or "").replace("-", "_")
    if wanted not in known:
        found = f"no page {page!r}" if page else "no page named"
        names = ", ".join(name.replace("_", "-") for name in known)
        raise ConfigError(found, hint=f"the pages are {names}")
    settings = load_config(config)
    words = Words(language_of(language or settings.language, os.environ))
    values = settings.model_dump(mode="json")
    text = render_definition(
        known[wanted], Format.terminal, words, look_of(None, None), config=values
    )
    write(text, None)
