"""What the free text of a request says where it differs from the reason that was chosen."""

import polars as pl

from shopmetrics.causes import otherwise
from shopmetrics.settings import Settings

_LONG_NUMBER = r"\d{5,}"


def note_causes(refunds: pl.DataFrame, causes: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return each distinct note under a quality reason with the other cause that it names.

    `causes` are reason texts with their cause (facts.refund); null: the note names none, or a
    quality cause as well.
    """
    quality = settings.config.quality_causes
    bad = causes.filter(pl.col("cause").is_in(quality))["text"].drop_nulls()
    blamed = refunds.filter(pl.col("first_reason").cast(pl.String).is_in(bad.implode()))
    notes = blamed["note"].drop_nulls().unique().sort()
    return pl.DataFrame({"note": notes, "note_cause": otherwise(notes, settings.config)})


def with_notes(facts: pl.LazyFrame, notes: pl.LazyFrame, settings: Settings) -> pl.LazyFrame:
    """Add `note_cause`, `contradicted` and the note without long numbers to refund facts.

    A long number in a note is a phone's or a parcel's: nobody's business in a list.
    """
    quality = pl.col("first_cause").is_in(settings.config.quality_causes).fill_null(value=False)
    return facts.join(notes, on="note", how="left").with_columns(
        contradicted=quality & pl.col("note_cause").is_not_null(),
        note=pl.col("note").str.replace_all(_LONG_NUMBER, "*****"),
    )
