"""Every word and number that a user sees, in their language: one .po file a language, by ids."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal

from shopmetrics.language import language_of
from shopmetrics.text.catalogue import catalogue
from shopmetrics.text.large import MYRIAD, in_myriads
from shopmetrics.text.number import money, number
from shopmetrics.text.sentence import filled
from shopmetrics.value import value

__all__ = ["LANGUAGES", "NOTHING", "Words", "language_of"]

LANGUAGES = ("en", "zh")
_TAGS = {"en": "en", "zh": "zh-CN"}
NOTHING = "–"


@value
class Words:
    """One language: its sentences by id, and its ways of writing numbers, money and dates."""

    language: str
    _sentences: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Read the sentences of the language."""
        object.__setattr__(self, "_sentences", catalogue(self.language))

    @property
    def ids(self) -> frozenset[str]:
        """Name everything that can be said."""
        return frozenset(self._sentences)

    @property
    def tag(self) -> str:
        """Name the language as HTML and mails do."""
        return _TAGS[self.language]

    def say(self, key: str, **values: object) -> str:
        """Return a sentence with its blanks filled."""
        return filled(self._sentences[key], values, spaced=self.language == "zh")

    def label(self, value: object) -> str:
        """Return the words for one of our own ids; what has none is itself."""
        return self._sentences.get(f"label.{value}", str(value))

    def listed(self, items: Iterable[str]) -> str:
        """Write a list of names as the language does."""
        return self._sentences["join.items"].join(items)

    def platform(self, name: str) -> str:
        """Return what a platform is called; what has no other name is itself."""
        return self._sentences.get(f"platform.{name}", name)

    def defined(self, english: str) -> str:
        """Return a line of a definition, which is written in English, in the language."""
        if self.language == "en":
            return english
        return catalogue(f"{self.language}.pages").get(english, english)

    def count(self, number: int) -> str:
        """Write a whole number with the separators of the language."""
        return f"{number:,}"  # in both languages

    def about(self, number: int) -> str:
        """Write a whole number for a sentence: from 10,000 on Chinese counts in 万 and 亿."""
        return in_myriads(number, None) if self._large(number) else self.count(number)

    def number(self, value: float, decimals: int = 1) -> str:
        """Write a number to a decimal or more."""
        return number(value, decimals)  # in both languages

    def share(self, value: float, digits: int = 1) -> str:
        """Write a share from 0 to 1 in per cent, to a tenth."""
        return f"{self.number(value * 100, digits)}%"

    def points(self, value: float) -> str:
        """Write a difference of shares in points, with its sign where it is not zero."""
        written = self.number(value * 100)
        return written if written.startswith("-") or written == "0.0" else f"+{written}"

    def money(self, minor: int, currency: str | None, decimals: int) -> str:
        """Write minor units as an amount; exact, for they never become a float."""
        amount = Decimal(minor).scaleb(-decimals)
        if currency is None:
            return number(amount, decimals)
        return money(amount, currency, self.language)

    def about_money(self, minor: int, currency: str | None, decimals: int) -> str:
        """Write an amount for a sentence: from 10,000 on Chinese counts in 万 and 亿."""
        amount = Decimal(minor).scaleb(-decimals)
        if self._large(amount):
            return in_myriads(amount, currency)
        return self.money(minor, currency, decimals)

    def when(self, moment: date | datetime) -> str:
        """Write a day, with its time where it has one."""
        if isinstance(moment, datetime):
            return f"{moment.date().isoformat()} {moment:%H:%M}"
        return moment.isoformat()

    def _large(self, amount: Decimal | int) -> bool:
        return self.language == "zh" and (amount >= MYRIAD or amount <= -MYRIAD)

    def period(self, name: str) -> str:
        """Write a week or a month, 2026-W26 or 2026-06, as the language does."""
        year, _, part = name.partition("-")
        week = part.startswith("W")
        key = "period.week" if week else "period.month"
        number = part.removeprefix("W")
        return self.say(key, year=year, number=number if self.language == "en" else int(number))
