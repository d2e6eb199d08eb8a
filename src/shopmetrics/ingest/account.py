"""The account of one file: what became of every row of it, and what it can tell."""

from datetime import datetime

import polars as pl

from shopmetrics.ingest.one_currency import by_currency
from shopmetrics.ingest.profiles.profile import Profile, Step
from shopmetrics.ingest.profiles.shipped import shipped
from shopmetrics.ingest.shape.join import Joined
from shopmetrics.ingest.table import Table
from shopmetrics.shop import Kind, Stage, Untold
from shopmetrics.source import Source

_INSIDE = {"refund_amount", "order_refund"}
_BY_ORDER = "order_refund"  # which is a nought where nothing came back


def account(table: Table, at: int, joined: Joined) -> Source:
    """Account for every row of a file; a row that is lost would be a bug."""
    turned, lost, unused = len(table.rejects), joined.superseded[at], joined.ignored[at]
    ignored = table.ignored + table.others.height + unused
    accepted = table.rows_read - turned - lost - ignored
    if accepted < 0 or accepted != table.rows.height - lost - unused:  # pragma: no cover a bug
        message = f"{table.path}: rows read do not add up"
        raise AssertionError(message)
    since, until = _span(table.rows)
    return Source(
        path=table.path,
        platform=table.profile.platform,
        kind=table.profile.kind,
        profile=table.profile.name,
        encoding="xlsx" if table.opened.sheet else table.opened.encoding,
        separator="" if table.opened.sheet else table.opened.separator,
        sheet=table.opened.sheet,
        longer=table.opened.longer,
        header_line=table.opened.header_line,
        columns=table.columns,
        rows_read=table.rows_read,
        accepted=accepted,
        rejected=turned,
        superseded=lost,
        ignored=ignored,
        other_currencies=by_currency(table.others),
        blanked=table.blanked,
        amount=joined.amounts.get(at, 0),
        shop=table.shop,
        damaged_ids=table.damaged_ids,
        lacks_amounts=_amounts_lacking(table) if not joined.amounts.get(at) else (),
        rounded_ids=table.rounded_ids,
        cannot_tell=table.profile.cannot_tell,
        tells_refunds=_tells_refunds(table),
        tells_none=_tells_refunds(table) and _has_values(table.rows, _BY_ORDER),
        coarse_stages=_has_coarse_stages(table.profile),
        after_sales=_has_after_sales(table),
        grain=table.profile.grain,
        header=table.opened.header,
        since=since,
        until=until,
        timezone=table.zone,
        currency=next(iter(sorted(table.currencies)), None),
        decimals=table.decimals,
    )


def _tells_refunds(table: Table) -> bool:
    """Say whether orders tell of refunds at all, in a column of theirs or as negative lines."""
    profile, columns = table.profile, {*_INSIDE, "refund_state"} & table.columns.keys()
    if profile.kind is not Kind.orders or Untold.refunds in profile.cannot_tell:
        return False
    return bool(columns) or Step.negative_returns in profile.steps


def _has_coarse_stages(profile: Profile) -> bool:
    stages = set(profile.stages.values())
    return Stage.after_shipment in stages and Stage.after_receipt not in stages


def _has_values(rows: pl.DataFrame, column: str) -> bool:
    return column in rows.columns and rows[column].count() > 0


def _has_after_sales(table: Table) -> bool:
    """Say whether orders hold refunds of which an export of the platform's own tells more."""
    inside = table.profile.kind is Kind.orders and not _INSIDE.isdisjoint(table.columns)
    platform = table.profile.platform
    return inside and any(o.kind is Kind.refunds and o.platform == platform for o in shipped())


def _amounts_lacking(table: Table) -> tuple[str, ...]:
    """Name the headers one of which would say what was paid, where a list of orders has none."""
    made = [part for one in table.profile.sums.values() for part in one.plus]
    amounts = ("paid", "order_paid", *made)
    if table.profile.kind is not Kind.orders or set(amounts) & table.columns.keys():
        return ()
    return tuple(name for one in amounts for name in table.profile.columns.get(one, ()))


def _span(rows: pl.DataFrame) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last of all moments of a file."""
    moments = rows.select(pl.selectors.datetime())
    if not moments.width:
        return None, None
    first, last = pl.min_horizontal(pl.all().min()), pl.max_horizontal(pl.all().max())
    since, until = moments.select(first.alias("since"), last.alias("until")).row(0)
    return since, until
