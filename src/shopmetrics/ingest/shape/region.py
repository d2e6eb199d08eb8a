"""The province at the head of a Chinese address; nothing else of an address is kept."""

import polars as pl

# 内蒙古 and 黑龙江 have three letters, all others two; cities of their own rank have none after 市.
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_HEAD = rf"^\s*((?:{_PROVINCES})(?:省|市|维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区)?)"


def province(rows: pl.DataFrame) -> pl.Expr:
    """Return the region of each row: its own column, else the province its address begins with."""
    found = pl.col("address").str.extract(_HEAD)
    return pl.coalesce("region", found) if "region" in rows.columns else found
