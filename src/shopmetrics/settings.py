"""What one run was asked: the config in force, the period, the basis and the breakdowns."""

from datetime import date, timedelta

from shopmetrics.config import Basis, Config
from shopmetrics.rule import DEFAULT, Rule
from shopmetrics.value import value

_DAY = timedelta(days=1)
_MONTH = 31


@value
class Period:
    """Local dates, both inclusive; None is open: whatever was loaded."""

    since: date | None = None
    until: date | None = None

    def before(self) -> "Period | None":
        """Return the month before a month, else as many days before; None for an open period."""
        if self.since is None or self.until is None:
            return None
        last = self.since - _DAY
        first = last.replace(day=1) if self.is_month else last - (self.until - self.since)
        return Period(first, last)

    @property
    def is_month(self) -> bool:
        """Say whether this is one whole month of the calendar."""
        if self.since is None or self.until is None or self.since.day > 1:
            return False
        return (self.until + _DAY).day == 1 and (self.until - self.since).days < _MONTH


@value
class Side:
    """One side of a comparison: a period, and a group of a dimension where groups are compared."""

    name: str
    period: Period
    group: str | None = None


@value
class Sides:
    """What is compared with what; `by` is the dimension of their groups, None for periods.

    `event` says that the periods are those before and since an event, and are called after it.
    """

    a: Side
    b: Side
    by: str | None = None
    event: bool = False


@value
class Settings:
    """Everything a page may depend on besides the tallies."""

    config: Config
    period: Period = Period()
    basis: Basis = Basis.order_time
    by: tuple[str, ...] = ()
    top: int = 3
    tells: frozenset[str] = frozenset()  # what the files can tell: facts.tells
    decimals: int = 2
    as_of: date | None = None
    last_day: float = 1.0  # how much of the day as_of the data hold, from 0 to 1
    first_day: date | None = None  # of the first order that was loaded
    sides: Sides | None = None  # what to compare, where that was said
    rules: tuple[Rule, ...] = (DEFAULT,)  # the first is in force; facts are marked by all

    @property
    def rule(self) -> Rule:
        """Return the rule by which quality returns are counted."""
        return self.rules[0]

    @property
    def cost_per_return(self) -> int:
        """Return what a return costs besides the refund, in minor units."""
        return int(self.config.hotspots.cost_per_return * 10**self.decimals)
