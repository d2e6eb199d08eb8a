"""Which breakdowns a command has: --by for anything else is refused, and never passed over."""

from collections.abc import Collection, Mapping

from shopmetrics.cli.asked import Asked
from shopmetrics.cli.pages import Command
from shopmetrics.cli.sides import is_period
from shopmetrics.dimensions import CALENDAR, Dimension
from shopmetrics.drivers import ASKED
from shopmetrics.errors import ConfigError

# What can be asked for by --by; a page that is not here has no breakdown.
_POSSIBLE: Mapping[str, Collection[Dimension]] = {
    "refund_rate": frozenset(Dimension),
    "trend": CALENDAR,  # Typer itself refuses what is none of these
    "compare": ASKED,
}


def refuse_by(command: Command, asked: Asked) -> None:
    """Refuse a breakdown that a page would pass over without a word.

    Raises:
        ConfigError: naming what can be asked for.
    """
    periods = is_period(asked.a) and is_period(asked.b)
    possible = _POSSIBLE.get(command.page or "refund_rate", ())
    strange = [name for name in asked.by if name not in possible]
    if not strange or (command.page == "compare" and not periods):  # of groups the sides say it
        return
    if command.page == "compare":
        allowed = f"split it by one of {', '.join(ASKED)}"
        raise ConfigError(f"--by {strange[0]}: no difference is split by that", hint=allowed)
    raise ConfigError(
        f"--by {strange[0]}: {command.name} has no breakdown",
        hint="break one number down with shopmetrics refund-rate --by",
    )
