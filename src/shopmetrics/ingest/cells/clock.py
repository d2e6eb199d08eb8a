"""Dates and times as people say them, written with digits, dashes, colons and English months."""

import polars as pl

from shopmetrics.ingest.cells.narrow import narrowed

_WORDS = (
    (r"([0-9]{4})年 ?([0-9]{1,2})月 ?([0-9]{1,2})[日号] ?", "$1-$2-$3 "),
    (r"([0-9]{1,2})[时時点] ?([0-9]{1,2})分 ?([0-9]{1,2})秒", "$1:$2:$3"),
    (r"([0-9]{1,2})[时時点] ?([0-9]{1,2})分", "$1:$2"),
    (r"(?:上午|凌晨|早上|午前) ?([0-9:]+)", " $1 AM"),
    (r"(?:下午|中午|午後) ?([0-9:]+)", " $1 PM"),
)
# Months of German and Portuguese exports, where they are not written as the English ones.
_ABROAD = {
    "Jan": "jän(?:ner)?|januar|janeiro",
    "Feb": "februar|fev(?:ereiro)?",
    "Mar": "märz?|mrz|março",
    "Apr": "abr(?:il)?",
    "May": "maio?",
    "Jun": "junho|juni",
    "Jul": "julho|juli",
    "Aug": "ago(?:sto)?",
    "Sep": "set(?:embro)?",
    "Oct": "okt(?:ober)?|out(?:ubro)?",
    "Nov": "novembro",
    "Dec": "dez(?:ember|embro)?",
}
_NAMES = {rf"(?i)\b(?:{names})\b\.?": month for month, names in _ABROAD.items()}


def spoken(cells: pl.Series) -> pl.Series:
    """Write 2024年3月5日 下午3点05分 as 2024-3-5 3:05 PM, 10-Dez-25 as 10-Dec-25, and the like."""
    text = narrowed(cells)
    if text.str.contains("[月时時点午晨早]").any():
        for said, written in _WORDS:
            text = text.str.replace(said, written)
    if text.str.contains("[A-Za-z]").any():
        text = _in_english(text.str.replace("([0-9])T([0-9])", "$1 $2"))
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def _in_english(text: pl.Series) -> pl.Series:
    if text.str.contains("|".join(_NAMES)).any():
        for name, month in _NAMES.items():
            text = text.str.replace(name, month)
    return text
