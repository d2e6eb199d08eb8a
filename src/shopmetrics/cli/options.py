"""The options that every command over exports shares, with their help."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from shopmetrics.cli import complete
from shopmetrics.dimensions import Dimension, Span

_WHAT = "What to read"
_WHICH = "Which orders"
_HOW = "How to count and judge"
_SHOW = "How to show it"

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders, quoted patterns, or - for stdin; orders and refunds in any mix.",
        metavar="PATH",
        show_default=False,
        rich_help_panel=_WHAT,
    ),
]
Orders = Annotated[
    list[str] | None,
    typer.Option(
        "--orders", help="A file to be read as orders.", metavar="FILE", rich_help_panel=_WHAT
    ),
]
Refunds = Annotated[
    list[str] | None,
    typer.Option(
        "--refunds", help="A file to be read as refunds.", metavar="FILE", rich_help_panel=_WHAT
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="A shop.yaml with bands and settings.",
        metavar="FILE",
        rich_help_panel=_WHAT,
    ),
]
Profiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--profile", help="A profile of an export of yours.", metavar="FILE", rich_help_panel=_WHAT
    ),
]
Timezone = Annotated[
    str | None,
    typer.Option(
        help="The shop's time zone, e.g. Asia/Shanghai.",
        metavar="ZONE",
        autocompletion=complete.zones,
        rich_help_panel=_WHAT,
    ),
]
Currency = Annotated[
    str | None,
    typer.Option(
        help="Where there are several: read the rows in this one, CNY.",
        metavar="CODE",
        rich_help_panel=_WHAT,
    ),
]
RejectsFile = Annotated[
    Path | None,
    typer.Option(
        "--rejects",
        help="Write the rejected rows to this CSV.",
        metavar="FILE",
        rich_help_panel=_WHAT,
    ),
]
Since = Annotated[
    str | None, typer.Option(help="First day, 2026-03-01.", metavar="DAY", rich_help_panel=_WHICH)
]
Until = Annotated[
    str | None, typer.Option(help="Last day, inclusive.", metavar="DAY", rich_help_panel=_WHICH)
]
Last = Annotated[
    str | None,
    typer.Option(
        help="The last days or weeks: 30d, 4w.",
        metavar="SPAN",
        autocompletion=complete.spans,
        rich_help_panel=_WHICH,
    ),
]
Week = Annotated[
    str | None, typer.Option(help="An ISO week, 2026-W12.", metavar="WEEK", rich_help_panel=_WHICH)
]
Month = Annotated[
    str | None, typer.Option(help="A month, 2026-03.", metavar="MONTH", rich_help_panel=_WHICH)
]
SideA = Annotated[
    str | None,
    typer.Option(
        "--a",
        help="What to compare with: 2026-04, 2026-W18, a group.",
        metavar="SIDE",
        rich_help_panel=_WHICH,
    ),
]
SideB = Annotated[
    str | None,
    typer.Option("--b", help="What to compare: as --a.", metavar="SIDE", rich_help_panel=_WHICH),
]
EventName = Annotated[
    str | None,
    typer.Option(
        "--event",
        help="Before and after an event of the config.",
        metavar="LABEL",
        rich_help_panel=_WHICH,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        help="The day the data ends; default: its newest.", metavar="DAY", rich_help_panel=_WHICH
    ),
]
BasisName = Annotated[
    Literal["order_time", "refund_time"] | None,
    typer.Option(
        "--basis",
        help="order_time: what became of the orders; refund_time: what was settled.",
        metavar="NAME",
        rich_help_panel=_HOW,
    ),
]
By = Annotated[
    list[Dimension] | None,
    typer.Option(
        help="Break down by sku, hour, week …; repeatable.", metavar="NAME", rich_help_panel=_HOW
    ),
]
ByPeriod = Annotated[
    list[Span] | None,
    typer.Option(help="How long each period is.", metavar="NAME", rich_help_panel=_HOW),
]
NoBy = Annotated[list[Dimension] | None, typer.Option(hidden=True)]  # refused with a word on where
ExchangesName = Annotated[
    Literal["beside", "exclude"] | None,
    typer.Option(
        "--exchanges",
        help="Orders replaced by a re-order: show them beside, or leave them out.",
        metavar="NAME",
        rich_help_panel=_HOW,
    ),
]
RuleName = Annotated[
    str | None,
    typer.Option(
        "--rule",
        help="Count quality returns by a platform's rule: shopmetrics rules.",
        metavar="NAME",
        autocompletion=complete.rules,
        rich_help_panel=_HOW,
    ),
]
Top = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=1000,
        help="How many reasons, hotspots and drivers a table shows.",
        metavar="NUMBER",
        rich_help_panel=_SHOW,
    ),
]
FormatName = Annotated[
    Literal["terminal", "markdown", "json", "ndjson", "csv", "html", "xlsx", "pdf"] | None,
    typer.Option(
        "--format",
        "-f",
        help="Default: by the ending of --output.",
        metavar="NAME",
        rich_help_panel=_SHOW,
    ),
]
Interactive = Annotated[
    bool,
    typer.Option(
        "--interactive",
        help="HTML that shows any platform, shop and SKU by itself, offline.",
        rich_help_panel=_SHOW,
    ),
]
TableName = Annotated[
    str | None,
    typer.Option(
        "--table", help="Which table, for csv and ndjson.", metavar="NAME", rich_help_panel=_SHOW
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="Write to this file instead.", metavar="FILE", rich_help_panel=_SHOW
    ),
]
Language = Annotated[
    Literal["en", "zh"] | None,
    typer.Option(help="Default: your locale.", metavar="NAME", rich_help_panel=_SHOW),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help="No notes and no progress: errors alone.", rich_help_panel=_SHOW
    ),
]
CheckQuiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help="Print nothing unless a band is breached.", rich_help_panel=_SHOW
    ),
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Also what each file was taken for, every note, and the time of each step.",
        rich_help_panel=_SHOW,
    ),
]
FailOn = Annotated[
    Literal["alarm", "watch", "never"] | None,
    typer.Option(help="Exit with 1 from this level on.", metavar="LEVEL", rich_help_panel=_HOW),
]
Colour = Annotated[
    bool | None,
    typer.Option("--color/--no-color", help="Force or forbid colour.", rich_help_panel=_SHOW),
]
InspectFormat = Annotated[
    Literal["terminal", "json"],
    typer.Option("--format", "-f", metavar="NAME", rich_help_panel=_SHOW),
]
