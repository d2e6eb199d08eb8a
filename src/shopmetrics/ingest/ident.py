"""Text and ids out of cells: padding, spreadsheet wrappers and signs for nothing taken off."""

import polars as pl

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


def tidy(cells: pl.Series) -> pl.Series:
    """Strip padding, ="…" and the apostrophe of a spreadsheet; null for what stands for nothing."""
    text = cells.str.strip_chars(_PADDING)
    if text.str.contains("^[='\"]").any():
        text = (
            text.str.replace("^'", "").str.replace('^="?(.*?)"?$', "$1").str.strip_chars(_PADDING)
        )
    masked = pl.col("cell").str.contains(r"^\*+$")
    told = (
        text.rename("cell")
        .to_frame()
        .select(pl.when(~pl.col("cell").is_in(NOTHING) & ~masked).then("cell"))
    )
    return told.to_series()


def ident(cells: pl.Series) -> pl.Series:
    """Read an id as text: full-width letters narrowed, a spreadsheet's .0 taken off."""
    text = tidy(cells)
    if text.str.contains(r"[０-９]|\.0$").any():
        digits = text.str.replace_many(
            [chr(0xFF10 + i) for i in range(10)], [str(i) for i in range(10)]
        )
        text = digits.str.replace(r"^(\d+)\.0$", "$1")
    return text


def from_any(rows: pl.DataFrame, name: str) -> pl.Expr:
    """Return a column where a file has it, else nothing."""
    return pl.col(name) if name in rows.columns else pl.lit(None)
