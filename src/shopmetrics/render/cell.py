"""One value of a table as text for people, by its unit."""

from datetime import date, datetime

from shopmetrics.dimensions import NAMED, OF_PLATFORM
from shopmetrics.page import Unit
from shopmetrics.printable import printable
from shopmetrics.text import NOTHING, Words
from shopmetrics.value import value

_SMALLEST = 0.0005
_TEXTS = {Unit.text, Unit.label, Unit.platform, Unit.around}
RIGHT = frozenset(Unit) - _TEXTS - {Unit.flag, Unit.when, Unit.month}


@value
class Writer:
    """Writes values in one language and currency."""

    words: Words
    currency: str | None
    decimals: int

    def cell(self, value: object, unit: Unit, column: str = "") -> str:
        """Write one value; what is not known is a dash, and never a zero."""
        if value is None:
            return NOTHING
        if isinstance(value, bool):
            return self.words.label("yes" if value else "no")
        if isinstance(value, date | datetime):
            return f"{value:%Y-%m}" if unit is Unit.month else self.words.when(value)
        if isinstance(value, int | float):
            return self._number(value, unit, column)
        return self._text(str(value), unit)

    def told(self, value: object, unit: Unit, column: str = "") -> str:
        """Write a value for a sentence: large ones are rounded as the language rounds them."""
        if isinstance(value, int | float) and unit is Unit.money:
            return self.words.about_money(int(value), self.currency, self.decimals)
        if isinstance(value, int) and unit is Unit.count:
            return self.words.about(value)
        return self.cell(value, unit, column)

    def group(self, name: object, dimension: str) -> str:
        """Write a group of a dimension that stands as text: ours in words, hours as such."""
        if dimension in OF_PLATFORM:
            return self.cell(name, Unit.platform)
        if name is None or dimension not in NAMED:
            return self.cell(name, Unit.text)
        text = str(name)
        return self.cell(int(text) if text.isdigit() else text, Unit.label, dimension)

    def label(self, value: str) -> str:
        """Write one of our own ids; within_30 carries its days, a+b is two of them."""
        if "+" in value:
            return self.words.listed(map(self.label, value.split("+")))
        head, _, days = value.partition("within_")
        if not head and days.isdigit():
            return self.words.say("label.within", days=days)
        return self.words.label(value)

    def _text(self, value: str, unit: Unit) -> str:
        match unit:
            case Unit.label:
                return self.label(value)
            case Unit.platform:
                return self.words.platform(printable(value))
            case Unit.around:
                when, _, event = printable(value).partition(" ")
                return self.words.say(f"side.{when}", event=event)
            case _:
                return printable(value)

    def _number(self, value: float, unit: Unit, column: str) -> str:  # noqa: PLR0911 one a unit
        match unit:
            case Unit.money:
                return self.words.money(int(value), self.currency, self.decimals)
            case Unit.share:
                return self.words.share(value)
            case Unit.points:
                return self.words.points(value)
            case Unit.probability:
                return "<0.001" if value < _SMALLEST else f"{value:.3f}"
            case Unit.ratio:
                return f"{self.words.number(value, 2)}×"
            case Unit.label:
                return self._slot(int(value), column)
            case Unit.number:
                return self.words.number(value)
            case _:
                return self.words.count(int(value))

    def _slot(self, value: int, column: str) -> str:
        return self.words.say(f"weekday.{value}") if column == "weekday" else f"{value:02d}:00"


def units_of(row: dict[str, object], units: dict[str, Unit]) -> dict[str, Unit]:
    """Return the units of a row: counts of money are money, and causes have words of ours."""
    if row.get("term") == "platform":
        units = {**units, "was": Unit.platform, "becomes": Unit.platform}
    if row.get("dimension") == "cause" and "group" in units:
        units = {**units, "group": Unit.label}
    money = "amount" in {row.get("measure"), str(row.get("name", "")).removeprefix("returning_")}
    return {
        name: Unit.money if money and name in {"n", "k"} else unit for name, unit in units.items()
    }
