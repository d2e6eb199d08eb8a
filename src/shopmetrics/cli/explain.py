"""`shopmetrics explain PAGE`: the definition of every number of a page."""

from typing import Annotated

import typer

from shopmetrics.cli import complete, options

_WHAT = "What to explain"
_WHOLE = frozenset({"report", "check"})  # commands of several pages: each is explained alone

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="PAGE",
        autocompletion=complete.pages,
        help="A page: refund-rate, hotspots …",
        rich_help_panel=_WHAT,
    ),
]


def explain(
    page: Name = None, config: options.ConfigFile = None, language: options.Language = None
) -> None:
    """Print what the numbers of a page mean, the settings in force, and worked examples."""
    from shopmetrics.cli.explaining import definition, listing  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.output import write  # noqa: PLC0415 likewise
    from shopmetrics.cli.speech import words_of  # noqa: PLC0415 likewise
    from shopmetrics.configfile import load_config  # noqa: PLC0415 likewise

    settings = load_config(config)
    words = words_of(language, settings.language)
    if page is None or page in _WHOLE:
        write(listing(words), None)
    else:
        write(definition(page, settings, words), None)
