"""Money as whole minor units, exactly, from every way in which exports write it."""

import re
from collections import Counter

import polars as pl

MOST_DIGITS = 15
_USUAL = 2
_CLEAN = r"^-?[0-9]{1,13}\.[0-9]{2}$"
_SIGN = re.compile(
    r"^(?:us\$|r\$|s\$|hk\$|nt\$|cn¥|rmb|cny|usd|eur|gbp|jpy|[¥￥$€£元])?\s*"
    r"(.*?)\s*(?:元|cny|rmb|usd|eur|gbp|jpy|[¥￥$€£])?$",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"us\$|r\$|s\$|hk\$|nt\$|cn¥|rmb|cny|usd|eur|gbp|jpy|[¥￥$€£元]", re.IGNORECASE
)
_POINT = re.compile(r"([+-]?)(\d{1,3}(?:[,' \u00a0\u202f]\d{3})+|\d+)(?:\.(\d+))?")
_COMMA = re.compile(r"([+-]?)(\d{1,3}(?:[.' \u00a0\u202f]\d{3})+|\d+)(?:,(\d+))?")


def minor_units(cells: pl.Series, *, decimals: int = 2) -> pl.Series:
    """Read amounts; null where a cell is blank or holds no exact amount of at most 15 digits.

    Whether a comma separates thousands or decimals is decided over the whole column.
    """
    clean = cells.str.contains(_CLEAN).fill_null(value=False) & (decimals == _USUAL)
    whole = cells.str.replace(".", "", literal=True).cast(pl.Int64, strict=False)
    found = pl.select(pl.when(clean).then(whole)).to_series()
    odd = (~clean & cells.is_not_null()).arg_true()
    if not odd.len():
        return found
    written = [_narrow(text) for text in cells.gather(odd)]
    signs = [_sign(text) for text in written]
    usual = _usual(signs, unsigned=bool(clean.any()))
    texts = [
        _bare(text) if sign in usual else "" for text, sign in zip(written, signs, strict=True)
    ]
    form = _COMMA if _is_european(texts) and not clean.any() else _POINT
    values = [_exact(text, form, decimals) for text in texts]
    return found.scatter(odd, pl.Series(values, dtype=pl.Int64))


def _bare(text: str) -> str:
    """Take off currency signs, and brackets or a trailing minus that mean a negative."""
    plain = text
    inner = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
    inner = inner.removesuffix("-") if inner.endswith("-") else inner
    negative = inner != plain or inner.startswith("-")
    found = _SIGN.match(inner.lstrip("+-").strip())
    bare = found[1] if found else inner
    return f"-{bare}" if negative else bare


def _narrow(text: str) -> str:
    return "".join(_digit(letter) for letter in text).strip()


def _sign(text: str) -> str:
    """Return the currency that a cell names, as one letter or none."""
    found = _CURRENCY.search(text)
    name = found[0].lower() if found else ""
    return {
        "元": "¥",
        "￥": "¥",
        "cny": "¥",
        "rmb": "¥",
        "cn¥": "¥",
        "usd": "$",
        "us$": "$",
        "eur": "€",
        "gbp": "£",
    }.get(name, name)


def _usual(signs: list[str], *, unsigned: bool) -> frozenset[str]:
    """Return which signs a column may bear: none, the yuan, and otherwise one that all bear.

    A dollar sign on one cell among bare numbers is another currency, not another way of writing.
    """
    named = Counter(sign for sign in signs if sign)
    most = named.most_common(1)[0][0] if named else ""
    bare = unsigned or "" in signs
    return frozenset({"", "¥"}) if bare else frozenset({most})


def _digit(letter: str) -> str:
    """Write the digits, points and signs of other scripts as ours."""
    if letter.isdecimal():
        return str(int(letter))
    return {"，": ",", "．": ".", "－": "-", "＋": "+", "٫": ".", "٬": ",", "−": "-"}.get(
        letter, letter
    )


def _is_european(texts: list[str]) -> bool:
    """Say whether 1.234,50 is meant: some cell can only be so, and none only the other way."""
    comma = any(re.search(r",\d{1,2}$", text) for text in texts)
    point = any(re.search(r"\.\d{1,2}$", text) for text in texts)
    return comma and not point


def _exact(text: str, form: re.Pattern[str], decimals: int) -> int | None:
    found = form.fullmatch(text)
    if not found:
        return None
    sign, whole, part = found[1], re.sub(r"\D", "", found[2]), found[3] or ""
    if len(part.rstrip("0")) > decimals or len(whole) > MOST_DIGITS:
        return None
    value: int = int(whole) * 10**decimals + int((part[:decimals] or "0").ljust(decimals, "0"))
    return -value if sign == "-" else value
