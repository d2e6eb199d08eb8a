"""Answers in the light of what may be missing: what a verdict could not bear, no row of it says.

More that came back leaves an alarm an alarm; good and watch are taken back.
"""

from dataclasses import replace

import polars as pl

from shopmetrics.doubt import Doubt, Open
from shopmetrics.judge import Level, Verdict
from shopmetrics.page import Answer, Page, Table

_BEARS_LESS = (Level.good, Level.watch)
_PLATFORM = "platform"


def doubted(page: Page, answer: Answer, verdict: Verdict) -> Answer:
    """Return a page's answer with the bands that its weighed verdict leaves."""
    if not verdict.doubts:
        return answer
    tables = dict(answer.tables)
    for judged in page.judged:
        for name, table in answer.tables.items():
            if judged.measure == verdict.measure and judged.covers(name) and "band" in table.units:
                tables[name] = Table(_rows(table.rows, verdict), table.units)
    return replace(answer, tables=tables)


def _rows(rows: pl.DataFrame, verdict: Verdict) -> pl.DataFrame:
    """Take back bands; of a breakdown by platform only where its own refunds may be missing."""
    theirs = {one.platform for one in verdict.doubts}
    by_platform = _PLATFORM in rows.columns and None not in theirs
    concerned = (
        pl.col(_PLATFORM).cast(pl.String).is_in(theirs) if by_platform else pl.lit(value=True)
    )
    taken = by_platform or verdict.level is Level.unknown
    open_to_more = concerned & pl.col("band").is_in(_BEARS_LESS)
    band = pl.when(open_to_more & taken).then(pl.lit(Level.unknown)).otherwise("band")
    kept = pl.lit(verdict.sure and not taken)
    sure = pl.when(concerned).then(pl.col("sure") & kept).otherwise("sure")
    return rows.with_columns(band=band, sure=sure)


def unsaid(trend: Answer, doubts: tuple[Doubt, ...]) -> Answer:
    """Say nothing of the newest period where a platform's after-sales end before its orders do."""
    if all(one.what is not Open.ends for one in doubts):
        return trend
    newest = trend.tables["newest"]
    silent = newest.rows.with_columns(says=pl.lit(None, pl.String))
    return replace(trend, tables={**trend.tables, "newest": Table(silent, newest.units)})
