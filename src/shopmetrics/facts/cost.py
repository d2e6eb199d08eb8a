"""What a SKU's parcels cost, beside every refund of it: refunded lines bring freight with them."""

import polars as pl

from shopmetrics.shop import RefundKind, Stage


def with_costs(facts: pl.LazyFrame, costs: pl.DataFrame) -> pl.LazyFrame:
    """Add `freight_out`, `freight_back` of a parcel of the SKU, `sent` and `came_back`.

    Goods were sent where the refund lies after shipment or is a return; they came back with a
    return. Null costs: no file tells what this SKU costs.
    """
    known = costs.lazy().select("sku", "freight_out", "freight_back")
    returned = pl.col("kind") == RefundKind.return_refund
    shipped = pl.col("stage").cast(pl.String).is_in((Stage.after_shipment, Stage.after_receipt))
    return facts.join(known, on="sku", how="left").with_columns(
        sent=(returned | shipped).fill_null(value=False),
        came_back=returned.fill_null(value=False),
    )
