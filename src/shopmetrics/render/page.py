"""A report as blocks: the one page in its order, or one question in full."""

from collections.abc import Iterator

import polars as pl

from shopmetrics.config import MORE_IS_BETTER
from shopmetrics.judge import Level, Verdict
from shopmetrics.page import Answer, Table, Unit
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Column, Grid, Line, Strip, Text, Title, Tone, line
from shopmetrics.render.cell import RIGHT, Writer, units_of
from shopmetrics.render.loaded import loaded_blocks
from shopmetrics.report import Report
from shopmetrics.text import Words

MOST_ROWS = 24
_HOT_SHOWN = 3
# What an operator needs least gives way first on a narrow screen.
_RANKS = {
    **dict.fromkeys(("p", "basis", "sure", "rule", "min_orders"), 5),
    **dict.fromkeys(("q", "excess", "shrunk", "product"), 4),
    **dict.fromkeys(("low", "high", "leading_skus"), 3),
    **dict.fromkeys(("lift", "money", "cause", "change"), 2),
    "n": 1,
}
_TONES = {Level.good: Tone.good, Level.watch: Tone.watch, Level.alarm: Tone.alarm}
_MARKS = {Level.good: "●", Level.watch: "▲", Level.alarm: "×", Level.too_few: "?"}


def report_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield the page an operator reads: what was loaded, how it stands, then each question."""
    writer = Writer(words, report.currency, report.decimals)
    yield Title(words.say("title.none"), 1)
    yield from head_blocks(report, words)
    yield from loaded_blocks(report, words)
    yield from verdict_blocks(report, words)
    answers = report.answers
    yield from _refund_rate(answers["refund_rate"], writer)
    yield from _reasons(answers["reasons"], writer)
    yield from _hotspots(answers["hotspots"], writer)
    yield from _repurchase(answers["repurchase"], writer)
    yield from unknown_blocks(report, words)
    yield line(words.say("explain.hint", page="refund-rate"), Tone.quiet)


def brief_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield the verdicts, and what cannot be told: what a cron mail needs."""
    yield from head_blocks(report, words)
    yield from verdict_blocks(report, words)
    yield from unknown_blocks(report, words)


def page_blocks(report: Report, page: str, words: Words) -> Iterator[Block]:
    """Yield every table of one question."""
    writer = Writer(words, report.currency, report.decimals)
    yield Title(words.say(f"page.{page}"), 1)
    yield from head_blocks(report, words)
    for name, table in report.answers[page].tables.items():
        if table.rows.height:
            yield Title(_table_title(name, words))
            yield from table_blocks(table, writer)
    yield from unknown_blocks(report, words)
    yield line(words.say("explain.hint", page=page.replace("_", "-")), Tone.quiet)


def head_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield which time this is about, and how it is counted."""
    if report.as_of is None:
        yield line(words.say("head.period.none"), Tone.quiet)
        return
    as_of = words.when(report.as_of)
    if report.since or report.until:
        ends = (words.when(day) if day else "…" for day in (report.since, report.until))
        since, until = ends
        yield line(words.say("head.period", since=since, until=until))
    else:
        yield line(words.say("head.period.all", as_of=as_of))
    basis, zone = (
        words.say(f"head.basis.{report.basis}"),
        words.say("head.zone", zone=report.timezone),
    )
    yield line(f"{basis} · {zone}", Tone.quiet)


def verdict_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield one line a verdict: in colour, sign and word, with what it rests on."""
    yield Title(words.say("verdicts.title"))
    if not report.verdicts:
        yield line(words.say("verdicts.none"), Tone.quiet)
    for verdict in report.verdicts:
        yield _verdict(verdict, words)


def unknown_blocks(report: Report, words: Words) -> Iterator[Block]:
    """Yield what cannot be told and why, each once."""
    said = dict.fromkeys(key for answer in report.answers.values() for key in answer.unknown)
    if said:
        yield Title(words.say("unknown.title"))
    for key in said:
        yield line(f"- {words.say(f'unknown.{key}')}")


def table_blocks(table: Table, writer: Writer, *, most: int = MOST_ROWS) -> Iterator[Block]:
    """Yield any table by its units, cut at a screenful."""
    units = dict(table.units)
    columns = tuple(
        Column(writer.words.say(f"column.{name}"), right=unit in RIGHT, rank=_RANKS.get(name, 0))
        for name, unit in units.items()
    )
    shown = table.rows.head(most).rows(named=True)
    yield Grid(columns, tuple(_cells(row, units, writer) for row in shown))
    if table.rows.height > most:
        more = writer.words.count(table.rows.height - most)
        yield line(writer.words.say("more.rows", n=more), Tone.quiet)


def _cells(row: dict[str, object], units: dict[str, Unit], writer: Writer) -> tuple[Text, ...]:
    return tuple(
        Text(writer.cell(row[name], unit, name), _tone(name, row[name]))
        for name, unit in units_of(row, units).items()
    )


def _tone(column: str, value: object) -> Tone:
    if column == "band" and value in set(Level):
        return _TONES.get(Level(str(value)), Tone.quiet)
    return Tone.alarm if column == "hot" and value is True else Tone.plain


