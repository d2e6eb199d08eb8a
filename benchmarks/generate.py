"""Write a large synthetic export: python benchmarks/generate.py FOLDER LINES. Same in, same out."""

import sys
from pathlib import Path

import numpy as np
import polars as pl

SKUS, DAYS, LINES_AN_ORDER = 5_000, 365, 1.4
START = np.datetime64("2025-01-01T00:00:00", "s")
REASONS = ["质量问题", "尺码不合适", "不想要了", "商品破损", "少件/漏发", "物流一直未送到", "其他"]
KINDS = ["仅退款", "退货退款", "退货退款", "换货"]
FILLER = {"receiver": "张**", "phone": "138****0000", "address": "浙江省杭州市示例区示例路1号"}


def main(folder: Path, lines: int) -> None:
    """Write orders.csv (20 columns) and refunds.csv (11 columns) of so many order lines."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20260301)
    orders = _orders(random, lines)
    orders.write_csv(folder / "orders.csv")
    _refunds(random, orders).write_csv(folder / "refunds.csv")


def _moments(seconds: np.ndarray) -> pl.Series:
    return pl.Series(
        (START + seconds.astype("timedelta64[s]")).astype("datetime64[us]")
    ).dt.to_string("%Y-%m-%d %H:%M:%S")


def _orders(random: np.random.Generator, lines: int) -> pl.DataFrame:
    """Sort orders by time, give each one to three lines, SKUs by Zipf's law, 5 % unpaid."""
    count = int(lines / LINES_AN_ORDER)
    placed = np.sort(random.integers(0, DAYS * 86_400, count))
    of_line = np.sort(np.concatenate([np.arange(count), random.integers(0, count, lines - count)]))
    customer = random.integers(0, count // 3 + 1, count)
    sku = np.minimum(random.zipf(1.3, lines), SKUS)
    units = random.integers(1, 4, lines)
    price = (sku * 37 % 9_000 + 990) * units
    unpaid = random.random(count) < 0.05  # noqa: PLR2004 the share of orders never paid
    at = {
        name: _moments(placed + random.integers(low, high, count))
        for name, low, high in (
            ("ordered_at", 0, 1),
            ("paid_at", 20, 900),
            ("shipped_at", 3_600, 172_800),
            ("received_at", 180_000, 600_000),
        )
    }
    state = np.where(unpaid, "等待买家付款", "交易成功")
    frame = pl.DataFrame(
        {
            "order_id": 170_000_000_000_000_000 + of_line,
            "line_id": 180_000_000_000_000_000 + np.arange(lines),
            "customer_id": pl.Series(customer[of_line]).cast(pl.String).str.zfill(15),
            "sku": pl.Series(sku).cast(pl.String).str.pad_start(6, "0").str.replace("^", "SKU-"),
            "product": pl.Series(sku).cast(pl.String).str.replace("^", "夏季新款纯棉宽松短袖T恤第"),
            "spec": "颜色分类:军绿;尺码:S",
            "quantity": units,
            "unit_price": pl.Series(price // units).cast(pl.Decimal(18, 2)) / 100,
            "paid": pl.Series(price).cast(pl.Decimal(18, 2)) / 100,
            "status": state[of_line],
            "region": "浙江省",
            **{key: pl.Series([value]).new_from_index(0, lines) for key, value in FILLER.items()},
            **{name: values.gather(of_line) for name, values in at.items()},
            "buyer_message": None,
            "seller_memo": "已备注",
            "freight": "0.00",
        }
    )
    never = pl.col("status") == state[unpaid][0] if unpaid.any() else pl.lit(value=False)
    blank = [
        pl.when(~never).then(name).alias(name) for name in ("paid_at", "shipped_at", "received_at")
    ]
    return frame.with_columns(blank)


def _refunds(random: np.random.Generator, orders: pl.DataFrame) -> pl.DataFrame:
    """Refund 8 % of the paid lines, most of them wholly, a few days after the order."""
    paid = orders.filter(pl.col("paid_at").is_not_null())
    hit = paid.filter(pl.Series(random.random(paid.height) < 0.08))  # noqa: PLR2004 the share refunded
    n = hit.height
    asked = hit["ordered_at"].str.to_datetime("%Y-%m-%d %H:%M:%S")
    later = asked + pl.Series(random.integers(3_600, 900_000, n) * 1_000_000).cast(
        pl.Duration("us")
    )
    settled = later + pl.Series(random.integers(3_600, 300_000, n) * 1_000_000).cast(
        pl.Duration("us")
    )
    return hit.select(
        refund_id=pl.Series(200_000_000_000 + np.arange(n)),
        order_id="order_id",
        line_id="line_id",
        sku="sku",
        kind=pl.Series(random.choice(KINDS, n)),
        reason=pl.Series(random.choice(REASONS, n)),
        amount="paid",
        quantity="quantity",
        state=pl.Series(np.where(random.random(n) < 0.9, "退款成功", "退款关闭")),  # noqa: PLR2004
        requested_at=later.dt.to_string("%Y-%m-%d %H:%M:%S"),
        settled_at=settled.dt.to_string("%Y-%m-%d %H:%M:%S"),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2].replace("_", "")))
