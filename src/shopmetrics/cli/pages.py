"""The commands over exports: the whole report, each page by itself, and check.

They share one signature and differ in the pages they ask for and in when they fail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Signature, signature

import typer

from shopmetrics.cli import options
from shopmetrics.dimensions import Dimension


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, its one line of help, the page it shows (None: all of them)."""

    name: str
    help: str
    page: str | None = None
    judges: bool = False  # shows verdicts alone, and fails on alarm


# The names and first lines of the pages stand here so that --help need not load them
# (a test holds them against the pages).
COMMANDS = (
    Command("report", "Show the whole state of the shop on one page."),
    Command(
        "check",
        "Judge against the bands; exit with 1 on alarm, 3 if nothing can be judged. Made for cron.",
        judges=True,
    ),
    Command(
        "refund-rate",
        "The share of what was sold that was refunded, in orders, units and money.",
        "refund_rate",
    ),
    Command(
        "quality-return-rate",
        "The share of orders with a request whose first reason is a quality cause (品退率).",
        "quality_return_rate",
    ),
    Command(
        "reasons",
        "Why orders came back: the most frequent reasons, their causes, and what leads each.",
        "reasons",
    ),
    Command(
        "hotspots",
        "Where refunds pile up: which goods, hours, days, places and causes are beyond chance.",
        "hotspots",
    ),
    Command(
        "trend",
        "How the refund rate goes by day, week or month, and which periods are beyond chance.",
        "trend",
    ),
    Command(
        "compare",
        "What changed between two periods or groups, whether by more than chance, and what drives it.",
        "compare",
    ),
    Command(
        "exchanges",
        "Orders refunded because the customer ordered another variant instead: exchanges by re-order.",
        "exchanges",
    ),
    Command(
        "true-cost",
        "What refunds cost in truth: the money back, the freight both ways, and what was paid besides.",
        "true_cost",
    ),
    Command(
        "pipeline",
        "What is still open: requests by age, how long they take, and how they end.",
        "pipeline",
    ),
    Command(
        "abuse",
        "Customers who send back far more than the rest: a list to look at, never one to block by.",
        "abuse",
    ),
    Command(
        "appeals",
        "Quality returns whose own text says otherwise: what could be appealed, and what it would change.",
        "appeals",
    ),
    Command(
        "repurchase",
        "How many customers come back, how soon, and how much of the business they are.",
        "repurchase",
    ),
)


def function(command: Command) -> Callable[..., None]:
    """Return the Typer function of a command over exports."""

    def run(  # noqa: PLR0913 one parameter an option: Typer reads the signature
        *,
        paths: options.Paths = None,
        orders: options.Orders = None,
        refunds: options.Refunds = None,
        config: options.ConfigFile = None,
        profile: options.Profiles = None,
        timezone: options.Timezone = None,
        currency: options.Currency = None,
        rejects: options.RejectsFile = None,
        since: options.Since = None,
        until: options.Until = None,
        last: options.Last = None,
        week: options.Week = None,
        month: options.Month = None,
        as_of: options.AsOf = None,
        basis: options.BasisName = None,
        by: options.By = None,
        rule: options.RuleName = None,
        exchanges: options.ExchangesName = None,
        a: options.SideA = None,
        b: options.SideB = None,
        event: options.EventName = None,
        top: options.Top = None,
        format_: options.FormatName = None,
        interactive: options.Interactive = False,
        table: options.TableName = None,
        output: options.OutputFile = None,
        language: options.Language = None,
        fail_on: options.FailOn = None,
        color: options.Colour = None,
        quiet: options.Quiet = False,
        verbose: options.Verbose = False,
    ) -> None:
        from shopmetrics.cli.asked import Asked, paths_of  # noqa: PLC0415 Polars only once it is needed
        from shopmetrics.cli.show import Shown, show  # noqa: PLC0415 likewise
        from shopmetrics.cli.volume import volume_of  # noqa: PLC0415 likewise

        asked = Asked(
            paths=paths_of(paths),
            orders=paths_of(orders),
            refunds=paths_of(refunds),
            config=config,
            profiles=tuple(profile or ()),
            period={
                "since": since,
                "until": until,
                "last": last,
                "week": week,
                "month": month,
            },
            as_of=as_of,
            timezone=timezone,
            currency=currency,
            basis=basis,
            by=tuple(map(Dimension, by or ())),
            rule=rule,
            exchanges=exchanges,
            a=a,
            b=b,
            event=event,
            top=top,
            volume=volume_of(quiet=quiet, verbose=verbose),
        )
        shown = Shown(
            format=format_,
            interactive=interactive,
            table=table,
            output=output,
            rejects=rejects,
            language=language,
            colour=color,
        )
        raise typer.Exit(
            show(command, asked, shown, fail_on or ("alarm" if command.judges else "never"))
        )

    run.__doc__ = command.help
    run.__signature__ = _of(command, signature(run))  # type: ignore[attr-defined] # Typer reads it
    return run


# The pages that --by breaks down; a test holds them against what is refused.
_BY = {
    None: options.By,
    "refund_rate": options.By,
    "compare": options.By,
    "trend": options.ByPeriod,
}


def _of(command: Command, whole: Signature) -> Signature:
    """Leave out the options of comparisons and of the whole report; check has its own --quiet."""
    kept = dict(whole.parameters)
    kept["by"] = kept["by"].replace(annotation=_BY.get(command.page, options.NoBy))
    for name in () if command.page == "compare" else ("a", "b", "event"):
        del kept[name]
    if command.name != "report":
        del kept["interactive"]
    if command.judges:
        kept["quiet"] = kept["quiet"].replace(annotation=options.CheckQuiet)
    return whole.replace(parameters=[*kept.values()])
