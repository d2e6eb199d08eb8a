"""What stands out beyond chance, over all tables together, and what money it holds."""

from collections.abc import Mapping

import polars as pl

from shopmetrics.settings import Settings
from shopmetrics.worth import a_month

# Which SKUs and which hours are the trouble is what is asked first: these get more than one part.
_PARTS = {"sku": 3, "hour": 3}


def judged(
    tables: Mapping[str, pl.DataFrame],
    months: float | None,
    settings: Settings,
    *,
    priced: bool,
) -> dict[str, pl.DataFrame]:
    """Correct q for the number of tables, add money and hot, and rank by money.

    `priced` says that the refunds give their amounts: else the money is not known.

    Looking at ten tables is looking ten times: the allowance of 5 % is shared out among the tables
    in which something was tested, three parts to the SKUs and to the hours and one to every other,
    so that a shop without any hotspot names one in at most 5 % of cases, whatever the table.
    """
    parts = {name: _PARTS.get(name, 1) for name, rows in tables.items() if rows["q"].count()}
    whole = sum(parts.values())
    given = pl.col("amount") if priced else pl.lit(None, pl.Int64)
    return {
        name: _ranked(
            _hot(rows.with_columns(amount=given), whole / parts.get(name, 1), months, settings)
        )
        for name, rows in tables.items()
    }


def _hot(
    rows: pl.DataFrame, factor: float, months: float | None, settings: Settings
) -> pl.DataFrame:
    limits = settings.config.hotspots
    q = (pl.col("q") * factor).clip(0, 1)
    # A group whose others have nothing back has no finite lift: nothing is more beyond normal.
    lifted = (pl.col("lift") >= limits.lift) | pl.col("lift").is_null()
    mean = pl.when(pl.col("k") > 0).then(pl.col("amount") / pl.col("k"))
    money = pl.col("excess") * (mean + settings.cost_per_return)
    return rows.with_columns(
        q=q,
        hot=((q <= limits.q) & lifted).fill_null(value=False),
        money=money.round().cast(pl.Int64),
        money_per_month=a_month(money, months),
    )


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Put the dearest first; equal ones as they stood, by their groups."""
    return rows.sort("money", descending=True, nulls_last=True, maintain_order=True)
