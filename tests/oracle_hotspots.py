"""The hotspots once more, in plain Python with exact fractions, from the definitions alone."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from fractions import Fraction
from math import comb, exp, factorial, log

from oracle_facts import Facts, Line, Order, Piece, Row, dimension_of, placed_in, priced, rated

from shopmetrics.settings import Settings
from shopmetrics.shop import Shop

Tables = dict[str, list[Row]]
Key = tuple[object, ...]
PARTS = {"sku": 3, "hour": 3}
MONTH = Fraction(1461, 48)  # days
HOURS = 24


def hotspots(facts: Facts, shop: Shop, settings: Settings) -> tuple[Tables, tuple[str, ...]]:
    if not shop.refunds.height:
        return dict.fromkeys(NAMES, []), ("no_refunds_loaded",)
    orders = placed_in(facts, settings)
    limits = settings.config.hotspots
    tables = goods(orders, settings) | times(orders, limits.min_orders)
    for name in ("region", "campaign"):
        tables[name] = against_others(by_order(orders, (name,)), limits.min_orders)
    tables |= crossed(orders, limits)
    tables["windows"] = windows(tables["hour"], limits.min_orders)
    back = [piece.amount for order in orders for piece in order.settled]
    judge(tables, months(orders), settings, known=priced(back))
    ordered = {name: tables[name] for name in NAMES}
    return ordered, unknown(orders, tables, shop, settings)


NAMES = {
    "sku": ("sku",),
    "product": ("product",),
    "sku_cause": ("sku", "cause"),
    "day_since_order": ("sku", "day_since_order"),
    "windows": ("from_hour",),
    "hour": ("hour",),
    "weekday": ("weekday",),
    "weekday_hour": ("weekday", "hour"),
    "region": ("region",),
    "campaign": ("campaign",),
}


def goods(orders: list[Order], settings: Settings) -> Tables:
    lines = [line for order in orders for line in order.lines]
    least = settings.config.hotspots.min_orders
    skus = against_others(by_line(lines, "sku"), least)
    for row in skus:
        row["product"] = title(row["sku"], lines)
    products = against_others(by_line(lines, "product"), least)
    for row in products:
        made = {line.row["sku"] for line in lines if line.row["product"] == row["product"]}
        row["several"] = len(made - {None}) > 1
        row["q"] = None
    tested = [row for row in products if row.pop("several") and row["n"] >= least]
    adjust([row for row in tested if row["p"] is not None])
    return {"sku": skus, "product": products}


def title(sku: object, lines: list[Line]) -> object:
    found = Counter(line.row["product"] for line in lines if line.row["sku"] == sku)
    most = [name for name in found if found[name] == max(found.values())]
    return min(most, key=lambda name: (name is None, name or ""))


def by_line(lines: list[Line], name: str) -> list[Row]:
    rows = []
    for group in {line.row[name] for line in lines} - {None}:
        mine = [line for line in lines if line.row[name] == group]
        k = len({line.order for line in mine if line.settled})
        rows.append({name: group, "money": money(mine)} | rated(len({x.order for x in mine}), k))
    return rows


def by_order(orders: list[Order], names: Key) -> list[Row]:
    groups: dict[Key, list[Order]] = {}
    for order in orders:
        key = tuple(dimension_of(order.row, name) for name in names)
        if None not in key:
            groups.setdefault(key, []).append(order)
    return [
        dict(zip(names, key, strict=True))
        | {"money": money([line for order in mine for line in order.lines])}
        | rated(len(mine), sum(bool(order.settled) for order in mine))
        for key, mine in groups.items()
    ]


def money(lines: list[Line]) -> int:
    return sum(piece.amount or 0 for line in lines for piece in line.settled)


def against_others(rows: list[Row], least: int) -> list[Row]:
    k, n = (sum(row[of] for row in rows) for of in ("k", "n"))
    for row in rows:
        compare(row, k, n)
    adjust([row for row in rows if row["n"] >= least and row["p"] is not None])
    return rows


def compare(row: Row, all_k: int, all_n: int) -> None:
    k, n = row["k"], row["n"]
    others = Fraction(all_k - k, all_n - n) if all_n > n else None
    row["lift"] = Fraction(k, n) / others if others else None
    row["excess"] = None if others is None else k - n * others
    row["p"] = None if others is None else fisher(k, n, all_k, all_n)
    row["q"] = None


def fisher(k: int, n: int, all_k: int, all_n: int) -> Fraction:
    ways = (comb(all_k, x) * comb(all_n - all_k, n - x) for x in range(k, min(n, all_k) + 1))
    return Fraction(sum(ways), comb(all_n, n))


def times(orders: list[Order], least: int) -> Tables:
    hours, weekdays = (due(orders, name) for name in ("hour", "weekday"))
    cells = by_order(orders, ("weekday", "hour"))
    k, n = (sum(row[of] for row in cells) for of in ("k", "n"))
    for row in cells:
        of_hour = next(one for one in hours if one["hour"] == row["hour"])
        of_day = next(one for one in weekdays if one["weekday"] == row["weekday"])
        rates = [Fraction(one["expected"]) / one["n"] for one in (of_hour, of_day)]
        row["expected"] = row["n"] * rates[0] * rates[1] / Fraction(k, n) if k else Fraction(0)
    tables = {"hour": hours, "weekday": weekdays, "weekday_hour": cells}
    for rows in tables.values():
        for row in rows:
            row |= {"excess": row["k"] - row["expected"], "q": None}
            row["lift"] = row["k"] / row["expected"] if row["expected"] else None
            row["p"] = poisson(row["k"], float(row["expected"]))
        adjust([row for row in rows if row["n"] >= least])
    return tables


def due(orders: list[Order], name: str) -> list[Row]:
    known = [order for order in orders if dimension_of(order.row, name) is not None]
    rates = {}
    for basket in {basket_of(order) for order in known}:
        mine = [order for order in known if basket_of(order) == basket]
        rates[basket] = Fraction(sum(bool(order.settled) for order in mine), len(mine))
    rows = by_order(known, (name,))
    for row in rows:
        mine = [order for order in known if dimension_of(order.row, name) == row[name]]
        row["expected"] = sum((rates[basket_of(order)] for order in mine), Fraction())
    return rows


def basket_of(order: Order) -> object:
    skus = {line.row["sku"] for line in order.lines}
    return skus.pop() if len(skus) == 1 else None


def poisson(k: int, mean: float) -> float:
    return 1.0 - sum(exp(-mean) * mean**x / factorial(x) for x in range(k))


def crossed(orders: list[Order], limits: object) -> Tables:
    lines = [line for order in orders for line in order.lines]
    sold = {row["sku"]: row["n"] for row in by_line(lines, "sku")}
    settled = [piece for line in lines for piece in line.settled]
    asked = [piece for line in lines for piece in line.pieces]
    causes = count(settled, lambda one: one.cause, lambda one: one.line.order)
    days = count(asked, day_since_order, lambda one: one.number)
    requests = Counter()
    for (sku, _), (k, _) in days.items():
        requests[sku] += k
    found = cells(sold, causes, "cause", limits.min_orders, 0)
    peaks = cells(requests, days, "day_since_order", limits.peak_requests, limits.peak_share)
    return {"sku_cause": found, "day_since_order": peaks}


def count(
    pieces: list[Piece], cell: Callable[[Piece], object], of: Callable[[Piece], object]
) -> dict[Key, tuple[int, int]]:
    """Count by SKU and cell: distinct orders or requests, and the money that went back."""
    found: dict[Key, tuple[set[object], int]] = {}
    for piece in pieces:
        key = piece.line.row["sku"], cell(piece)
        if None not in key:
            seen, back = found.get(key, (set(), 0))
            paid = (piece.amount or 0) if piece.succeeded else 0
            found[key] = (seen | {of(piece)}, back + paid)
    return {key: (len(seen), back) for key, (seen, back) in found.items()}


def day_since_order(piece: Piece) -> int | None:
    asked: datetime | None = piece.refund["requested_at"]
    ordered: datetime = piece.line.row["ordered_at"]
    if asked is None:
        return None
    if piece.line.row["timed"] and asked.time() != time():
        return (asked - ordered).days if asked >= ordered else None
    days = (asked.date() - ordered.date()).days
    return days if days >= 0 else None


def cells(
    groups: dict[object, int],
    found: dict[Key, tuple[int, int]],
    name: str,
    least: int,
    share: float,
) -> list[Row]:
    rows = []
    for (sku, cell), (k, back) in found.items():
        n = groups[sku]
        if n >= least and k / n >= share:
            row = {"sku": sku, name: cell, "money": back} | rated(n, k)
            compare(
                row, sum(v[0] for key, v in found.items() if key[1] == cell), sum(groups.values())
            )
            rows.append(row)
    tested = sum(n >= least for n in groups.values()) * len({cell for _, cell in found})
    adjust([row for row in rows if row["p"] is not None], tested)
    return rows


def adjust(rows: list[Row], tested: int | None = None) -> None:
    """Give each row the smallest p * m / rank of those no smaller than it."""
    count = len(rows) if tested is None else tested
    ranked = sorted(rows, key=lambda row: row["p"])
    for at, row in enumerate(ranked):
        later = (one["p"] * count / (at + 1 + i) for i, one in enumerate(ranked[at:]))
        row["q"] = min(Fraction(1), *later)


def windows(hours: list[Row], least: int) -> list[Row]:
    day = {row["hour"]: row for row in hours}
    k, due_in_all = (sum(row[of] for row in hours) for of in ("k", "expected"))
    best, most, tried = None, 0.0, 0
    for length in range(1, HOURS // 2 + 1):
        for start in range(HOURS):
            inside = [day[h % HOURS] for h in range(start, start + length) if h % HOURS in day]
            n, got, due_here = (sum(row[of] for row in inside) for of in ("n", "k", "expected"))
            if n < least or not 0 < due_here < due_in_all:
                continue
            tried += 1
            found = ratio(got, due_here, k)
            if found > most + 1e-9:
                best, most = ((start, (start + length) % HOURS), inside), found
    return [] if best is None else [window(*best, k=k, due_in_all=due_in_all, tried=tried)]


def ratio(got: int, due_here: Fraction, k: int) -> float:
    if got <= due_here:
        return 0.0
    rest = (k - got) * log((k - got) / (k - due_here)) if got < k else 0.0
    return got * log(got / due_here) + rest


def window(
    ends: tuple[int, int], inside: list[Row], *, k: int, due_in_all: Fraction, tried: int
) -> Row:
    n, got, due_here = (sum(row[of] for row in inside) for of in ("n", "k", "expected"))
    outside = (k - got) / (due_in_all - due_here)
    share = due_here / due_in_all
    tail = sum(comb(k, x) * share**x * (1 - share) ** (k - x) for x in range(got, k + 1))
    p = min(Fraction(1), tail * tried)
    back = sum(row["money"] for row in inside)
    return {
        "from_hour": ends[0],
        "until_hour": ends[1],
        "money": back,
        **rated(n, got),
        "expected": due_here,
        "lift": got / due_here / outside if outside else None,
        "excess": got - due_here * outside,
        "p": p,
        "q": p,
    }


def judge(tables: Tables, span: Fraction | None, settings: Settings, *, known: bool) -> None:
    limits = settings.config.hotspots
    parts = {
        name: PARTS.get(name, 1)
        for name, rows in tables.items()
        if any(row["q"] is not None for row in rows)
    }
    cost = 100 * Fraction(limits.cost_per_return)
    for name, rows in tables.items():
        for row in rows:
            if row["q"] is not None:
                row["q"] = min(Fraction(1), row["q"] * sum(parts.values()) / parts[name])
            lifted = row["lift"] is None or row["lift"] >= Fraction(str(limits.lift))
            row["hot"] = row["q"] is not None and row["q"] <= limits.q and lifted
            back, k, excess = row["money"], row["k"], row["excess"]
            untold = not k or excess is None or not known
            row["money"] = None if untold else excess * (Fraction(back, k) + cost)
            told = row["money"] is not None and span is not None
            row["money_per_month"] = row["money"] / span if told else None


def months(orders: list[Order]) -> Fraction | None:
    days = [order.day for order in orders]
    span = (max(days) - min(days)).days + 1 if days else 0
    return span / MONTH if span >= 7 else None


def unknown(orders: list[Order], tables: Tables, shop: Shop, settings: Settings) -> tuple[str, ...]:
    if not orders:
        return ("no_orders_in_period" if shop.orders.height else "no_orders",)
    back = sum(bool(order.settled) for order in orders)
    if back in {0, len(orders)}:
        return ("all_refunded" if back else "no_refunds",)
    asked = [piece for order in orders for piece in order.pieces]
    told = [
        *(["too_few_orders"] if len(orders) < settings.config.min_orders else []),
        *(["too_few_days"] if months(orders) is None else []),
        *([] if tables["hour"] else ["no_hours"]),
        *({0: ["no_skus"], 1: ["one_sku"]}.get(len(tables["sku"]), [])),
        *([] if any_day(asked) else ["no_request_times"]),
        *(["new_goods"] if of_two_ages(orders, settings) else []),
    ]
    return tuple(told)


def of_two_ages(orders: list[Order], settings: Settings) -> bool:
    cut = settings.as_of - timedelta(days=2 * settings.config.maturity.horizon)
    sold: dict[object, list[Order]] = {}
    for order in orders:
        for sku in {line.row["sku"] for line in order.lines} - {None}:
            sold.setdefault(sku, []).append(order)
    enough = [mine for mine in sold.values() if len(mine) >= settings.config.min_orders]
    return len({any(order.day <= cut for order in mine) for mine in enough}) > 1


def any_day(pieces: Iterable[Piece]) -> bool:
    return any(day_since_order(piece) is not None for piece in pieces)
