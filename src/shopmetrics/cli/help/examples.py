"""Worked examples at the end of every help: a test runs each over the sample shop."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """What is wanted, and the command line that does it."""

    what: str
    typed: str


def _of(command: str, *pairs: tuple[str, str]) -> tuple[Example, ...]:
    return tuple(Example(what, f"{command} {rest}".strip()) for what, rest in pairs)


_ALL = {
    "shopmetrics": (
        ("Everything there is to say of a folder of exports:", "report exports/"),
        ("The three most frequent reasons of one month:", "reasons exports/ --month 2026-05"),
        ("What a number means:", "explain refund-rate"),
    ),
    "shopmetrics report": (
        ("Everything there is to say of a folder of exports:", "exports/"),
        ("Two files and one month, in Chinese:", "orders.csv refunds.csv --month 2026-05 --language zh"),
        ("The last thirty days as a page for the browser:", "exports/ --last 30d --output report.html"),
        ("With bands of your own, for a program to read:", "exports/ --config shop.yaml --format json"),
    ),
    "shopmetrics check": (
        ("Is all well? 0 is yes, 1 is an alarm:", "exports/ --last 30d"),
        ("For cron, which mails what is printed: nothing while all is well:", "exports/ --last 30d --quiet"),
        ("Fail from watch on, and keep the verdicts:", "exports/ --fail-on watch --output today.json"),
    ),
    "shopmetrics refund-rate": (
        ("Which goods come back:", "exports/ --by sku"),
        ("Month by month, as a table for a spreadsheet:", "exports/ --by month --output months.csv"),
        ("What was settled in May, whenever it was ordered:", "exports/ --basis refund_time --month 2026-05"),
    ),
    "shopmetrics quality-return-rate": (
        ("The share of orders that came back for quality:", "exports/"),
        ("As Taobao counts it:", "exports/ --rule taobao"),
    ),
    "shopmetrics reasons": (
        ("The most frequent reasons of a week:", "exports/ --week 2026-W22"),
        ("The first ten of them, as Markdown for a chat:", "exports/ --top 10 --format markdown"),
    ),
    "shopmetrics hotspots": (
        ("Where refunds pile up:", "exports/"),
        ("Only what the last sixty days show:", "exports/ --last 60d"),
    ),
    "shopmetrics trend": (
        ("Week by week:", "exports/ --by week"),
        ("Day by day since May:", "exports/ --by day --since 2026-05-01"),
    ),
    "shopmetrics compare": (
        ("May beside April:", "exports/ --a 2026-04 --b 2026-05"),
        ("Which goods made the difference to the month before:", "exports/ --b 2026-05 --by sku"),
        ("Two platforms:", "exports/ --by platform --a taobao --b douyin"),
    ),
    "shopmetrics exchanges": (
        ("Refunds that were a change of size or colour:", "exports/"),
        ("Those of one month as a file:", "exports/ --month 2026-05 --output exchanges.md"),
    ),
    "shopmetrics true-cost": (
        ("What refunds cost, with what parcels and compensations cost:", "exports/ costs.csv compensations.csv"),
        ("The dearest SKUs first, for a spreadsheet:", "exports/ costs.csv --table by_sku --output skus.csv"),
    ),
    "shopmetrics pipeline": (
        ("Which requests wait, and how long they take:", "exports/"),
        ("As it stood on a day:", "exports/ --as-of 2026-06-15"),
    ),
    "shopmetrics abuse": (
        ("Customers to look at:", "exports/"),
        ("The list as a file:", "exports/ --output customers.csv"),
    ),
    "shopmetrics appeals": (
        ("Quality returns that could be appealed:", "exports/"),
        ("The list of one month as a file:", "exports/ --month 2026-05 --output appeals.csv"),
    ),
    "shopmetrics repurchase": (
        ("Who comes back, and how soon:", "exports/"),
        ("One platform's files alone:", "exports/taobao/ --since 2026-04-01"),
    ),
    "shopmetrics inspect": (
        ("What was each file taken for, and what became of its rows?", "exports/"),
        ("The same for a program:", "orders.csv --format json"),
    ),
    "shopmetrics init": (
        ("Propose a profile for a file that is not recognised, and ask:", "odd.csv"),
        ("Ask nothing, and write to a folder:", "odd.csv --yes --output settings/"),
    ),
    "shopmetrics rules": (
        ("How each platform counts:", ""),
        ("One rule with its sources:", "show taobao"),
        ("Why two numbers differ:", "compare default taobao exports/"),
    ),
    "shopmetrics rules show": (
        ("One rule with its sources:", "taobao"),
        ("The same for a program:", "douyin --format json"),
    ),
    "shopmetrics rules compare": (
        ("From our own rule to Taobao's, term by term:", "default taobao exports/"),
        ("Of the orders since May:", "default douyin exports/ --since 2026-05-01"),
    ),
    "shopmetrics send": (
        ("See the mail before anybody gets it:", "exports/ --dry-run week.eml"),
        ("Last week to those whom the config names, once:", "exports/ --config shop.yaml"),
        ("Last month, and only where something is wrong:", "exports/ --config shop.yaml --period month --if watch"),
    ),
    "shopmetrics man": (
        ("The manual page, for man -l:", ""),
        ("The same in Chinese:", "--language zh"),
    ),
    "shopmetrics explain": (
        ("Which pages are there?", ""),
        ("What the numbers of one mean:", "refund-rate"),
        ("In Chinese, with the settings of your config:", "hotspots --language zh --config shop.yaml"),
    ),
}  # fmt: skip

# By what is typed before the options.
EXAMPLES = {command: _of(command, *pairs) for command, pairs in _ALL.items()}
