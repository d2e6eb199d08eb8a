"""`shopmetrics explain PAGE`: the definition of every number of a page."""

import os
from typing import Annotated

import typer

Name = Annotated[str | None, typer.Argument(help="A page: refund-rate, hotspots …")]


def explain(page: Name = None) -> None:
    """Print what the numbers of a page mean, with worked examples."""
    from shopmetrics.cli.look import look_of  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.output import write  # noqa: PLC0415 likewise
    from shopmetrics.errors import ConfigError  # noqa: PLC0415 likewise
    from shopmetrics.pages import PAGES  # noqa: PLC0415 likewise
    from shopmetrics.render import render_definition  # noqa: PLC0415 likewise
    from shopmetrics.text import Words, language_of  # noqa: PLC0415 likewise

    known = {one.name: one for one in PAGES}
    wanted = (page or "").replace("-", "_")
    if wanted not in known:
        found = f"no page {page!r}" if page else "no page named"
        names = ", ".join(name.replace("_", "-") for name in known)
        raise ConfigError(found, hint=f"the pages are {names}")
    words = Words(language_of(None, os.environ))
    write(render_definition(known[wanted], words, look_of(None, None)), None)
