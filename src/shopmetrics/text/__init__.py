"""Every word and number that a user sees, in their language: one .po file a language, by ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from babel.numbers import format_currency, format_decimal

from shopmetrics.language import language_of
from shopmetrics.text.catalogue import catalogue
from shopmetrics.text.large import MYRIAD, in_myriads
from shopmetrics.text.sentence import filled

__all__ = ["LANGUAGES", "NOTHING", "Words", "language_of"]

LANGUAGES = ("en", "zh")
_LOCALES = {"en": "en", "zh": "zh_CN"}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
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
        return _LOCALES[self.language].replace("_", "-")

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

    def number(self, value: float, pattern: str = "#,##0.0") -> str:
        """Write a number to a decimal or more."""
        return _unsigned(format_decimal(value, format=pattern, locale=self._locale))

    def share(self, value: float) -> str:
        """Write a share from 0 to 1 in per cent, to a tenth."""
        return f"{self.number(value * 100)}%"

    def points(self, value: float) -> str:
        """Write a difference of shares in points, with its sign where it is not zero."""
        return self.number(value * 100, "+#,##0.0;-#,##0.0")

    def money(self, minor: int, currency: str | None, decimals: int) -> str:
        """Write minor units as an amount; exact, for they never become a float."""
        amount = Decimal(minor).scaleb(-decimals)
        if currency is None:
            pattern = f"#,##0.{'0' * decimals}".rstrip(".")
            return format_decimal(amount, format=pattern, locale=self._locale)
        return format_currency(amount, currency, locale=self._locale)

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

    @property
    def _locale(self) -> str:
        return _LOCALES[self.language]


def _unsigned(number: str) -> str:
    """Take the sign from what was rounded to nothing: -0.0 is neither a fall nor a number."""
    return number if any(digit in number for digit in "123456789") else number.lstrip("+-")
