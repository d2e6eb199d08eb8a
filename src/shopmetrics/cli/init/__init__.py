"""`shopmetrics init PATH…`: a profile for files that none fits, proposed, asked for and tried."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from shopmetrics.cli import options

_WRITE = "What to write"

Folder = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER",
        help="The folder to write to.",
        show_default=True,
        rich_help_panel=_WRITE,
    ),
]
Yes = Annotated[
    bool,
    typer.Option(
        "--yes", "-y", help="Ask nothing: take the best and say so.", rich_help_panel=_WRITE
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace files of an earlier init.", rich_help_panel=_WRITE)
]
DaysName = Annotated[
    Literal["day_first", "month_first"] | None,
    typer.Option(metavar="NAME", help="What 05/01/2024 means.", rich_help_panel="What to read"),
]


def init(  # noqa: PLR0913 one parameter an option: Typer reads the signature
    *,
    paths: options.Paths = None,
    orders: options.Orders = None,
    refunds: options.Refunds = None,
    config: options.ConfigFile = None,
    profile: options.Profiles = None,
    timezone: options.Timezone = None,
    days: DaysName = None,
    output: Folder = Path("shopmetrics"),
    yes: Yes = False,
    force: Force = False,
    language: options.Language = None,
    color: options.Colour = None,
) -> None:
    """Propose a profile for exports that are not recognised, and write it with a shop.yaml."""
    from shopmetrics.cli.asked import paths_of  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.init.ask import Talk  # noqa: PLC0415 likewise
    from shopmetrics.cli.init.command import initialise  # noqa: PLC0415 likewise
    from shopmetrics.cli.init.screen import Initial, Screen  # noqa: PLC0415 likewise
    from shopmetrics.cli.look import look_of  # noqa: PLC0415 likewise
    from shopmetrics.cli.speech import words_of  # noqa: PLC0415 likewise
    from shopmetrics.errors import InputError  # noqa: PLC0415 likewise
    from shopmetrics.ingest.propose.synonyms import synonyms  # noqa: PLC0415 likewise
    from shopmetrics.shop import Kind  # noqa: PLC0415 likewise

    named_orders, named_refunds = paths_of(orders), paths_of(refunds)
    every = (*paths_of(paths), *named_orders, *named_refunds)
    if not every:
        raise InputError("no files given", hint="name files or a folder: shopmetrics init exports/")
    asks = not yes and sys.stdin is not None and sys.stdin.isatty()
    asked = Initial(
        paths=every,
        forced=dict.fromkeys(named_orders, Kind.orders)
        | dict.fromkeys(named_refunds, Kind.refunds),
        config=config,
        profiles=tuple(profile or ()),
        folder=output,
        force=force,
        timezone=timezone,
        days=days,
    )
    talk = Talk(words_of(language), asks)
    initialise(asked, Screen(talk, look_of(color, None), synonyms()))
