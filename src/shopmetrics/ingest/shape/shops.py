"""Whose an order is where several shops sell on one platform: by what a file's path says.

A folder is never taken for a shop by itself: the config names the shops (docs/profiles.md).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import polars as pl

from shopmetrics.ingest.cells.ident import from_any
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.shop import LABEL

KEY = ("platform", "shop", "order_id")
_NAME = "_name"


def shop_of(path: Path, shops: Mapping[str, str]) -> str | None:
    """Return the shop of the first pattern that fits a file, None where none does."""
    return next((shop for pattern, shop in shops.items() if _fits(path, pattern)), None)


def idle(shops: Mapping[str, str], paths: Sequence[Path]) -> tuple[str, ...]:
    """Return the patterns that fit no file: most likely they are mistyped."""
    return tuple(one for one in shops if not any(_fits(path, one) for path in paths))


def _fits(path: Path, pattern: str) -> bool:
    return _compiled(pattern).search(_folded("/".join(path.parts))) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Read a pattern: it begins and ends with whole names, anywhere along the path."""
    parts = re.split(r"(\*\*/?|\*|\?)", _folded(pattern.strip("/")))
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    written = "".join(signs.get(part) or re.escape(part) for part in parts)
    return re.compile(f"(?:^|/){written}(?:/|$)")


def _folded(text: str) -> str:
    """Write names as they are compared: some systems split accents off, or ignore case."""
    return unicodedata.normalize("NFC", text).casefold()


def keyed(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Give the rows of a file KEY; a shop that is not named is called as its platform."""
    platform = pl.lit(profile.platform)
    shop = pl.coalesce(from_any(rows, "shop").cast(pl.String), platform)
    return rows.with_columns(platform=platform.cast(LABEL), shop=shop.cast(LABEL))


def shops_of_orders(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return the one shop that any frame names for an order: platform, order_id and `_name`.

    Frames have KEY; a shop that is called as its platform is not named.
    """
    empty = pl.DataFrame(schema={"platform": LABEL, "order_id": pl.String, _NAME: pl.String})
    named = (frame.filter(~_unnamed()) for frame in frames)
    said = [frame.select("platform", "order_id", _said("shop").alias(_NAME)) for frame in named]
    known = pl.concat([empty, *said]).unique()
    return known.filter(pl.struct("platform", "order_id").is_unique())


def with_shops(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Give rows without a shop that of their order; `known` as shops_of_orders returns it."""
    if known.is_empty() or not rows.select(_unnamed().any()).item():
        return rows
    named = rows.join(known, on=("platform", "order_id"), how="left", maintain_order="left")
    shop = pl.when(_unnamed()).then(_NAME).fill_null(_said("shop"))
    return named.with_columns(shop=shop.cast(LABEL)).select(rows.columns)


def _said(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String)


def _unnamed() -> pl.Expr:
    return (_said("shop") == _said("platform")).fill_null(value=True)
