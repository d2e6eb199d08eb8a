"""Random shops written as a profile says its platform writes them, and what must be read back.

Everything is driven by the profile: header names, words, sums, totals, fill, times of day. What is
expected is worked out here in plain Python, row by row.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from shopmetrics.ingest.cells.currency import digits_of
from shopmetrics.ingest.profiles.profile import Grain, Profile, Totals

Row = dict[str, object]
Draw = st.DrawFn

START = datetime(2026, 1, 1)  # noqa: DTZ001 the shop's own wall time
IDS = ("order_id", "line_id", "refund_id", "customer_id", "product_id")
TEXTS = {
    **{name: (f"{name}甲", f"{name}-乙 2") for name in ("sku", "product", "variant", "category")},
    **{name: (f"{name}甲", f"{name}乙") for name in ("campaign", "coupon", "member_tier", "shop")},
    "region": ("浙江省", "广东省"),
    "reason": ("质量问题", "尺码, 不合适", '"引号"', "多行\n文字"),
    "note": ("备注", "很好"),
    "liable": ("商家", "买家"),
    "currency": ("CNY", "CNY"),
    "mark": ("否", "否"),
}
WORDS = {
    "state": "states",
    "kind": "kinds",
    "refund_state": "refund_states",
    "stage": "stages",
}
MOMENTS = ("ordered_at", "paid_at", "shipped_at", "received_at", "requested_at", "settled_at")
GONE = ("", "-")  # how a cell says nothing


@dataclass(frozen=True, slots=True)
class Export:
    """The bytes of an export, and the canonical rows that must come out of it, by column."""

    data: bytes
    rows: list[Row] = field(default_factory=list)
    refunds: list[Row] = field(default_factory=list)


def meaning(text: str | None, words: Mapping[str, object]) -> str | None:
    """Look a word up as docs/profiles.md says: itself, else the first that it contains."""
    if text is None:
        return None
    if text not in words:
        text = next((word for word in words if word.lower() in text.lower()), None)
    found = words.get(text or "")
    return None if found is None else str(found)


@st.composite
def exports(draw: Draw, profile: Profile) -> Export:
    """Draw a small export of orders or of refunds."""
    if profile.grain is Grain.refund:
        rows = [_refund(draw, profile, at) for at in range(draw(st.integers(1, 5)))]
        return Export(_written(draw, profile, rows), [_read_refund(profile, row) for row in rows])
    orders = [_order(draw, profile, at) for at in range(draw(st.integers(1, 4)))]
    rows = [row for order in orders for row in order]
    written = _written(draw, profile, [_in_dress(profile, row) for row in rows])
    inside = [row for order in orders for row in _inside(profile, order)]
    return Export(written, [_read_line(profile, row) for row in rows], inside)


def _order(draw: Draw, profile: Profile, at: int) -> list[Row]:
    """Draw the lines of one order; what belongs to the order is the same on all of them."""
    whole = profile.grain is Grain.order
    count = 1 if whole else draw(st.integers(1, 3))
    names = ("order_id", "customer_id", *MOMENTS, "region", *WORDS, *profile.fill)
    shared = _cells(draw, profile, names, at)
    lines = []
    for place in range(count):
        own = _cells(draw, profile, ("line_id", *TEXTS), f"{at}{place}")
        own = {name: value for name, value in own.items() if name not in shared}
        price = draw(st.integers(1, 200_000))
        units = draw(st.integers(1, 3))
        lines.append(
            {**shared, **own, "unit_price": price, "quantity": units, "goods": price * units}
        )
    _pay(draw, profile, lines)
    return lines


def _pay(draw: Draw, profile: Profile, lines: list[Row]) -> None:
    """Draw what was paid; an order's total is shared by list value, largest remainder first."""
    for line in lines:
        line["freight"] = draw(st.sampled_from((0, 800)))
        paid = draw(st.integers(0, 300_000))
        line["paid"] = paid
        line["refund"] = draw(st.sampled_from((0, 0, min(1, paid), paid)))
        line["order_refund"] = line["refund"]
    if profile.totals in {Totals.repeated, Totals.blank}:
        total = sum(int(str(line["paid"])) for line in lines)
        freight = lines[0]["freight"]
        for line, share in zip(lines, _shares(total, lines), strict=True):
            line.update(paid=share, order_total=total, freight=freight)
        refund = min(int(str(lines[0]["refund"])), total)
        for line in lines:
            line["order_refund"] = refund


