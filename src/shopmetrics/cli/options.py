"""The options that every command over exports shares, with their help."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from shopmetrics.dimensions import Dimension

_WHAT = "What to read"
_WHEN = "Which period"
_HOW = "How to count and show"

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders, quoted patterns, or - for stdin; orders and refunds in any mix.",
        show_default=False,
    ),
]
Orders = Annotated[
    list[str] | None,
    typer.Option("--orders", help="A file to be read as orders.", rich_help_panel=_WHAT),
]
Refunds = Annotated[
    list[str] | None,
    typer.Option("--refunds", help="A file to be read as refunds.", rich_help_panel=_WHAT),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", help="A shop.yaml with bands and settings.", rich_help_panel=_WHAT),
]
Profiles = Annotated[
    list[Path] | None,
    typer.Option("--profile", help="A profile of an export of yours.", rich_help_panel=_WHAT),
]
Timezone = Annotated[
    str | None,
    typer.Option(help="The shop's time zone, e.g. Asia/Shanghai.", rich_help_panel=_WHAT),
]
Currency = Annotated[
    str | None,
    typer.Option(
        help="Where there are several: read the rows in this one, CNY.", rich_help_panel=_WHAT
    ),
]
RejectsFile = Annotated[
    Path | None,
    typer.Option("--rejects", help="Write the rejected rows to this CSV.", rich_help_panel=_WHAT),
]
Since = Annotated[str | None, typer.Option(help="First day, 2026-03-01.", rich_help_panel=_WHEN)]
Until = Annotated[str | None, typer.Option(help="Last day, inclusive.", rich_help_panel=_WHEN)]
Last = Annotated[
    str | None, typer.Option(help="The last days or weeks: 30d, 4w.", rich_help_panel=_WHEN)
]
Week = Annotated[str | None, typer.Option(help="An ISO week, 2026-W12.", rich_help_panel=_WHEN)]
Month = Annotated[str | None, typer.Option(help="A month, 2026-03.", rich_help_panel=_WHEN)]
SideA = Annotated[
    str | None,
    typer.Option(
        "--a", help="What to compare with: 2026-04, 2026-W18, a group.", rich_help_panel=_WHEN
    ),
]
SideB = Annotated[
    str | None,
    typer.Option("--b", help="What to compare: as --a.", rich_help_panel=_WHEN),
]
EventName = Annotated[
    str | None,
    typer.Option("--event", help="Before and after an event of the config.", rich_help_panel=_WHEN),
]
AsOf = Annotated[
    str | None,
    typer.Option(help="The day the data ends; default: its newest.", rich_help_panel=_WHEN),
]
BasisName = Annotated[
    Literal["order_time", "refund_time"] | None,
    typer.Option(
        "--basis",
        help="order_time: what became of the orders; refund_time: what was settled.",
        rich_help_panel=_HOW,
    ),
]
By = Annotated[
    list[Dimension] | None,
    typer.Option(help="Break down by sku, hour, week …; repeatable.", rich_help_panel=_HOW),
]
ExchangesName = Annotated[
    Literal["beside", "exclude"] | None,
    typer.Option(
        "--exchanges",
        help="Orders replaced by a re-order: show them beside, or leave them out.",
        rich_help_panel=_HOW,
    ),
]
RuleName = Annotated[
    str | None,
    typer.Option(
        "--rule",
        help="Count quality returns by a platform's rule: shopmetrics rules.",
        rich_help_panel=_HOW,
    ),
]
Top = Annotated[
    int | None, typer.Option(min=1, max=1000, help="How many reasons.", rich_help_panel=_HOW)
]
FormatName = Annotated[
    Literal["terminal", "markdown", "json", "ndjson", "csv", "html", "xlsx"] | None,
    typer.Option(
        "--format", "-f", help="Default: by the ending of --output.", rich_help_panel=_HOW
    ),
]
TableName = Annotated[
    str | None,
    typer.Option("--table", help="Which table, for csv and ndjson.", rich_help_panel=_HOW),
]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file instead.", rich_help_panel=_HOW),
]
Language = Annotated[
    Literal["en", "zh"] | None, typer.Option(help="Default: your locale.", rich_help_panel=_HOW)
]
FailOn = Annotated[
    Literal["alarm", "watch", "never"] | None,
    typer.Option(help="Exit with 1 from this level on.", rich_help_panel=_HOW),
]
Colour = Annotated[
    bool | None,
    typer.Option("--color/--no-color", help="Force or forbid colour.", rich_help_panel=_HOW),
]
InspectFormat = Annotated[
    Literal["terminal", "json"], typer.Option("--format", "-f", rich_help_panel=_HOW)
]
