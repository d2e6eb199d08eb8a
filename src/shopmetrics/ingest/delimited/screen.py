"""Which lines of a block are plainly one record each: a vectorised pass over its text."""

import re

import polars as pl

from shopmetrics.ingest.delimited.lines import Block
from shopmetrics.ingest.delimited.tokens import FIELD_LIMIT, Form
from shopmetrics.value import value

WIDE_TABLE = 300  # beyond so many fields a pattern for a whole line is too large to compile

BLANK = r'\s\u{200b}\u{feff}"'
BOM = "\ufeff"


@value
class Screened:
    """A block's lines (`index`, `text`, `length` in bytes), and those to look at one by one."""

    block: Block
    lines: pl.DataFrame
    doubtful: pl.Series


def screen_block(block: Block, form: Form) -> Screened:
    """Tell the lines that are plainly one well-formed record from those to look at one by one."""
    text = pl.col("text")
    padding = form.separator * (form.fields - form.named)
    lines = (
        pl.scan_lines(block.data, name="text", row_index_name="index")
        .with_columns(
            length=text.str.len_bytes() + 1,
            quoted=text.str.contains('"', literal=True),
            fits=(text.str.count_matches(form.separator, literal=True) == form.fields - 1)
            & text.str.ends_with(padding),
            odd=_begins_like(form)
            | (text.str.len_bytes() > FIELD_LIMIT)
            | text.str.starts_with(BOM)
            | text.str.contains("\0", literal=True)
            | text.str.contains(f"^[{BLANK}{re.escape(form.separator)}]*$"),
        )
        .collect(engine="streaming")
    )
    doubtful = lines.filter(~pl.col("quoted") & (pl.col("odd") | ~pl.col("fits")))["index"]
    quoted = lines.filter("quoted")
    if quoted.height:
        misformed = quoted.filter(pl.col("odd") | ~_well_formed(form))["index"]
        doubtful = pl.concat([doubtful, misformed]).sort()
    return Screened(block, lines.select("index", "text", "length"), doubtful)


def _begins_like(form: Form) -> pl.Expr:
    """Tell lines whose first cell is that of the header, which may be the header once more."""
    first, separator = form.header[0], form.separator
    return pl.any_horizontal(
        pl.col("text").str.starts_with(f"{cell}{separator}") for cell in (first, f'"{first}"')
    )


def _well_formed(form: Form) -> pl.Expr:
    """Tell lines whose fields all are well quoted or without any quote."""
    if form.fields > WIDE_TABLE:
        return pl.lit(value=False)
    separator = re.escape(form.separator)
    field = f'(?:"(?:[^"]|"")*"|[^"{separator}]*)'
    named = f"{field}(?:{separator}{field}){{{form.named - 1}}}"
    padding = f'(?:{separator}(?:"")?){{{form.fields - form.named}}}'
    return pl.col("text").str.contains(f"^{named}{padding}$")
