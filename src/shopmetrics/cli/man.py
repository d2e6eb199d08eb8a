"""`shopmetrics man`: the manual page, for those who install it."""

import os
import sys

import typer
import typer.main

from shopmetrics.cli import options


def man(language: options.Language = None) -> None:
    """Write the manual page to stdout, in roff."""
    from importlib.metadata import version  # noqa: PLC0415 only for a page

    from shopmetrics.cli import app  # noqa: PLC0415 which has this command
    from shopmetrics.cli.help.man import manual  # noqa: PLC0415 only for a page
    from shopmetrics.language import language_of  # noqa: PLC0415 likewise
    from shopmetrics.text.catalogue import catalogue  # noqa: PLC0415 likewise

    spoken = language_of(language, os.environ)
    known = {} if spoken == "en" else catalogue(f"{spoken}.help")
    page = manual(typer.main.get_command(app), version("shopmetrics"), known)
    sys.stdout.write(page)
