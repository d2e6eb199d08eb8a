"""How a cell's number is shown: as a number, as a date, or with leading zeros."""

import re
from datetime import datetime, timedelta

from shopmetrics.value import value

_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|[eE][+-]', re.IGNORECASE)
_DURATION = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 36), "yyyy-mm-dd"),
    **dict.fromkeys((50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),  # Chinese and Japanese forms
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
    46: "[h]:mm:ss",
}
_FIRST_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 a workbook's times have no zone
_FIRST_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 likewise
_NEVER_WAS = 60  # the 29th of February 1900, which there was not: days before it are one off
_LAST = 2_958_466  # year 10000


@value
class Format:
    """What is told of a number by how it is shown."""

    day: bool = False
    clock: bool = False
    digits: int = 0  # at least so many, filled up with zeros


NUMBER = Format()


def format_of(number: str, code: str | None) -> Format:
    """Read a format's code, or what stands for a built-in format without one."""
    if code is None:
        code = _BUILT_IN.get(int(number), "") if number.isascii() and number.isdigit() else ""
    if _ZEROS.fullmatch(code):
        return Format(digits=len(code))
    bare = _ASIDE.sub("", code.partition(";")[0]).lower()
    if _DURATION.search(bare) or "general" in bare:
        return NUMBER
    clock = "h" in bare or "s" in bare
    return Format(day="y" in bare or "d" in bare or ("m" in bare and not clock), clock=clock)


def moment_text(serial: float, form: Format, *, from_1904: bool) -> str | None:
    """Return a serial number of days as ISO text; None where it is no day of a calendar."""
    if not 0 <= serial < _LAST:
        return None
    if serial < 1 and not form.day:
        return None
    first = _FIRST_1904 if from_1904 else _FIRST_1900
    early = timedelta(days=1) if not from_1904 and serial < _NEVER_WAS else timedelta(0)
    at = first + early + timedelta(seconds=round(serial * 86400))
    if form.clock or serial != int(serial):
        return at.isoformat(" ")
    return at.date().isoformat()