def _verdict(verdict: Verdict, words: Words) -> Line:
    tone = _TONES.get(verdict.level, Tone.quiet)
    name, level = words.say(f"measure.{verdict.measure}"), words.say(f"level.{_level(verdict)}")
    rate = "–" if verdict.rate is None else words.share(verdict.rate)
    details = "; ".join(_details(verdict, words))
    return Line(
        (
            Text(f"{_MARKS[verdict.level]} {name} {rate} {level}", tone),
            Text(f"\n  {details}", Tone.quiet),
        )
    )


def _level(verdict: Verdict) -> str:
    return "unknown" if verdict.rate is None else verdict.level


def _details(verdict: Verdict, words: Words) -> Iterator[str]:
    if verdict.low is not None and verdict.high is not None and verdict.k is not None:
        ends = {"low": words.share(verdict.low), "high": words.share(verdict.high)}
        yield words.say("verdict.range", k=words.count(verdict.k), n=words.count(verdict.n), **ends)
    key = "verdict.bands.more" if verdict.measure in MORE_IS_BETTER else "verdict.bands"
    yield words.say(key, good=words.share(verdict.good), alarm=words.share(verdict.alarm))
    if verdict.rate is None:
        yield words.say("verdict.unknown")
    elif verdict.level is Level.too_few:
        yield words.say("verdict.few")
    elif not verdict.sure:
        yield words.say("verdict.unsure")


def _refund_rate(answer: Answer, writer: Writer) -> Iterator[Block]:
    overall = answer.tables["overall"]
    yield Title(writer.words.say("page.refund_rate"))
    columns = [name for name in overall.units if name not in {"basis", "band", "sure"}]
    whole = (pl.col("stage") == "all") | (pl.col("measure") == "orders")
    yield from table_blocks(
        _only(Table(overall.rows.filter(whole), overall.units), columns), writer
    )
    for name, table in answer.tables.items():
        if name.startswith("by_"):
            yield Title(_table_title(name, writer.words), 3)
            yield from table_blocks(table, writer)


def _reasons(answer: Answer, writer: Writer) -> Iterator[Block]:
    top = answer.tables["top"]
    if not top.rows.height:
        return
    yield Title(writer.words.say("page.reasons"))
    told = [name for name in top.units if name != "change" or top.rows["change"].count()]
    yield from table_blocks(_only(top, told), writer)


def _hotspots(answer: Answer, writer: Writer) -> Iterator[Block]:
    if not answer.tables["sku"].rows.height and not answer.tables["hour"].rows.height:
        return
    yield Title(writer.words.say("page.hotspots"))
    hot = [
        (group, row)
        for group in ("sku", "hour", "weekday")
        for row in answer.tables[group].rows.filter("hot").head(_HOT_SHOWN).rows(named=True)
    ]
    for group, row in hot:
        yield _hot(group, row, writer)
    if not hot:
        yield line(writer.words.say("hot.none"))
    yield from _hours(answer.tables["hour"], writer)


def _hot(group: str, row: dict[str, object], writer: Writer) -> Line:
    name = writer.cell(row[group], Unit.text if group == "sku" else Unit.label, group)
    if group == "sku" and row["product"]:
        name = f"{name} {printable(str(row['product']))[:_NAME]}"
    said = writer.words.say(
        f"hot.{group}",
        name=name,
        lift=writer.cell(row["lift"], Unit.number),
        k=writer.cell(row["k"], Unit.count),
        n=writer.cell(row["n"], Unit.count),
        rate=writer.cell(row["rate"], Unit.share),
    )
    money = writer.words.say("hot.money", money=writer.cell(row["money"], Unit.money))
    return Line((Text("× ", Tone.alarm), Text(said), Text(f"  {money}", Tone.quiet)))


_NAME = 30


def _hours(table: Table, writer: Writer) -> Iterator[Block]:
    """Draw the hours of the day; an hour with too few orders stays empty."""
    rows = {row["hour"]: row for row in table.rows.rows(named=True)}
    rates = [
        rows[hour]["rate"] if hour in rows and rows[hour]["q"] is not None else None
        for hour in range(24)
    ]
    top = max((rate for rate in rates if rate is not None), default=0)
    if not top:
        return
    yield Strip(
        title=writer.words.say("hot.hours"),
        slots=tuple(f"{hour:02d}" for hour in range(24)),
        heights=tuple(None if rate is None else rate / top for rate in rates),
        hot=frozenset(hour for hour, row in rows.items() if row["hot"]),
    )


def _repurchase(answer: Answer, writer: Writer) -> Iterator[Block]:
    rates = answer.tables["rates"]
    if not rates.rows.height:
        return
    yield Title(writer.words.say("page.repurchase"))
    told = Table(rates.rows.filter(pl.col("k").is_not_null() & (pl.col("n") > 0)), rates.units)
    yield from table_blocks(
        _only(told, [n for n in rates.units if n not in {"band", "sure"}]), writer
    )
    gap = answer.tables["gap"].rows.row(0, named=True)
    if gap["median"] is not None:
        days = {name: writer.words.count(gap[name]) for name in ("q25", "median", "q75")}
        yield line(writer.words.say("repurchase.gap", **days))


def _only(table: Table, names: list[str]) -> Table:
    return Table(table.rows.select(names), {name: table.units[name] for name in names})


def _table_title(name: str, words: Words) -> str:
    if name.startswith("by_"):
        return words.say("table.by", dimension=words.say(f"column.{name.removeprefix('by_')}"))
    return words.say(f"table.{name}")
