"""What a shell completes that no list of choices tells: pages, rules, spans, time zones."""

import os
from collections.abc import Mapping, Sequence

from shopmetrics.language import language_of

_ASKED = "_SHOPMETRICS_COMPLETE"
_SCRIPTS = {"--install-completion", "--show-completion"}
_LATE = "compdef %(complete_func)s %(prog_name)s"
_AT_ONCE = f"""\
{_LATE}
if [[ $funcstack[1] == _%(prog_name)s ]]; then
  %(complete_func)s "$@"
fi"""


def pages() -> list[tuple[str, str]]:
    """Return the pages, each with its line in the language of the environment."""
    from shopmetrics.cli.pages import COMMANDS  # noqa: PLC0415 which names these functions

    known = _known()
    return [(one.name, known.get(one.help, one.help)) for one in COMMANDS if one.page]


def _known() -> Mapping[str, str]:
    language = language_of(None, os.environ)
    if language == "en":
        return {}
    from shopmetrics.text.catalogue import catalogue  # noqa: PLC0415 English needs no catalogue

    return catalogue(f"{language}.help")


def rules() -> list[str]:
    """Return the rules that are built in: a file of rules each."""
    from importlib.resources import files  # noqa: PLC0415 only for a shell

    folder = files("shopmetrics") / "data" / "rules"
    return sorted(one.name.removesuffix(".yaml") for one in folder.iterdir())


def zones() -> list[str]:
    """Return the names of time zones."""
    from zoneinfo import available_timezones  # noqa: PLC0415 only for a shell

    return sorted(available_timezones())


def spans() -> list[str]:
    """Return spans that are asked for often."""
    return ["7d", "30d", "90d", "4w", "12w"]


def periods() -> list[str]:
    """Return what `send` calls a period, without those that have a name."""
    return ["week", "month"]


def mend_completion(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> None:
    """Mend two things of Typer's completion, for neither of which it has an option.

    What is said of each word is read as markup of Rich, whose import is a third of the time until
    the shell answers. And the script for zsh answers nothing to the first Tab of each shell: it is
    loaded by that Tab, and only makes the function known for the next.
    """
    if _ASKED in environment:
        from typer import _completion_classes as shells  # noqa: PLC0415 only for a shell

        shells._sanitize_help_text = _as_it_stands  # noqa: SLF001
    if _SCRIPTS & {*argv}:
        from typer import _completion_shared as scripts  # noqa: PLC0415 likewise

        zsh = scripts.COMPLETION_SCRIPT_ZSH.replace(_LATE, _AT_ONCE)
        scripts._completion_scripts["zsh"] = zsh  # noqa: SLF001


def _as_it_stands(text: str) -> str:
    return text
