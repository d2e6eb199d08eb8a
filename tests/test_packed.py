"""Lines packed in one cell: each platform's way, as the lines that an item export would give."""

import polars as pl

from shopmetrics.ingest.shape.packed import counted_products, listed_skus, named_products

Line = tuple[str, str | None, str | None, int | None, int | None]


def rows(*contents: str | None, quantity: int | None = None) -> pl.DataFrame:
    ids = [f"o{at}" for at in range(len(contents))]
    return pl.DataFrame(
        {"order_id": ids, "contents": contents, "quantity": quantity},
        schema={"order_id": pl.String, "contents": pl.String, "quantity": pl.Int64},
    )


def lines(found: pl.DataFrame) -> list[tuple[object, ...]]:
    return found.select("order_id", "sku", "product", "quantity", "unit_price").rows()


def test_bigcommerce_names_each_part_in_any_order_and_names_hold_commas() -> None:
    first = "Product ID: 7, Product Qty: 2, Product SKU: CUP, Product Name: Cup, blue, Product Weight: 0.4, Product Unit Price: 5.50, Product Total Price: 11.00"
    second = "Product Name: Bowl, Product SKU: BOWL, Product Qty: 3, Product Total Price: 9.99"
    assert lines(named_products(rows(f"{first} | {second}", None), 2)) == [
        ("o0", "CUP", "Cup, blue", 2, 550),
        ("o0", "BOWL", "Bowl", 3, 333),
    ]


def test_bigcommerce_prices_have_the_digits_of_the_currency() -> None:
    cell = "Product Name: Cup, Product SKU: , Product Qty: 1, Product Unit Price: 550"
    assert lines(named_products(rows(cell), 0)) == [("o0", None, "Cup", 1, 550)]


def test_woocommerce_counts_each_product_and_names_hold_commas() -> None:
    cell = "2× Shirt, white, M, 1× Cup"
    assert lines(counted_products(rows(cell, "1× Bowl", None), 2)) == [
        ("o0", None, "Shirt, white, M", 2, None),
        ("o0", None, "Cup", 1, None),
        ("o1", None, "Bowl", 1, None),
    ]


def test_etsy_lists_skus_and_one_alone_has_all_units() -> None:
    assert lines(listed_skus(rows("CUP,BOWL", " CUP ", "", quantity=4), 2)) == [
        ("o0", "CUP", None, 1, None),
        ("o0", "BOWL", None, 1, None),
        ("o1", "CUP", None, 4, None),
    ]
