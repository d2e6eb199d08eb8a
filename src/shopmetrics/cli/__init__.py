"""The command line: the list of commands, and main with the one broad except."""

import gc
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
import typer.main

from shopmetrics.cli.complete import mend_completion
from shopmetrics.cli.explain import explain
from shopmetrics.cli.help import HelpCommand, HelpGroup, help_typed
from shopmetrics.cli.init import init
from shopmetrics.cli.inspect import inspect
from shopmetrics.cli.localise import run_localised
from shopmetrics.cli.man import man
from shopmetrics.cli.pages import COMMANDS, function
from shopmetrics.cli.rules import rules
from shopmetrics.cli.send import send
from shopmetrics.cli.spoken import language_typed, language_wanted
from shopmetrics.cli.typed import typed
from shopmetrics.errors import ShopmetricsError

# Polars' allocator gives memory back as soon as it can; to keep it for ten seconds saves a third
# of a large run. It must be said before Polars is loaded, and the user may say otherwise.
os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:true,dirty_decay_ms:10000")

_FEW_COLLECTIONS = 200_000  # new objects: the code itself is most of what a short run makes
_BUG = 70
_STOPPED = 128  # and the number of the signal, as shells say it
_STOPS = (signal.SIGINT, signal.SIGTERM)
_REPORT_IT = "This is a bug in shopmetrics. Please report it with the lines above."
_QUESTIONS = "One question"
_SETTINGS = "Files and settings"
_SENDING = "Sending"

app = typer.Typer(
    name="shopmetrics",
    help="Refund and repurchase analytics over the CSVs that shops export.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    cls=HelpGroup,
)


def _version(asked: bool) -> None:  # noqa: FBT001 Typer's callback
    if asked:
        from importlib.metadata import (  # noqa: PLC0415 it loads the parts of mails
            version as installed_version,
        )

        sys.stdout.write(f"shopmetrics {installed_version('shopmetrics')}\n")
        raise typer.Exit(0)


@app.callback()
def _shopmetrics(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold the options of the program itself."""
    del version


for _command in COMMANDS:
    app.command(
        _command.name,
        cls=HelpCommand,
        help=_command.help,
        rich_help_panel=_QUESTIONS if _command.page else "The main job",
    )(function(_command))
app.command("explain", cls=HelpCommand, rich_help_panel=_QUESTIONS)(explain)
app.command("inspect", cls=HelpCommand, rich_help_panel=_SETTINGS)(inspect)
app.command("init", cls=HelpCommand, rich_help_panel=_SETTINGS)(init)
app.add_typer(rules, rich_help_panel=_SETTINGS)
app.command("man", cls=HelpCommand, hidden=True)(man)
app.command("send", cls=HelpCommand, rich_help_panel=_SENDING)(send)


def run() -> None:
    """Run as the installed script: what goes away with the process is not tidied up before."""
    gc.set_threshold(_FEW_COLLECTIONS)
    _leave(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code; no error of the user's shows a traceback."""
    _open_stderr()
    _forgive_encodings()
    before = {number: signal.signal(number, _stop) for number in _STOPS}
    try:
        return _run(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _BUG
    except ShopmetricsError as error:
        _complain(error, language_wanted(argv))
        return error.exit_code
    except StoppedError as end:
        return _STOPPED + end.number
    except Exception:  # noqa: BLE001 the one place where a bug ends
        sys.stderr.write(traceback.format_exc())
        sys.stderr.write(f"{_said(_REPORT_IT, language_typed(argv))}\n")
        return _BUG
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(code: int) -> NoReturn:
    """End the process at once: to take Python's modules apart costs a twentieth of a small run.

    Files are closed by then, and every with block is left; only what is written must get out.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError):  # closed by whoever started us, or read by nobody
            sys.exit(code)
    os._exit(code)


class StoppedError(BaseException):
    """Ctrl-C or a polite kill, in a form that Typer does not turn into an exit code of 1."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        """Keep the number of the signal."""
        super().__init__(number)
        self.number = number


def _stop(number: int, _: object) -> None:
    raise StoppedError(number)


def _run(argv: Sequence[str]) -> int:
    """Run the command that was typed, speaking the reader's language."""
    mend_completion(argv)
    language, program = language_typed(argv), typed(app, argv)
    if language != "en":
        return run_localised(typer.main.get_command(program), argv, language)
    if "--help" in argv and (text := help_typed(typer.main.get_command(program), argv)):
        sys.stdout.write(text)
        return 0
    program(args=list(argv), prog_name="shopmetrics")
    return 0


def _complain(error: ShopmetricsError, language: str) -> None:
    from shopmetrics.printable import printable  # noqa: PLC0415 quick help needs none of it

    for label, text in (("error", error.message), ("hint", error.hint)):
        if text:
            shown = printable(_said(text, language), lines=True)
            sys.stderr.write(f"{_said(f'{label}: ', language)}{shown}\n")


def _said(text: str, language: str) -> str:
    if language == "en":
        return text
    from shopmetrics.text.said import said  # noqa: PLC0415 English needs no catalogue

    return said(text, language)


def _open_stderr() -> None:
    """Where stderr is closed, what is said goes nowhere, and the work is done all the same."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 for good


def _forgive_encodings() -> None:
    """Write what an old locale cannot say as an escape, instead of failing in the middle."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
