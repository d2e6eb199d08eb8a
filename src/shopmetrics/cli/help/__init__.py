"""What --help says: each command as a sheet of panels and examples, for screens and for man."""

from shopmetrics.cli.help.command import HelpCommand, HelpGroup, help_typed

__all__ = ["HelpCommand", "HelpGroup", "help_typed"]
