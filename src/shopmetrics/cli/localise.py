"""Help and usage errors in the reader's language: what Typer itself writes in English."""

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from shopmetrics.cli.help import help_typed

# Typer gives no name to the error that all its usage errors are.
_UsageError: Any = typer.BadParameter.__base__
_USAGE = "Usage:"
_ARGUMENTS = re.compile(r"\[OPTIONS\]|COMMAND \.\.\.|[A-Z]{2,}")


def run_localised(command: Any, argv: Sequence[str], language: str) -> int:  # noqa: ANN401 Typer's built commands have no public type
    """Run a built command and return its exit code; its help and usage errors are translated."""
    from shopmetrics.text.catalogue import catalogue  # noqa: PLC0415 English needs no catalogue

    known = catalogue(f"{language}.help")
    if "--help" in argv or not argv:
        localise(command, known)
    if "--help" in argv and (text := help_typed(command, argv)):
        sys.stdout.write(text)
        return 0
    try:
        code = command(args=list(argv), prog_name="shopmetrics", standalone_mode=False)
    except _UsageError as error:
        sys.stderr.write(_usage(error, known, language))
        return int(error.exit_code)
    return code if isinstance(code, int) else 0


def localise(command: Any, known: Mapping[str, str]) -> None:  # noqa: ANN401 likewise
    """Replace the help of a built command, of its options and of what is below it."""
    own = command.get_help_option(typer.Context(command))  # kept by the command once it is made
    command.known = known
    for one in (command, own, *command.params):
        for name in ("help", "short_help"):
            text = known.get(getattr(one, name, None) or "")
            if text is not None:
                setattr(one, name, text)
    for below in getattr(command, "commands", {}).values():
        localise(below, known)


def _usage(error: Any, known: Mapping[str, str], language: str) -> str:  # noqa: ANN401 likewise
    """Say what is wrong with a command line; where nothing was typed, that is the help alone."""
    from shopmetrics.text.said import said  # noqa: PLC0415 English needs no catalogue

    message = error.format_message()
    if message.startswith(known[_USAGE]):
        return f"{message}\n"
    wrong = f"{said('error: ', language)}{said(message, language)}\n"
    if error.ctx is None:
        return wrong
    usage = error.ctx.get_usage().replace(f"{_USAGE} ", known[_USAGE], 1)
    usage = usage.replace("COMMAND [ARGS]...", "COMMAND ...")
    usage = _ARGUMENTS.sub(lambda found: known.get(found[0], found[0]), usage)
    help_ = said(f"Try '{error.ctx.command_path} --help' for help.", language)
    return f"{usage}\n{help_}\n\n{wrong}"
