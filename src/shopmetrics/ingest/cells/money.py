"""Money as whole minor units, exactly, from every way in which exports write it."""

import polars as pl

from shopmetrics.ingest.cells.ident import tidy
from shopmetrics.ingest.cells.narrow import narrowed
from shopmetrics.ingest.cells.seen import Seen
from shopmetrics.ingest.cells.sign import NO_DECIMALS, SIGN, signs, usual

MOST_DIGITS = 15
_USUAL = 2
_POINTED = r"^-?[0-9]{1,13}\.[0-9]{1,2}$"
_PLAIN = r"^-?[0-9]{1,13}(?:\.[0-9]{1,2})?$"
_GAPS = "[{}' \u00a0\u202f]"
_EITHER = r"^([+-]?)([0-9]{{1,3}}(?:{gaps}[0-9]{{3}})+|[0-9]+)(?:{point}([0-9]+))?$"
_POINT = _EITHER.format(gaps=_GAPS.format(","), point=r"\.")
_COMMA = _EITHER.format(gaps=_GAPS.format("."), point=",")


def seen(cells: pl.Series) -> Seen:
    """Read, in hundredths, what can only be one amount; all else is odd, for the column to decide.

    A look and a cast of what is clean: 0.04 s a million amounts.
    """
    found = _clean(cells)
    if found is not None:
        return found
    text = tidy(cells)
    plain = text.str.contains(_PLAIN)
    clean = pl.select(pl.when(plain).then(text)).to_series()
    odd = (~plain).arg_true()
    pointed = bool(clean.str.contains(".", literal=True).any())
    return Seen(_hundredths(clean), odd, text.gather(odd), plain=pointed)


def minor_units(cells: pl.Series, *, decimals: int = _USUAL) -> pl.Series:
    """Read a column of amounts that is in one piece."""
    return settled(seen(cells), decimals)


def settled(column: Seen, decimals: int, *, whole: bool = False) -> pl.Series:
    """Return a column in minor units of so many digits, the odd amounts read as it decides.

    `whole` says that the currency is written without decimals, so that a point parts thousands.
    """
    if column.text.is_empty():  # most columns: 4 ms that a small file would feel
        return rescaled(column.value, decimals)
    found = amounts(
        column.text,
        bare=column.value.count() > 0,
        pointed=column.plain,
        decimals=decimals,
        whole=whole or decimals == 0,
    )
    return rescaled(column.value, decimals).scatter(column.odd, found)


def rescaled(hundredths: pl.Series, decimals: int) -> pl.Series:
    """Return minor units of so many digits; null where that would cut something off."""
    if decimals >= _USUAL:
        return hundredths * 10 ** (decimals - _USUAL) if decimals > _USUAL else hundredths
    unit = 10 ** (_USUAL - decimals)
    whole = hundredths % unit == 0
    return pl.select(pl.when(whole).then(hundredths // unit)).to_series()


def amounts(
    text: pl.Series,
    *,
    bare: bool,
    pointed: bool,
    decimals: int = _USUAL,
    whole: bool = False,
) -> pl.Series:
    """Read the odd amounts of a column; null is no exact amount of at most 15 digits.

    `bare` tells whether the column has clean amounts besides, `pointed` whether some of these have
    a decimal point. What a comma means, and which currency, is decided over the whole column. Where
    points could part thousands in all of it, and it is not known whether they do, none is read.
    """
    written = narrowed(text).str.strip_chars()
    sign = signs(written)
    numbers = written.str.contains("[0-9]")
    wanted = sign.is_in(usual(sign.filter(numbers), bare=bare))
    number = pl.select(pl.when(wanted).then(_bare(written))).to_series()
    european = not pointed and _is_european(number, sign)
    if not pointed and not european and decimals <= _USUAL and _is_grouped(number):
        european = whole
        number = number if whole else _without_points(number)
    return _exact(number, _COMMA if european else _POINT, decimals)


def _clean(cells: pl.Series) -> Seen | None:
    """Return a column of which every cell is blank or clean; None for another."""
    pointed = int(cells.str.contains(_POINTED).sum())
    if pointed == cells.count() or cells.str.contains(_PLAIN).all():
        return Seen(_hundredths(cells), plain=pointed > 0)
    return None


def _hundredths(clean: pl.Series) -> pl.Series:
    return clean.cast(pl.Decimal(MOST_DIGITS, _USUAL)).to_physical().cast(pl.Int64)


def _bare(written: pl.Series) -> pl.Expr:
    """Take off currency signs, and brackets or a trailing minus that mean a negative."""
    text = pl.lit(written)
    inner = text.str.replace(r"^\((.*)\)$", "$1").str.replace("-$", "")
    negative = (inner != text) | inner.str.starts_with("-")
    plain = inner.str.strip_chars_start("+-").str.strip_chars()
    number = plain.str.replace(f"^{SIGN}\\s*", "").str.replace(f"\\s*{SIGN}$", "")
    return pl.when(negative).then(pl.concat_str(pl.lit("-"), number)).otherwise(number)


def _is_european(number: pl.Series, sign: pl.Series) -> bool:
    """Say whether 1.234,50 is meant: some cell can only be so, and none only the other way."""
    only = r",[0-9]{1,2}$|\.[0-9]{3}[.,]"
    comma = number.str.contains(only).any() or sign.is_in(NO_DECIMALS).any()
    return comma and not number.str.contains(r"\.[0-9]{1,2}$|,[0-9]{3}[.,]").any()


def _without_points(number: pl.Series) -> pl.Series:
    pointed = number.str.contains(".", literal=True)
    return pl.select(pl.when(~pointed).then(number)).to_series()


def _is_grouped(number: pl.Series) -> bool:
    """Say whether every point stands where it could part thousands."""
    pointed = number.filter(number.str.contains(".", literal=True))
    return bool(pointed.len()) and bool(
        pointed.str.contains(r"^[+-]?[0-9]{1,3}(\.[0-9]{3})+$").all()
    )


def _exact(number: pl.Series, form: str, decimals: int) -> pl.Series:
    parts = number.str.extract_groups(form).struct.unnest()
    sign, whole, part = (
        parts["1"],
        parts["2"].str.replace_all("[^0-9]", ""),
        parts["3"].fill_null(""),
    )
    fits = (part.str.strip_chars_end("0").str.len_bytes() <= decimals) & (
        whole.str.len_bytes() <= MOST_DIGITS
    )
    cents = (whole + part.str.slice(0, decimals).str.pad_end(decimals, "0")).cast(
        pl.Int64, strict=False
    )
    signed = pl.when(sign == "-").then(-cents).otherwise(cents)
    return pl.select(pl.when(fits).then(signed)).to_series()
