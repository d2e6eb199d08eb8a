"""Text and ids out of cells: padding, spreadsheet wrappers and signs for nothing taken off."""

import polars as pl

from shopmetrics.shop import LABEL

NOTHING = (
    *(
        "",
        "-",
        "--",
        "—",
        "–",
        "/",
        "无",
        "null",
        "'null",
        "NULL",
        "None",
        "N/A",
        "n/a",
        "NaN",
        "nan",
    ),
    *("无退款申请", "没有申请退款"),
)
_PADDING = " \t\r\n\u00a0\u3000\u200b\u200e\u200f\ufeff"
_DIGITS = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
# An id that nothing has to be taken off: has a digit, so that it is no sign for nothing.
_PLAIN = r"^[0-9A-Za-z_#-]*[0-9][0-9A-Za-z_#-]*$"


def tidy(cells: pl.Series) -> pl.Series:
    """Strip padding, ="…" and the apostrophe of a spreadsheet; null for what stands for nothing."""
    text = cells.str.strip_chars(_PADDING)
    if text.str.contains("^[='\"]").any():
        text = text.str.replace("^'", "").str.replace('^="(.*?)"?$', "$1").str.strip_chars(_PADDING)
    masked = pl.col("cell").str.contains(r"^\*+$")
    told = (
        text.rename("cell")
        .to_frame()
        .select(pl.when(~pl.col("cell").is_in(NOTHING) & ~masked).then("cell"))
    )
    return told.to_series()


def ident(cells: pl.Series) -> pl.Series:
    """Read an id as text: full-width letters narrowed, a spreadsheet's .0 taken off.

    Ids that are plain already are let through: an eighth of the time of looking for what to strip.
    """
    if digits(cells) or cells.str.contains(_PLAIN).all():
        return cells
    text = tidy(cells)
    if text.str.contains(r"[０-９]|\.0$").any():
        narrow = text.str.replace_many(list(_DIGITS), list(_DIGITS.values()))
        text = narrow.str.replace(r"^(\d+)\.0$", "$1")
    return text


def digits(cells: pl.Series) -> bool:
    """Tell whether every cell is blank or digits alone; the cast is the fastest way to know."""
    return cells.cast(pl.Int64, strict=False).null_count() == cells.null_count()


def tidied(coded: pl.Series) -> pl.Series:
    """Tidy a column of labels, of which there are few: each text once."""
    said = coded.unique().drop_nulls()
    texts = said.cast(pl.String)
    found = tidy(texts)
    return coded if found.equals(texts) else replaced(coded, said, found).cast(LABEL)


def replaced(coded: pl.Series, said: pl.Series, meant: pl.Series) -> pl.Series:
    """Put for each label what it means; `said` holds every label once.

    A look-up by the labels' numbers takes a tenth of the time of a replacement by their texts.
    """
    numbers, known = coded.to_physical(), said.to_physical()
    highest = known.max()
    size = highest + 1 if isinstance(highest, int) else 0
    table = pl.Series([None], dtype=meant.dtype).new_from_index(0, size).scatter(known, meant)
    return table.gather(numbers).rename(coded.name)


def from_any(rows: pl.DataFrame, name: str) -> pl.Expr:
    """Return a column where a file has it, else nothing."""
    return pl.col(name) if name in rows.columns else pl.lit(None)