def _shares(total: int, lines: Sequence[Row]) -> list[int]:
    weights = [int(str(line["unit_price"])) * int(str(line["quantity"])) for line in lines]
    shares = [total * weight // sum(weights) for weight in weights]
    rests = [(-(total * weight % sum(weights)), at) for at, weight in enumerate(weights)]
    for _, at in sorted(rests)[: total - sum(shares)]:
        shares[at] += 1
    return shares


def _cells(draw: Draw, profile: Profile, names: Sequence[str], at: object) -> Row:
    """Draw the named cells that the profile knows; words by header, for two may share one."""
    cells: Row = {}
    known = {**profile.columns, **profile.fallbacks}
    for name in names:
        if name == "region" and "address" in known:
            cells["region"] = draw(st.sampled_from(TEXTS["region"]))
        elif name not in known:
            continue
        elif name in IDS:
            cells[name] = f"{draw(st.sampled_from((name[0].upper(), '00', '9' * 16)))}{at}"
        elif name in MOMENTS:
            moment = START + timedelta(seconds=draw(st.integers(0, 90 * 86_400)))
            cells[name] = draw(st.sampled_from((moment, moment, None)))
        elif name in TEXTS:
            cells[name] = draw(st.sampled_from(TEXTS[name]))
    if "ordered_at" in cells and cells["ordered_at"] is None:
        cells["ordered_at"] = START
    return cells | _words(draw, profile, names)


def _words(draw: Draw, profile: Profile, names: Sequence[str]) -> Row:
    asked = [name for name in WORDS if name in names and name in profile.columns]
    heads = {name: profile.columns[name] for name in asked}
    found: Row = {}
    for name in asked:
        same = next((one for one in found if heads[one] == heads[name]), None)
        words = [
            word for other in asked if heads[other] == heads[name] for word in _of(profile, other)
        ]
        found[name] = found[same] if same else draw(st.sampled_from(words))
    return found


def _of(profile: Profile, name: str) -> Mapping[str, object]:
    words: Mapping[str, object] = getattr(profile, WORDS[name])
    return words


def _refund(draw: Draw, profile: Profile, at: int) -> Row:
    names = (*IDS, *TEXTS, "requested_at", "settled_at", *WORDS)
    units = draw(st.integers(1, 3))
    amount = draw(st.integers(1 if "amount" in profile.skipped else 0, 300_000))
    return _cells(draw, profile, names, at) | {"amount": amount, "refund_quantity": units}


def _read_refund(profile: Profile, row: Row) -> Row:
    row = _fallen_back(profile, row)
    said = {name: meaning(_text(row.get(name)), _of(profile, name)) for name in WORDS}
    settled = "succeeded" if row.get("settled_at") or "settled_at" not in _known(profile) else None
    state = said["refund_state"] if "refund_state" in profile.columns else settled
    if profile.if_paid_out and row["amount"] and "amount" in _known(profile):
        state = str(profile.if_paid_out)
    if profile.if_blank and "amount" not in _known(profile):
        state = str(profile.if_blank)
    read = {name: row.get(name) for name in (*IDS, *TEXTS, "requested_at", "settled_at", "amount")}
    return {name: value for name, value in read.items() if name in _known(profile)} | {
        "kind": said["kind"] or str(profile.usual_kind),
        "state": state or "pending",
        "stage": said["stage"],
        "first_reason": row.get("reason"),
    }


def _read_line(profile: Profile, row: Row) -> Row:
    row = _fallen_back(profile, row)
    read = {name: row.get(name) for name in (*IDS, *TEXTS, *MOMENTS[:4], "quantity", "paid")}
    named = {name: value for name, value in read.items() if name in _known(profile)}
    state = meaning(_text(row.get("state")), profile.states)
    region = {"region": row["region"]} if "address" in profile.columns else {}
    return named | region | {"state": state, "paid": row["paid"]}


def _fallen_back(profile: Profile, row: Row) -> Row:
    """Fill blanks from another column where the profile says so and the file has that column."""
    heads = {names[0]: name for name, names in profile.columns.items()}
    filled = dict(row)
    for name, others in profile.fallbacks.items():
        found = [row.get(heads[other]) for other in others if other in heads]
        if row.get(name) is None:
            filled[name] = next((value for value in found if value is not None), None)
    return filled


def _inside(profile: Profile, lines: Sequence[Row]) -> Iterator[Row]:
    """Yield the refunds that an export of orders holds itself."""
    known = _known(profile)
    cancelled = meaning(_text(lines[0].get("state")), profile.states) == "closed"
    if profile.cancelled_is_refunded and cancelled and lines[0].get("paid_at"):
        for line in lines:
            yield {"amount": line["paid"], "order_id": line["order_id"], "state": "succeeded"}
        return
    if "order_refund" in known:
        if lines[0]["order_refund"]:
            yield {
                "amount": lines[0]["order_refund"],
                "order_id": lines[0]["order_id"],
                "state": "succeeded",
            }
        return
    for line in lines:
        state = meaning(_text(line.get("refund_state")), profile.refund_states)
        amount = line["refund"] if "refund_amount" in known else None
        if profile.refund_is_whole and state:
            amount = line["paid"]
        if amount:
            told = "refund_state" in profile.columns
            yield {
                "amount": amount,
                "order_id": line["order_id"],
                "state": (state or "pending") if told else "succeeded",
            }


def _known(profile: Profile) -> frozenset[str]:
    return frozenset((*profile.columns, *profile.fallbacks, *profile.sums))


def _in_dress(profile: Profile, row: Row) -> Row:
    """Turn what was paid into the amounts that the file gives."""
    amounts = {"paid": row["paid"], "order_paid": row.get("order_total", row["paid"])}
    state = meaning(_text(row.get("refund_state")), profile.refund_states)
    back = state == "succeeded" if "refund_state" in profile.columns else True
    if profile.net_of_refunds and back:
        amounts["paid"] = int(str(amounts["paid"])) - int(str(row["refund"]))
    for name, made in profile.sums.items():
        less = [part for part in made.minus if part in profile.columns]
        extra = sum(int(str(row[part])) if part == "freight" else 0 for part in less)
        amounts |= dict.fromkeys(made.plus[1:], 0) | dict.fromkeys(less, 0)
        amounts[made.plus[0]] = int(str(amounts[name])) + extra
        amounts |= {"freight": row["freight"]}
    address = {"address": f"{row['region']} 某某市 某路1号"} if "address" in profile.columns else {}
    return {**row, **amounts, **address, "refund_amount": row["refund"]}


def _written(draw: Draw, profile: Profile, rows: Sequence[Row]) -> bytes:
    """Write rows under the profile's own names, with its signature and a stranger among them."""
    heads = {name: names[0] for name, names in profile.columns.items()}
    heads |= {n: names[0] for n, names in profile.fallbacks.items() if n not in heads}
    signed = [one[0] for one in profile.signature]
    clocks = [names[0] for names in profile.clock.values()]
    header = list(dict.fromkeys(("陌生的列", *heads.values(), *clocks, *signed)))
    described = [[f"about {name}" for name in header]] * profile.rows_under_header
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerows([header, *described])
    nothing = draw(st.sampled_from(GONE))
    before = None
    for row in rows:
        again = before is not None and before == row.get("order_id")
        blank = (*profile.fill, "order_paid", "order_refund", "total") if again else ()
        cells = {heads[name]: _cell(profile, name, row, blank) for name in heads}
        cells |= {names[0]: _clock(row[name]) for name, names in profile.clock.items()}
        sheet.writerow([cells.get(name) or nothing for name in header])
        before = row.get("order_id")
    return out.getvalue().encode(profile.encodings[0])


def _cell(profile: Profile, name: str, row: Row, blank: Sequence[str]) -> str:
    value = row.get(name)
    if value is None or (profile.totals is Totals.blank and name in blank):
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if name in profile.clock else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, int) and name not in {"quantity", "refund_quantity"}:
        digits = 0 if profile.money_in_cents else digits_of(profile.currency)
        return str(Decimal(value).scaleb(-digits))
    return str(value)


def _clock(value: object) -> str:
    return f"{value:%H:%M:%S}" if isinstance(value, datetime) else ""


def _text(value: object) -> str | None:
    return None if value is None else str(value)
