"""`shopmetrics send`: the summary of the last whole week or month, by mail or chat, once."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from shopmetrics.cli import complete, options

_MAIL = "The message"

Span = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="PERIOD",
        autocompletion=complete.periods,
        help="week or month: the last whole one; or one by name, 2026-W26, 2026-06.",
        rich_help_panel=_MAIL,
    ),
]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to", metavar="ADDRESS", help="Instead of mail.to of the config.", rich_help_panel=_MAIL
    ),
]
When = Annotated[
    Literal["always", "watch", "alarm"],
    typer.Option("--if", metavar="LEVEL", help="Send from this level on.", rich_help_panel=_MAIL),
]
DryRun = Annotated[
    Path | None,
    typer.Option(
        "--dry-run",
        metavar="FILE",
        help="Write the mail to this .eml instead.",
        rich_help_panel=_MAIL,
    ),
]
Again = Annotated[
    bool, typer.Option("--again", help="Send even if it was sent.", rich_help_panel=_MAIL)
]
State = Annotated[
    Path | None,
    typer.Option(
        "--state", metavar="FOLDER", help="Where is noted what was sent.", rich_help_panel=_MAIL
    ),
]


def send(  # noqa: PLR0913 one parameter an option: Typer reads the signature
    *,
    paths: options.Paths = None,
    orders: options.Orders = None,
    refunds: options.Refunds = None,
    config: options.ConfigFile = None,
    profile: options.Profiles = None,
    timezone: options.Timezone = None,
    currency: options.Currency = None,
    as_of: options.AsOf = None,
    period: Span = "week",
    to: To = None,
    when: When = "always",
    dry_run: DryRun = None,
    again: Again = False,
    state: State = None,
    language: options.Language = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Send the summary of the last whole week, once, by mail and to chats."""
    from shopmetrics.cli.asked import Asked, paths_of  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.sending import Sending, run  # noqa: PLC0415 likewise
    from shopmetrics.cli.volume import volume_of  # noqa: PLC0415 likewise

    asked = Asked(
        paths=paths_of(paths),
        orders=paths_of(orders),
        refunds=paths_of(refunds),
        config=config,
        profiles=tuple(profile or ()),
        timezone=timezone,
        currency=currency,
        as_of=as_of,
        volume=volume_of(quiet=quiet, verbose=verbose),
    )
    sending = Sending(
        period=period,
        to=tuple(to or ()),
        when=when,
        dry_run=dry_run,
        again=again,
        state=state,
        language=language,
    )
    raise typer.Exit(run(asked, sending))
