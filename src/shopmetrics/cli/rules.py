"""`shopmetrics rules`: how platforms count quality returns, and a bridge between two numbers."""

from typing import Annotated

import typer

from shopmetrics.cli import complete, options
from shopmetrics.cli.help import HelpCommand, HelpGroup

_DO = "What to do"
_WHICH = "Which rule"

Name = Annotated[
    str,
    typer.Argument(
        rich_help_panel=_WHICH,
        help="A rule: taobao, douyin …",
        metavar="RULE",
        autocompletion=complete.rules,
        show_default=False,
    ),
]
First = Annotated[
    str,
    typer.Argument(
        rich_help_panel=_WHICH,
        help="The rule to begin with.",
        metavar="FIRST",
        autocompletion=complete.rules,
        show_default=False,
    ),
]
Last = Annotated[
    str,
    typer.Argument(
        rich_help_panel=_WHICH,
        help="The rule to end on.",
        metavar="LAST",
        autocompletion=complete.rules,
        show_default=False,
    ),
]

rules = typer.Typer(
    name="rules",
    help="How platforms count quality returns: list the rules, show one, bridge two numbers.",
    invoke_without_command=True,
    rich_markup_mode=None,
    cls=HelpGroup,
)


@rules.callback()
def _list(
    context: typer.Context,
    *,
    config: options.ConfigFile = None,
    format_: options.InspectFormat = "terminal",
    language: options.Language = None,
    color: options.Colour = None,
) -> None:
    """List the rules, with what each counts and how much of it is public."""
    if context.invoked_subcommand is not None:
        return
    _print(None, config, format_, language, color)


@rules.command("show", cls=HelpCommand, rich_help_panel=_DO)
def show_rule(
    name: Name,
    *,
    config: options.ConfigFile = None,
    format_: options.InspectFormat = "terminal",
    language: options.Language = None,
    color: options.Colour = None,
) -> None:
    """Show every term of one rule, what is not public of it, and its sources."""
    _print(name, config, format_, language, color)


@rules.command("compare", cls=HelpCommand, rich_help_panel=_DO)
def compare(  # noqa: PLR0913 one parameter an option: Typer reads the signature
    first: First,
    last: Last,
    *,
    paths: options.Paths = None,
    orders: options.Orders = None,
    refunds: options.Refunds = None,
    config: options.ConfigFile = None,
    profile: options.Profiles = None,
    timezone: options.Timezone = None,
    currency: options.Currency = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    format_: options.FormatName = None,
    output: options.OutputFile = None,
    language: options.Language = None,
    color: options.Colour = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Bridge the numbers of two rules, changing one term at a time until they meet."""
    from shopmetrics.cli.asked import Asked, paths_of  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.bridge import show_bridge  # noqa: PLC0415 likewise
    from shopmetrics.cli.show import Shown  # noqa: PLC0415 likewise
    from shopmetrics.cli.volume import volume_of  # noqa: PLC0415 likewise

    asked = Asked(
        paths=paths_of(paths),
        orders=paths_of(orders),
        refunds=paths_of(refunds),
        config=config,
        profiles=tuple(profile or ()),
        period={"since": since, "until": until},
        as_of=as_of,
        timezone=timezone,
        volume=volume_of(quiet=quiet, verbose=verbose),
        currency=currency,
    )
    shown = Shown(
        format=format_,
        interactive=False,
        table=None,
        output=output,
        rejects=None,
        language=language,
        colour=color,
    )
    show_bridge(asked, shown, first, last)


def _print(
    name: str | None,
    config: options.ConfigFile,
    form: str,
    language: str | None,
    colour: bool | None,  # noqa: FBT001 as typed: yes, no, unsaid
) -> None:
    from shopmetrics.cli.look import look_of  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.output import is_screen, write, written  # noqa: PLC0415 likewise
    from shopmetrics.cli.speech import words_of  # noqa: PLC0415 likewise
    from shopmetrics.configfile import load_config  # noqa: PLC0415 likewise
    from shopmetrics.render import Format, render_rules  # noqa: PLC0415 likewise
    from shopmetrics.rules import named, rules_of  # noqa: PLC0415 likewise

    settings = load_config(config)
    words = words_of(language, settings.language, on_screen=is_screen(Format(form), None))
    known = rules_of(settings.rules)
    chosen = known if name is None else named(name, known)
    text = render_rules(chosen, Format(form), words, look_of(colour, None))
    write(written(text, Format(form), None), None)
