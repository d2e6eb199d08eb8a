"""Which currency a written amount names, by sign or letters."""

from collections.abc import Sequence

import polars as pl

from shopmetrics.ingest.cells.narrow import narrowed

# Each way of writing and the one that stands for it; longer ones before what they contain.
_NAMES = {
    "¥": "cn¥ rmb cny ￥ 元 ¥",
    "a$": "au$ a$ aud",
    "c$": "ca$ c$ cad",
    "r$": "r$ brl",
    "nt$": "nt$ twd",
    "nz$": "nz$ nzd",
    "mx$": "mx$ mxn",
    "hk$": "hk$ hkd",
    "$": "us$ usd",
    "s$": "s$ sgd",
    "€": "€ eur",
    "£": "£ gbp",
    "jpy": "jpy 円",
    "₩": "₩ krw",
    "rm": "rm myr",
    "rp": "rp idr",
    "฿": "฿ thb",
    "₫": "₫ vnd",
    "₱": "₱ php",
    "₹": "₹ inr",
    "৳": "৳ bdt",
    "zł": "zł pln",
    "chf": "chf",
    "sek": "sek",
    "nok": "nok",
    "dkk": "dkk",
    "kr": "kr",
}
_SAME = {written: name for name, ways in _NAMES.items() for written in ways.split()} | {"$": "$"}
_WAYS = "|".join(written.replace("$", r"\$") for written in _SAME)
SIGN = f"(?i:{_WAYS})"
# Which currency a sign means by itself: $, ¥ and kr are those of several countries.
_CODES = {
    "a$": "AUD",
    "c$": "CAD",
    "r$": "BRL",
    "nt$": "TWD",
    "nz$": "NZD",
    "mx$": "MXN",
    "hk$": "HKD",
    "s$": "SGD",
    "€": "EUR",
    "£": "GBP",
    "jpy": "JPY",
    "₩": "KRW",
    "rm": "MYR",
    "rp": "IDR",
    "฿": "THB",
    "₫": "VND",
    "₱": "PHP",
    "₹": "INR",
    "৳": "BDT",
    "zł": "PLN",
    "chf": "CHF",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
}
_LOOKED = 1_000  # amounts of each chunk that are looked at for a sign
WHOLE = ("IDR", "VND")  # written without decimals, whatever their minor unit
NO_DECIMALS = ("rp", "₫")  # 1.000 of these is a thousand


def signs(written: pl.Series) -> pl.Series:
    """Return the currency that each amount names, nothing where it names none."""
    return written.str.extract(f"({SIGN})").str.to_lowercase().fill_null("").replace(_SAME)


def code_of(written: Sequence[pl.Series]) -> str | None:
    """Return the currency of the sign that most amounts bear, where it means one by itself."""
    looked = [one.head(_LOOKED).rename("") for one in written]
    whole = pl.concat([pl.Series([], dtype=pl.String), *looked])
    if whole.is_empty():
        return None
    found = signs(narrowed(whole))
    named = found.filter(found != "").mode(maintain_order=True)
    return None if named.is_empty() else _CODES.get(named[0])


def usual(found: pl.Series, *, bare: bool) -> list[str]:
    """Return which signs a column may bear: none, the yuan, and otherwise one that all bear.

    A dollar sign on one cell among bare numbers is another currency, not another way of writing.
    """
    if bare or (found == "").any():
        return ["", "¥"]
    return found.mode(maintain_order=True).head(1).to_list()
