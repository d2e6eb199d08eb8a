"""Typer's commands with help of our own: Typer's panels cost more time than all of the help."""

from collections.abc import Mapping, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from shopmetrics.cli.taken import take_plainly


class HelpCommand(TyperCommand):
    """A command whose help stands in panels, with examples at the end."""

    known: Mapping[str, str] = {}  # what is said instead of the English

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 Typer's context has no public type
        """Write the help as it fits the screen."""
        return _shown(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 likewise
        """Read the words of a command line plainly where they are plain."""
        for param in self.get_params(ctx):
            take_plainly(param)
        return super().parse_args(ctx, args)


class HelpGroup(TyperGroup):
    """A group of commands with such help."""

    known: Mapping[str, str] = {}

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 likewise
        """Write the help as it fits the screen."""
        return _shown(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 likewise
        """Read the words of a command line likewise."""
        for param in self.get_params(ctx):
            take_plainly(param)
        return super().parse_args(ctx, args)


def help_typed(command: Any, argv: Sequence[str]) -> str | None:  # noqa: ANN401 likewise
    """Return the help that was asked for; None where none was, or of no command.

    Typer would first read the other options, which takes longer than the help itself.
    """
    words = list(argv[: argv.index("--")] if "--" in argv else argv)
    if "--help" not in words:
        return None
    context = typer.Context(command, info_name="shopmetrics")
    for word in words:
        below = getattr(context.command, "commands", {})
        if word in below:
            context = typer.Context(below[word], info_name=word, parent=context)
        elif below and not word.startswith("-"):
            return None
    return f"{context.get_help()}\n"


def _shown(command: Any, context: Any) -> str:  # noqa: ANN401 likewise
    from shopmetrics.cli.help.screen import screen_of, shown  # noqa: PLC0415 only for help
    from shopmetrics.cli.help.sheet import sheet_of  # noqa: PLC0415 likewise

    return shown(sheet_of(command, context, command.known), screen_of())
