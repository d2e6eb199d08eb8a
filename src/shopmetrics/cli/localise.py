"""The help of every command and option in the reader's language, put in before a command runs."""

from collections.abc import Mapping
from typing import Any

import typer


def localise(command: Any, language: str) -> None:  # noqa: ANN401 Typer's built commands have no public type
    """Replace the help of a built command, of its options and of what is below it.

    What Typer words itself stays English: the titles of the sections, and usage errors.
    """
    from shopmetrics.text.catalogue import catalogue  # noqa: PLC0415 English needs no catalogue

    _replace(command, catalogue(f"{language}.help"))


def _replace(command: Any, known: Mapping[str, str]) -> None:  # noqa: ANN401 likewise
    own = command.get_help_option(typer.Context(command))  # kept by the command once it is made
    for one in (command, own, *command.params):
        for name in ("help", "short_help", "epilog"):
            text = known.get(getattr(one, name, None) or "")
            if text is not None:
                setattr(one, name, text)
    for below in getattr(command, "commands", {}).values():
        _replace(below, known)
