"""Which currency a written amount names, by sign or letters."""

import polars as pl

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
NO_DECIMALS = ("rp", "₫")  # 1.000 of these is a thousand


def signs(written: pl.Series) -> pl.Series:
    """Return the currency that each amount names, nothing where it names none."""
    return written.str.extract(f"({SIGN})").str.to_lowercase().fill_null("").replace(_SAME)


def usual(found: pl.Series, *, bare: bool) -> list[str]:
    """Return which signs a column may bear: none, the yuan, and otherwise one that all bear.

    A dollar sign on one cell among bare numbers is another currency, not another way of writing.
    """
    if bare or (found == "").any():
        return ["", "¥"]
    return found.mode(maintain_order=True).head(1).to_list()
