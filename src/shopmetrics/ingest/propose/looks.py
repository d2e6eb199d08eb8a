"""What the cells of a column look like, whatever it is called."""

import polars as pl

from shopmetrics.ingest.cells.moment import AmbiguousDaysError, moments
from shopmetrics.ingest.cells.money import minor_units
from shopmetrics.value import value

MOST_WORDS = 30
_TRIED = 500
_DATED = r"\d[-/.年 ](?:\d|[A-Za-z]{3})|[A-Za-z]{3}[a-z]* \d"
_SHORT_YEAR = r"^\d{1,2}[/-]\d{1,2}[/-]\d{2}\b"  # read once days or months are known to be first
_TIME = r"\d[:：时]\d"
_CLOCK = r"(?i)^\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?: ?[ap]\.?m\.?)?$"
_OFFSET = r"\d ?(?:Z|[+-]\d{2}:?\d{2})$"
_FRACTION = r"[.,]\d{1,2}\D*$|[¥￥$€£元]"
_SMALL = r"^-?\d{1,4}(\.0+)?$"
_CODED = r"^\S*\d\S*$"
_CODE = r"^[A-Z]{3}$"
# No word of a list: an address of any sort, or a number that could be somebody's.
_PERSONAL = r"@|://|\d{5}"
_LONGEST_WORD = 60


@value
class Looks:
    """Shares are of the first cells that say something; `filled` is of all rows."""

    rows: int
    filled: float
    distinct: int
    moments: float  # can be read as moments, Excel's numbers of days too
    dated: float  # likewise, and written as a date
    ambiguous: bool  # days like 05/01/2024 that no cell of the column decides
    offset: bool  # some moment says its distance to UTC
    timed: bool  # some cell has a time of day
    clock: float  # nothing but a time of day
    amounts: float
    fractions: bool  # some amount has a decimal point or a currency's sign
    counts: float  # whole numbers of four digits at most
    coded: bool  # every value has a digit and no space
    codes: float  # three capital letters
    words: tuple[str, ...]  # the distinct values, most frequent first, where they are few

    @property
    def unique(self) -> bool:
        """Say whether no value stands twice."""
        return self.distinct == round(self.filled * self.rows)


def looks(cells: pl.Series) -> Looks:
    """Look at a column of text; dates and amounts are tried on its first 500 cells."""
    said = cells.drop_nulls()
    every = said.unique(maintain_order=True)
    some = said.head(_TRIED)
    at, ambiguous = _moments(some)
    written, amounts = some.str.contains(_DATED), minor_units(some)
    return Looks(
        rows=cells.len(),
        filled=said.len() / (cells.len() or 1),
        distinct=every.len(),
        moments=_share(at),
        dated=_share(at & written),
        ambiguous=ambiguous,
        offset=bool((written & some.str.contains(_OFFSET)).any()),
        timed=bool(some.str.contains(_TIME).any()),
        clock=_share(some.str.contains(_CLOCK)),
        amounts=_share(amounts.is_not_null()),
        fractions=bool(some.str.contains(_FRACTION).any()),
        counts=_share(some.str.contains(_SMALL)),
        coded=bool(some.str.contains(_CODED).all()),
        codes=_share(some.str.contains(_CODE)),
        words=_words(said, every.len()),
    )


def _moments(cells: pl.Series) -> tuple[pl.Series, bool]:
    """Return which cells are moments, and whether days and months must be told apart by someone."""
    short = cells.str.contains(_SHORT_YEAR)
    if short.any():
        return short, True
    try:
        return moments(cells, "UTC").is_not_null(), False
    except AmbiguousDaysError:
        return cells.str.contains(_DATED), True


def _share(where: pl.Series) -> float:
    return int(where.sum()) / (where.len() or 1)


def _words(said: pl.Series, distinct: int) -> tuple[str, ...]:
    """Return the values of a column of words: few, short, and nobody's address or number."""
    few = distinct <= min(MOST_WORDS, max(8, said.len() // 2))
    if (
        not few
        or said.str.contains(_PERSONAL).any()
        or (said.str.len_chars() > _LONGEST_WORD).any()
    ):
        return ()
    counted = said.rename("word").to_frame().group_by("word").len()
    return tuple(counted.sort("len", "word", descending=[True, False])["word"])
