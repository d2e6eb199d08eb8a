"""Questions on a terminal: a choice by number, a zone, the last word before anything is written."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from zoneinfo import available_timezones

import typer

from shopmetrics.errors import ConfigError
from shopmetrics.text import Words


@dataclass(frozen=True, slots=True)
class Talk:
    """How to ask; where nobody can answer, the best is taken."""

    words: Words
    asks: bool

    def choose(self, question: str, options: Sequence[str], best: int | None) -> int | None:
        """Return the number of an option from 0, None for none of them.

        `best` is what Enter means, and what is taken where nobody is asked.
        """
        if not self.asks:
            return best
        sys.stderr.write(f"\n{question}\n")
        for number, option in enumerate(options, 1):
            sys.stderr.write(f"  {number}  {option}\n")
        default = "0" if best is None else str(best + 1)
        while True:
            typed = self.typed(self.words.say("init.ask.number"), default)
            if typed.isdecimal() and int(typed) <= len(options):
                return int(typed) - 1 if int(typed) else None
            sys.stderr.write(f"{self.words.say('init.ask.range', most=len(options))}\n")

    def zone(self, suggested: str) -> str | None:
        """Return a time zone, None where nothing is typed or nobody is asked."""
        if not self.asks:
            return None
        while True:
            name = self.typed(f"\n{self.words.say('init.ask.zone')}", suggested)
            if not name or name in available_timezones():
                return name or None
            near = get_close_matches(name, available_timezones(), 1)
            said = self.words.say("init.ask.nozone", near=near[0] if near else "Europe/Berlin")
            sys.stderr.write(f"{said}\n")

    def typed(self, prompt: str, default: str) -> str:
        """Return what is typed on one line, the default for nothing.

        Raises:
            ConfigError: where the input ends.
        """
        try:
            answer = typer.prompt(
                prompt, default=default, err=True, show_default=bool(default), prompt_suffix=": "
            )
        except typer.Abort:
            raise ConfigError(
                "the input ended before all was answered; nothing was written",
                hint="answer the questions, or take the best guesses with --yes",
            ) from None
        return str(answer).strip()
