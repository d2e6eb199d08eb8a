"""Ids that a spreadsheet has rounded: it keeps 15 digits of a number, and the rest become zeros.

Two orders may then have one id and a refund may find none, and nothing in a single id shows it.
"""

from collections.abc import Mapping, Sequence
from math import exp, log

import polars as pl

from shopmetrics.ingest.profiles.columns import IDS

KEPT = 15  # digits of a number that a spreadsheet holds
_LOOKED_AT = 1_000
_CHANCE = 1e-9
_SHARE = 0.5


def rounded_ids(rows: pl.DataFrame) -> Mapping[str, int]:
    """Count by canonical column the cells with ids that were rounded; none where chance may be it.

    An id of d > 15 digits ends in d - 15 zeros by chance once in 10 ** (d - 15). Where k of n
    different long ids do, at a mean chance of p, as many or more do so by chance with at most
    exp(-n KL(k/n, p)) (Chernoff; Hoeffding 1956 for chances that differ). They are called rounded
    below 1e-9: 10 of 10 ids of 16 digits, 3 of 3 of 19, and once in 1e9 columns without a fault.
    Digits are not quite by chance where the last ones are the buyer's, who may order often: so at
    least half of the long ids must end like this, as they do after a spreadsheet saved the column.
    """
    there = [name for name in IDS if name in rows.columns]
    return {name: count for name in there if (count := _rounded(rows[name]))}


def _rounded(ids: pl.Series) -> int:
    step = ids.len() // _LOOKED_AT | 1  # odd: of ids that count up, every thousandth ends in zeros
    if _seldom(ids.gather_every(step).drop_nulls().to_list()):
        return 0
    long = _long(ids)
    different = long.unique()
    if _share(different) < _SHARE or _chance(different) >= _CHANCE:
        return 0
    return int(long["zeros"].sum())


def _seldom(ids: Sequence[str]) -> bool:
    """Tell by some ids that few end in a zero: that spares most columns a closer look."""
    long = [one for one in ids if len(one) > KEPT]
    return sum(one.endswith("0") for one in long) <= len(long) * _SHARE / 2


def _long(ids: pl.Series) -> pl.DataFrame:
    """Return ids of more than 15 digits, the chance of each to end in zeros, and if it does."""
    text = pl.col("id")
    found = ids.rename("id").to_frame().filter(text.str.contains(rf"^\d{{{KEPT + 1},}}$"))
    beyond = text.str.len_chars().cast(pl.Int32) - KEPT
    zeros = text.str.slice(KEPT).str.contains("^0+$")
    return found.with_columns(chance=pl.lit(0.1).pow(beyond), zeros=zeros)


def _share(long: pl.DataFrame) -> float:
    return float(long["zeros"].mean() or 0.0)  # type: ignore[arg-type] # a share of Booleans


def _chance(long: pl.DataFrame) -> float:
    """Bound the chance that so many or more end in zeros, of `long` where most do."""
    share, chance = _share(long), float(long["chance"].mean())  # type: ignore[arg-type] # numbers
    rest = (1 - share) * log((1 - share) / (1 - chance)) if share < 1 else 0.0
    return exp(-long.height * (share * log(share / chance) + rest))
